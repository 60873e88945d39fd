#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/library/library.hpp"
#include "asl/jsonata/stop.hpp"
#include "asl/jsonata/text_of.hpp"

namespace stepstorm::jsonata::library {
namespace {

constexpr int object_depth_max = 1000;

[[noreturn]] void too_deep() { stop("U1001", {}, "The value is nested too deep"); }

void collect_keys(Evaluator& evaluator, Value value, Object& keys, int depth) {
  if (depth > object_depth_max) too_deep();
  if (value.is(Kind::Array)) {
    const Items items = evaluator.open(value);
    for (std::size_t at = 0; at != items.size(); ++at) collect_keys(evaluator, items[at], keys, depth + 1);
  } else if (value.is(Kind::Object)) {
    const Entries entries{value};
    evaluator.spend(entries.size());
    for (std::size_t at = 0; at != entries.size(); ++at) keys.set(evaluator.arena(), entries[at].name, {});
  }
}

void collect_members(Evaluator& evaluator, Value input, std::string_view name, Array& found, int depth) {
  if (depth > object_depth_max) too_deep();
  const Items items = evaluator.open(input);
  for (std::size_t at = 0; at != items.size(); ++at) {
    const Value item = items[at];
    if (item.is(Kind::Array)) {
      collect_members(evaluator, item, name, found, depth + 1);
      continue;
    }
    const Value value = item.is(Kind::Object) ? member(item, name) : Value{};
    if (value.is(Kind::Array)) {
      const Items values = evaluator.open(value);
      for (std::size_t inner = 0; inner != values.size(); ++inner) found.push(evaluator.arena(), values[inner]);
    } else if (value) {
      found.push(evaluator.arena(), value);
    }
  }
}

Value object_of(Evaluator& evaluator, Entry only) {
  Object* const object = evaluator.arena().make<Object>();
  object->set(evaluator.arena(), only.name, only.value);
  return make_object(object);
}

// Appends one object for each member; a value that is neither array nor object is appended unchanged. Flattens arrays;
// the result is then no longer a sequence.
void spread_into(Evaluator& evaluator, Value value, Array& into, int depth) {
  if (depth > object_depth_max) too_deep();
  if (value.is(Kind::Array)) {
    const Items items = evaluator.open(value);
    for (std::size_t at = 0; at != items.size(); ++at) spread_into(evaluator, items[at], into, depth + 1);
    if (items.size() != 0) into.sequence = false;
  } else if (value.is(Kind::Object)) {
    const Entries entries{value};
    evaluator.spend(entries.size());
    for (std::size_t at = 0; at != entries.size(); ++at)
      into.push(evaluator.arena(), object_of(evaluator, entries[at]));
  } else if (value) {
    into.push(evaluator.arena(), value);
  }
}

// Copies like a conversion to text and back: rounds numbers as texts do, turns functions into "".
Value copy(Evaluator& evaluator, Value value, int depth) {
  if (depth > object_depth_max) too_deep();
  Arena& arena = evaluator.arena();
  evaluator.spend(1);
  switch (value.kind) {
    case Kind::Array: {
      const Items items{value};
      Array* const array = arena.make<Array>();
      if (items.size() != 0) array->grow(arena, items.size());
      for (std::size_t at = 0; at != items.size(); ++at) array->push(arena, copy(evaluator, items[at], depth + 1));
      return make_array(array);
    }
    case Kind::Object: {
      const Entries entries{value};
      Object* const object = arena.make<Object>();
      for (std::size_t at = 0; at != entries.size(); ++at)
        object->set(arena, entries[at].name, copy(evaluator, entries[at].value, depth + 1));
      return make_object(object);
    }
    case Kind::Function: return make_text("");
    case Kind::Nothing: return make_null();
    default: return value;
  }
}

}  // namespace

Value keys(Evaluator& evaluator, const Arguments& arguments, Value) {
  Object found;
  collect_keys(evaluator, arguments[0], found, 0);
  Array* const keys = new_sequence(evaluator.arena());
  for (std::uint32_t at = 0; at != found.size; ++at) keys->push(evaluator.arena(), make_text(found.entries[at].name));
  return make_array(keys);
}

Value lookup(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[1]) return {};
  const Value input = arguments[0];
  const std::string_view name = arguments[1].text();
  if (input.is(Kind::Object)) return member(input, name);
  if (!input.is(Kind::Array)) return {};
  Array* const found = new_sequence(evaluator.arena());
  collect_members(evaluator, input, name, *found, 0);
  return make_array(found);
}

