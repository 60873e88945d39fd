// Characters of ASCII, and texts of them.
#pragma once

#include <algorithm>
#include <string_view>

namespace stepstorm {

[[nodiscard]] inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
[[nodiscard]] inline bool is_alphanumeric(char c) { return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z'); }

/// Returns whether the text is not empty and each of its characters is allowed.
template <class Predicate>
[[nodiscard]] bool consists_of(std::string_view text, Predicate allowed) {
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

/// Removes the prefix from the text. Returns false, and leaves the text unchanged, when the text does not begin with
/// it.
inline bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace stepstorm
