// JSON as the service handles it: members keep their document order, integers and decimals stay apart (1 is not 1.0).
// Text from outside enters only through parse_json, which bounds its size and depth; nothing here throws.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

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

/// One JSON text of any type. Of equal member names the last wins. Takes time linear in the text, however many members.
[[nodiscard]] tl::expected<Json, JsonError> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Where the value that an RFC 6901 pointer names begins in a text that parse_json accepts;
/// the nearest enclosing value when the pointer leads nowhere.
[[nodiscard]] TextPosition locate(std::string_view text, std::string_view pointer);

/// Appends one member name or index to an RFC 6901 pointer, escaped.
[[nodiscard]] std::string pointer_to(std::string_view parent, std::string_view member);
[[nodiscard]] std::string pointer_to(std::string_view parent, std::size_t index);

/// Compact text; invalid UTF-8 is replaced.
[[nodiscard]] std::string to_text(const Json& value);

/// Adds a member to an object or replaces its value. The other members stay where they are or are moved; ordered_json's
/// own way to grow copies them.
void set_member(Json& object, std::string_view name, Json value);

/// Leaves null. Quicker than what the library does, which is made for any depth; parse_json bounds ours.
void take_apart(Json& value);

/// Null without a text.
[[nodiscard]] Json text_or_null(const std::optional<std::string>& text);

/// Null when it is no object or has no such member.
[[nodiscard]] const Json* find_member(const Json& object, std::string_view name);

/// An object with these members, in this order. Cheaper than a list in braces, which copies what stands in it.
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

/// Exact, also between large integers and doubles. Both must be numbers.
[[nodiscard]] std::partial_ordering compare_numbers(const Json& left, const Json& right);

/// Deep equality: member order does not matter, 1 equals 1.0.
[[nodiscard]] bool same_value(const Json& left, const Json& right);

/// Whether the compact text is longer than `bytes`, or nested deeper than parse_json reads. Builds no text unless the
/// answer is close.
[[nodiscard]] bool text_exceeds(const Json& value, std::size_t bytes);

/// An upper bound of the compact text's size, a quick one that looks at no character; the largest number when that is
/// more than `enough` or the document is nested too deep.
[[nodiscard]] std::size_t text_size_at_most(const Json& value, std::size_t enough);

/// A lower bound of the compact text's size, exact but for doubles. Counts no further than beyond `enough`.
[[nodiscard]] std::size_t text_size_at_least(const Json& value, std::size_t enough);

/// About how many bytes the value holds on the heap, beyond itself.
[[nodiscard]] std::size_t heap_bytes(const Json& value);

}  // namespace stepstorm
