#include "api/shape.hpp"

#include <cmath>
#include <map>
#include <memory>
#include <mutex>

#include <re2/re2.h>

#include "values/utf8.hpp"

namespace stepstorm::api {
namespace {

constexpr std::size_t violations_told_max = 100;  // all are counted

std::string_view type_of(const Json& value) {
  switch (value.type()) {
    case Json::value_t::string: return "STRING_VALUE";
    case Json::value_t::boolean: return value.get<bool>() ? "TRUE_VALUE" : "FALSE_VALUE";
    case Json::value_t::object: return "START_OBJECT";
    case Json::value_t::array: return "START_ARRAY";
    case Json::value_t::number_float: return "DECIMAL_VALUE";
    default: return "NUMBER_VALUE";
  }
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::String: return "String";
    case Kind::Integer: return "Integer";
    case Kind::Number: return "Float";
    case Kind::Boolean: return "Boolean";
    case Kind::Object: return "Object";
    case Kind::List: return "List";
  }
  return "";
}

bool is_of(const Json& value, Kind kind) {
  switch (kind) {
    case Kind::String: return value.is_string();
    case Kind::Integer: return value.is_number_integer();
    case Kind::Number: return value.is_number();
    case Kind::Boolean: return value.is_boolean();
    case Kind::Object: return value.is_object();
    case Kind::List: return value.is_array();
  }
  return false;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
  return count;
}

bool matches(std::string_view text, std::string_view pattern) {
  static std::mutex mutex;
  static std::map<std::string_view, std::unique_ptr<RE2>> compiled;  // patterns are constants of the tables
  const std::lock_guard lock{mutex};
  auto& regex = compiled[pattern];
  if (!regex) regex = std::make_unique<RE2>(re2::StringPiece{pattern.data(), pattern.size()});
  return RE2::FullMatch({text.data(), text.size()}, *regex);
}

class Check {
 public:
  void object(const Json& value, const std::vector<Shape>& shapes, const std::string& path) {
    for (const Shape& shape : shapes) {
      const auto found = value.find(shape.name);
      const std::string place = path + std::string(shape.name);
      if (found == value.end() || found->is_null()) {
        if (shape.required) violation("null", place, "Member must not be null");
      } else {
        member(*found, shape, place);
      }
    }
  }

  std::optional<Error> result() const {
    if (!wrong_type_.empty()) return Error{"SerializationException", wrong_type_};
    if (count_ == 0) return std::nullopt;
    const std::string head = std::to_string(count_) + (count_ == 1 ? " validation error" : " validation errors");
    return Error{"ValidationException", head + " detected: " + violations_};
  }

 private:
  void member(const Json& value, const Shape& shape, const std::string& place) {
    if (!is_of(value, shape.kind)) {
      if (wrong_type_.empty())
        wrong_type_ = std::string(type_of(value)) + " can not be converted to " +
                      (shape.kind == Kind::Integer ? "an " : "a ") + std::string(name_of(shape.kind));
      return;
    }
    switch (shape.kind) {
      case Kind::String: return text(value.get_ref<const std::string&>(), shape, place);
      case Kind::Integer: return number(value, shape, place);
      case Kind::Number: return number(value, shape, place);
      case Kind::Boolean: return;
      case Kind::Object: return object(value, shape.members, place + '.');
      case Kind::List: return list(value, shape, place);
    }
  }

  void text(const std::string& value, const Shape& shape, const std::string& place) {
    const std::string quoted = shape.sensitive ? std::string{} : '\'' + value + '\'';
    length(characters(value), quoted, shape, place);
    if (!shape.pattern.empty() && !matches(value, shape.pattern))
      violation(quoted,
                place,
                "Member must satisfy regular expression pattern: " +
                    std::string(shape.shown_pattern.empty() ? shape.pattern : shape.shown_pattern));
    if (shape.enums.empty()) return;
    std::string all;
    for (const auto one : shape.enums) {
      if (one == value) return;
      all += (all.empty() ? "" : ", ") + std::string(one);
    }
    violation(quoted, place, "Member must satisfy enum value set: [" + all + "]");
  }

  void list(const Json& value, const Shape& shape, const std::string& place) {
    if (!has_length(value.size(), shape)) length(value.size(), '\'' + to_text(value) + '\'', shape, place);
    std::size_t position = 0;
    for (const Json& element : value) {
      const std::string at = place + '.' + std::to_string(++position) + ".member";
      if (element.is_null())
        violation("null", at, "Member must not be null");
      else if (!shape.members.empty())
        member(element, shape.members.front(), at);
    }
  }

  static bool has_length(std::size_t size, const Shape& shape) {
    return static_cast<std::int64_t>(size) >= shape.least && static_cast<std::int64_t>(size) <= shape.most;
  }

  void length(std::size_t size, const std::string& quoted, const Shape& shape, const std::string& place) {
    if (static_cast<std::int64_t>(size) < shape.least)
      violation(quoted, place, "Member must have length greater than or equal to " + std::to_string(shape.least));
    if (static_cast<std::int64_t>(size) > shape.most)
      violation(quoted, place, "Member must have length less than or equal to " + std::to_string(shape.most));
  }

  void number(const Json& value, const Shape& shape, const std::string& place) {
    const std::string quoted = '\'' + to_text(value) + '\'';
    if (compare_numbers(value, shape.least) < 0)
      violation(quoted, place, "Member must have value greater than or equal to " + std::to_string(shape.least));
    if (compare_numbers(value, shape.most) > 0)
      violation(quoted, place, "Member must have value less than or equal to " + std::to_string(shape.most));
  }

  void violation(const std::string& value, const std::string& place, const std::string& constraint) {
    if (++count_ > violations_told_max) return;
    violations_ += (count_ == 1 ? "Value" : "; Value") + (value.empty() ? "" : ' ' + value) + " at '" + place +
                   "' failed to satisfy constraint: " + constraint;
  }

  std::string wrong_type_;
  std::string violations_;
  std::size_t count_ = 0;
};

}  // namespace

std::optional<Error> check(const Json& request, const std::vector<Shape>& shapes) {
  Check checking;
  checking.object(request, shapes, "");
  return checking.result();
}

}  // namespace stepstorm::api
