// Value: the values of JSONata expressions. A value has 16 bytes and owns nothing: text, arrays and objects are in the
// documents that an evaluation reads, in its program, or in its Arena, and live as long as these.
// Arrays built by an expression carry JSONata's sequence flags; arrays of documents are never sequences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "asl/jsonata/arena.hpp"
#include "values/json.hpp"

namespace stepstorm::jsonata {

struct Array;
struct Object;
struct Function;
struct Tuple;

enum class Kind : std::uint8_t {
  Nothing,  // undefined
  Null,
  Boolean,
  Number,
  Text,
  Array,
  Object,
  Function,
  Tuple,     // one row of a join, never a result
  TailCall,  // stands for the tail call that the evaluator keeps, never a result
  Unbound,   // a variable before its first assignment, never a result
};

struct Value {
  Kind kind = Kind::Nothing;
  bool in_document = false;     // arrays and objects: use `node`
  bool is_argument = false;     // functions: passed as an argument
  std::uint32_t text_size = 0;  // bytes
  union {
    double number = 0;
    bool boolean;
    const char* text_data;
    const Json* node;
    Array* array;
    Object* object;
    const Function* function;
    Tuple* tuple;
  };

  bool is(Kind what) const { return kind == what; }
  explicit operator bool() const { return kind != Kind::Nothing; }
  std::string_view text() const { return {text_data, text_size}; }
};
static_assert(sizeof(Value) == 16);

inline Value make_null() {
  Value value;
  value.kind = Kind::Null;
  return value;
}
inline Value make_boolean(bool boolean) {
  Value value;
  value.kind = Kind::Boolean;
  value.boolean = boolean;
  return value;
}
inline Value make_number(double number) {
  Value value;
  value.kind = Kind::Number;
  value.number = number;
  return value;
}
inline Value make_text(std::string_view text) {
  Value value;
  value.kind = Kind::Text;
  value.text_size = static_cast<std::uint32_t>(text.size());
  value.text_data = text.data();
  return value;
}
inline Value make_array(Array* array) {
  Value value;
  value.kind = Kind::Array;
  value.array = array;
  return value;
}
inline Value make_object(Object* object) {
  Value value;
  value.kind = Kind::Object;
  value.object = object;
  return value;
}
inline Value make_function(const Function* function) {
  Value value;
  value.kind = Kind::Function;
  value.function = function;
  return value;
}
inline Value make_tuple(Tuple* tuple) {
  Value value;
  value.kind = Kind::Tuple;
  value.tuple = tuple;
  return value;
}
inline Value unbound() {
  Value value;
  value.kind = Kind::Unbound;
  return value;
}

/// Returns a view of a document's value; copies nothing.
Value view(const Json& json);

struct Array {
  Value* items = nullptr;  // null when nothing was pushed, or when `is_range`
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;
  double first = 0;  // for a range: the items are first, first + 1, ...
  bool is_range = false;
  bool sequence = false;        // a single item stands for itself, no item for Nothing
  bool keep_singleton = false;  // a sequence whose single item stays an array
  bool constructed = false;     // [...] as a step: not flattened into the step's results
  bool tuple_stream = false;    // the items are tuples
  bool wraps_input = false;     // the only item is the input, an array, which is thereby treated as one value

  void push(Arena& arena, Value item) {
    if (size == capacity) [[unlikely]]
      grow(arena, size + 1);
    items[size++] = item;
  }
  /// Makes room for `at_least` items; turns a range into stored items.
  void grow(Arena& arena, std::size_t at_least);
};

/// The items of an array, for every representation.
class Items {
 public:
  Items() = default;
  explicit Items(const Value* values, std::size_t size) : values_(values), size_(size) {}
  /// `array` must be an array.
  explicit Items(Value array);

  std::size_t size() const { return size_; }
  Value operator[](std::size_t index) const {
    if (values_) return values_[index];
    if (nodes_) return view(nodes_[index]);
    return make_number(first_ + static_cast<double>(index));
  }

