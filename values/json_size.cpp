#include <limits>

#include "values/json.hpp"

namespace stepstorm {
namespace {

/// The size of a compact text: exact but for doubles, whose digits only writing them would tell.
class TextSize {
 public:
  /// Looking: counts what each character takes. Else as if all took the most, which is quicker and an upper bound.
  explicit TextSize(std::size_t limit, bool looking = true) : limit_(limit), looking_(looking) {}

  void add(const Json& value, std::size_t depth = 0);
  std::size_t at_least() const { return at_least_; }
  bool surely_exceeds() const { return too_deep_ || at_least_ > limit_; }
  std::size_t at_most() const { return at_least_ + doubles_ * (double_max - double_min); }
  bool may_exceed() const { return at_most() > limit_; }

 private:
  static constexpr std::size_t double_min = 3;   // 0.5
  static constexpr std::size_t escaped_max = 6;  // \u001f
  static constexpr std::size_t double_max = 24;  // -1.2345678901234567e-300

  void add_text(const std::string& text);
  void add_elements(const Json::array_t& elements, std::size_t depth);
  void add_members(const Json::object_t& members, std::size_t depth);
  bool open(std::size_t parts, std::size_t depth);

  std::size_t limit_;
  bool looking_;
  std::size_t at_least_ = 0;
  std::size_t doubles_ = 0;
  bool too_deep_ = false;
};

/// What a byte of a string costs in the text: \n and its like 2, other control characters \u00XX.
constexpr std::size_t escaped_size(unsigned char byte) {
  if (byte == '"' || byte == '\\' || byte == '\b' || byte == '\f' || byte == '\n' || byte == '\r' || byte == '\t')
    return 2;
  return byte < 0x20 ? 6 : 1;
}

void TextSize::add_text(const std::string& text) {
  at_least_ += (looking_ ? 1 : escaped_max) * text.size() + 2;
  if (!looking_ || surely_exceeds()) return;
  for (const char c : text) at_least_ += escaped_size(static_cast<unsigned char>(c)) - 1;
}

std::size_t digits_of(std::uint64_t value) {
  std::size_t digits = 1;
  for (; value >= 10; value /= 10) ++digits;
  return digits;
}

std::size_t digits_of(std::int64_t value) {
  return value < 0 ? 1 + digits_of(-static_cast<std::uint64_t>(value)) : digits_of(static_cast<std::uint64_t>(value));
}

void TextSize::add(const Json& value, std::size_t depth) {
  switch (value.type()) {
    case Json::value_t::null: at_least_ += 4; return;
    case Json::value_t::boolean: at_least_ += value.get<bool>() ? 4 : 5; return;
    case Json::value_t::number_integer: at_least_ += digits_of(value.get<std::int64_t>()); return;
    case Json::value_t::number_unsigned: at_least_ += digits_of(value.get<std::uint64_t>()); return;
    case Json::value_t::number_float:
      at_least_ += double_min;
      ++doubles_;
      return;
    case Json::value_t::string: add_text(value.get_ref<const std::string&>()); return;
    case Json::value_t::array: add_elements(value.get_ref<const Json::array_t&>(), depth); return;
    case Json::value_t::object: add_members(value.get_ref<const Json::object_t&>(), depth); return;
    case Json::value_t::binary:
    case Json::value_t::discarded: return;  // never in a document
  }
}

/// Brackets, and what separates the parts between them.
bool TextSize::open(std::size_t parts, std::size_t depth) {
  at_least_ += 2 + (parts > 0 ? parts - 1 : 0);
  too_deep_ = too_deep_ || depth == JsonLimits{}.depth;
  return !surely_exceeds();
}

void TextSize::add_elements(const Json::array_t& elements, std::size_t depth) {
  if (!open(elements.size(), depth)) return;
  for (const auto& element : elements) {
    add(element, depth + 1);
    if (surely_exceeds()) return;
  }
}

void TextSize::add_members(const Json::object_t& members, std::size_t depth) {
  if (!open(2 * members.size(), depth)) return;  // commas and colons stand between names and values
  for (const auto& [name, value] : members) {
    add_text(name);
    add(value, depth + 1);
    if (surely_exceeds()) return;
  }
}

}  // namespace

bool text_exceeds(const Json& value, std::size_t bytes) {
  TextSize size(bytes);
  size.add(value);
  return size.surely_exceeds() || (size.may_exceed() && to_text(value).size() > bytes);
}

std::size_t text_size_at_most(const Json& value, std::size_t enough) {
  TextSize size(enough, false);
  size.add(value);
  return size.surely_exceeds() ? std::numeric_limits<std::size_t>::max() : size.at_most();
}

namespace {

constexpr std::size_t allocation_bytes = 16;  // what the allocator adds to each

std::size_t heap_bytes(const std::string& text) {
  return text.capacity() > std::string{}.capacity() ? text.capacity() + allocation_bytes : 0;
}

}  // namespace

std::size_t heap_bytes(const Json& value) {
  if (value.is_string())
    return sizeof(std::string) + allocation_bytes + heap_bytes(value.get_ref<const std::string&>());
  std::size_t bytes = 0;
  if (value.is_array()) {
    const auto& elements = value.get_ref<const Json::array_t&>();
    bytes = sizeof(elements) + 2 * allocation_bytes + elements.capacity() * sizeof(Json);
    for (const Json& element : elements) bytes += heap_bytes(element);
  } else if (value.is_object()) {
    const auto& members = value.get_ref<const Json::object_t&>();
    bytes = sizeof(members) + 2 * allocation_bytes + members.capacity() * sizeof(Json::object_t::value_type);
    for (const auto& [name, member] : members) bytes += heap_bytes(name) + heap_bytes(member);
  }
  return bytes;
}

std::size_t text_size_at_least(const Json& value, std::size_t enough) {
  TextSize size(enough);
  size.add(value);
  return size.at_least();
}

}  // namespace stepstorm
