// Characters of ASCII, and texts of them.
#pragma once

#include <algorithm>
#include <string_view>

namespace stepstorm {

[[nodiscard]] inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
[[nodiscard]] inline bool is_alphanumeric(char c) { return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z'); }

/// Whether there is a text, and each character of it is allowed.
template <class Predicate>
[[nodiscard]] bool consists_of(std::string_view text, Predicate allowed) {
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

/// Takes the prefix off a text that begins with it; false, and the text as it is, when it does not.
inline bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace stepstorm
