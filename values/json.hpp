// JSON as the service handles it: members keep their document order, integers and decimals are distinct (1 is not 1.0).
// Text from outside enters only through parse_json, which bounds its size and depth. Nothing here throws.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

#include "values/json_library.hpp"

namespace stepstorm {

using Json = nlohmann::ordered_json;

/// 1-based, columns counted in bytes.
struct TextPosition {
  std::size_t line = 1;
  std::size_t column = 1;
};

struct JsonError {
  std::string message;  // what was found and what was expected, without the place
  TextPosition at;
};

struct JsonLimits {
  std::size_t bytes = 64u << 20;
  std::size_t depth = 1000;  // objects and arrays inside each other
};

/// Parses one JSON text of any type. Of equal member names the last one wins. Takes time linear in the text.
[[nodiscard]] tl::expected<Json, JsonError> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Returns where the value at an RFC 6901 pointer begins in a text that parse_json accepts; when there is no such
/// value, where the nearest enclosing value begins.
[[nodiscard]] TextPosition locate(std::string_view text, std::string_view pointer);

/// Appends one member name or index to an RFC 6901 pointer, escaped.
[[nodiscard]] std::string pointer_to(std::string_view parent, std::string_view member);
[[nodiscard]] std::string pointer_to(std::string_view parent, std::size_t index);

/// Returns compact text; replaces invalid UTF-8.
[[nodiscard]] std::string to_text(const Json& value);

/// Adds a member to an object or replaces its value. Moves the other members when the object grows, where ordered_json
/// would copy them.
void set_member(Json& object, std::string_view name, Json value);

/// Destroys the value and leaves null. Recursive, and therefore faster than the library's destructor, which works at
/// any depth; parse_json bounds ours.
void take_apart(Json& value);

/// Returns null for nullopt.
[[nodiscard]] Json text_or_null(const std::optional<std::string>& text);

/// Returns null when `object` is no object or has no such member.
[[nodiscard]] const Json* find_member(const Json& object, std::string_view name);

/// Makes an object with these members, in this order. Cheaper than an initializer list, which copies its elements.
struct Member {
  std::string_view name;
  Json value;
};
template <std::same_as<Member>... Members>
[[nodiscard]] Json make_object(Members... members) {
  Json object = Json::object();
  auto& made = object.get_ref<Json::object_t&>();
  made.reserve(sizeof...(members));
  (made.emplace_back(std::string{members.name}, std::move(members.value)), ...);
  return object;
}

/// Compares exactly, also large integers with doubles. Both must be numbers.
[[nodiscard]] std::partial_ordering compare_numbers(const Json& left, const Json& right);

/// Deep equality: member order does not matter, 1 equals 1.0.
[[nodiscard]] bool same_value(const Json& left, const Json& right);

/// Returns whether the compact text is longer than `bytes`, or nested deeper than parse_json reads. Builds no text
/// unless the size is close to the limit.
[[nodiscard]] bool text_exceeds(const Json& value, std::size_t bytes);

/// Returns an upper bound of the compact text's size in bytes, without looking at characters; the largest size_t when
/// the bound exceeds `enough` or the document is nested too deep.
[[nodiscard]] std::size_t text_size_at_most(const Json& value, std::size_t enough);

/// Returns a lower bound of the compact text's size in bytes, exact except for doubles. Stops counting beyond `enough`.
[[nodiscard]] std::size_t text_size_at_least(const Json& value, std::size_t enough);

/// Estimates the bytes that the value holds on the heap, without sizeof(Json) itself.
[[nodiscard]] std::size_t heap_bytes(const Json& value);

}  // namespace stepstorm