Value spread(Evaluator& evaluator, const Arguments& arguments, Value) {
  const Value value = arguments[0];
  if (!value.is(Kind::Array) && !value.is(Kind::Object)) return value;
  Array* const parts = new_sequence(evaluator.arena());
  spread_into(evaluator, value, *parts, 0);
  return make_array(parts);
}

Value merge(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  Object* const merged = evaluator.arena().make<Object>();
  for (std::size_t at = 0; at != items.size(); ++at) {
    const Entries entries{items[at]};
    evaluator.spend(entries.size());
    for (std::size_t inner = 0; inner != entries.size(); ++inner)
      merged->set(evaluator.arena(), entries[inner].name, entries[inner].value);
  }
  return make_object(merged);
}

Value sift(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Entries entries{arguments[0]};
  Object* const kept = evaluator.arena().make<Object>();
  for (std::size_t at = 0; at != entries.size(); ++at) {
    const Entry entry = entries[at];
    const Value keeps = evaluator.call_with(arguments[1], entry.value, make_text(entry.name), arguments[0]);
    if (evaluator.is_truthy(keeps)) kept->set(evaluator.arena(), entry.name, entry.value);
  }
  return kept->size == 0 ? Value{} : make_object(kept);
}

Value each(Evaluator& evaluator, const Arguments& arguments, Value) {
  Array* const results = new_sequence(evaluator.arena());
  if (!arguments[0]) return make_array(results);
  const Entries entries{arguments[0]};
  for (std::size_t at = 0; at != entries.size(); ++at) {
    const Entry entry = entries[at];
    const Value result = evaluator.call_with(arguments[1], entry.value, make_text(entry.name), arguments[0]);
    if (result) results->push(evaluator.arena(), result);
  }
  return make_array(results);
}

Value clone(Evaluator& evaluator, const Arguments& arguments, Value) {
  return arguments[0] ? copy(evaluator, arguments[0], 0) : Value{};
}

Value type(Evaluator&, const Arguments& arguments, Value) {
  switch (arguments[0].kind) {
    case Kind::Null: return make_text("null");
    case Kind::Boolean: return make_text("boolean");
    case Kind::Number: return make_text("number");
    case Kind::Text: return make_text("string");
    case Kind::Array: return make_text("array");
    case Kind::Object: return make_text("object");
    case Kind::Function: return make_text("function");
    default: return {};
  }
}

Value exists(Evaluator&, const Arguments& arguments, Value) { return make_boolean(static_cast<bool>(arguments[0])); }

Value boolean(Evaluator& evaluator, const Arguments& arguments, Value) {
  return arguments[0] ? make_boolean(evaluator.is_truthy(arguments[0])) : Value{};
}

Value negation(Evaluator& evaluator, const Arguments& arguments, Value) {
  return arguments[0] ? make_boolean(!evaluator.is_truthy(arguments[0])) : Value{};
}

Value error(Evaluator&, const Arguments& arguments, Value) {
  const bool has_message = arguments[0] && arguments[0].text_size != 0;
  stop("D3137", "error", std::string{has_message ? arguments[0].text() : "$error() function evaluated"});
}

Value assertion(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (evaluator.is_truthy(arguments[0])) return {};
  const bool has_message = arguments[1] && arguments[1].text_size != 0;
  stop("D3141", "assert", std::string{has_message ? arguments[1].text() : "$assert() statement failed"});
}

}  // namespace stepstorm::jsonata::library