 private:
  const Value* values_ = nullptr;
  const Json* nodes_ = nullptr;
  double first_ = 0;
  std::size_t size_ = 0;
};

struct Entry {
  std::string_view name;
  Value value;
};

/// Members, in the order in which their names were first set.
struct Object {
  Entry* entries = nullptr;
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;
  std::uint32_t* slots = nullptr;  // hash table of indices + 1; only for large objects
  std::uint32_t slot_count = 0;    // a power of two

  const Entry* find(std::string_view name) const;
  void set(Arena& arena, std::string_view name, Value value);
  void erase(std::string_view name);

 private:
  void rehash(Arena& arena);
  void insert_slot(std::uint32_t index);
};

/// The members of an object, for every representation.
class Entries {
 public:
  /// `object` must be an object.
  explicit Entries(Value object);

  std::size_t size() const { return size_; }
  Entry operator[](std::size_t index) const {
    if (entries_) return entries_[index];
    const auto& member = members_[index];
    return {member.first, view(member.second)};
  }

 private:
  const Entry* entries_ = nullptr;
  const Json::object_t::value_type* members_ = nullptr;
  std::size_t size_ = 0;
};

/// Returns the member's value, or Nothing without such a member. `object` must be an object.
Value member(Value object, std::string_view name);
/// The same; tries the index `hint` first, and updates it.
Value member(Value object, std::string_view name, std::uint32_t& hint);

struct Label {
  std::uint32_t id;  // of a variable that @ or # binds, or of a parent
  Value value;
};

/// One row of a join: the context and the labels that earlier steps have bound.
struct Tuple {
  Value context;
  Label* labels = nullptr;
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;

  const Value* find(std::uint32_t id) const {
    for (std::uint32_t at = 0; at != size; ++at)
      if (labels[at].id == id) return &labels[at].value;
    return nullptr;
  }
  void set(Arena& arena, std::uint32_t id, Value value);
};

inline bool is_sequence(Value value) { return value.is(Kind::Array) && !value.in_document && value.array->sequence; }
inline bool is_tuple_stream(Value value) {
  return value.is(Kind::Array) && !value.in_document && value.array->tuple_stream;
}
inline bool is_constructed(Value value) {
  return value.is(Kind::Array) && !value.in_document && value.array->constructed;
}

Array* new_sequence(Arena& arena);
Array* new_sequence(Arena& arena, Value only);

// ---- inline, since every step uses them ----

inline Value view(const Json& json) {
  Value value;
  switch (json.type()) {
    case Json::value_t::null: return make_null();
    case Json::value_t::boolean: return make_boolean(*json.get_ptr<const Json::boolean_t*>());
    case Json::value_t::number_integer:
      return make_number(static_cast<double>(*json.get_ptr<const Json::number_integer_t*>()));
    case Json::value_t::number_unsigned:
      return make_number(static_cast<double>(*json.get_ptr<const Json::number_unsigned_t*>()));
    case Json::value_t::number_float: return make_number(*json.get_ptr<const Json::number_float_t*>());
    case Json::value_t::string: return make_text(*json.get_ptr<const Json::string_t*>());
    case Json::value_t::array:
      value.kind = Kind::Array;
      value.in_document = true;
      value.node = &json;
      return value;
    case Json::value_t::object:
      value.kind = Kind::Object;
      value.in_document = true;
      value.node = &json;
      return value;
    case Json::value_t::binary:
    case Json::value_t::discarded: break;
  }
  return value;
}

inline Items::Items(Value array) {
  if (array.in_document) {
    const auto& elements = *array.node->get_ptr<const Json::array_t*>();
    nodes_ = elements.data();
    size_ = elements.size();
  } else {
    values_ = array.array->items;
    first_ = array.array->first;
    size_ = array.array->size;
  }
}

inline Entries::Entries(Value object) {
  if (object.in_document) {
    const auto& members = *object.node->get_ptr<const Json::object_t*>();
    members_ = members.data();
    size_ = members.size();
  } else {
    entries_ = object.object->entries;
    size_ = object.object->size;
  }
}

}  // namespace stepstorm::jsonata
