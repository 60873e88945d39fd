// Checks text that comes in and escapes text that goes out. In: UTF-8, as the Unicode Standard defines it (table 3-7:
// no surrogates, no overlong forms, nothing above U+10FFFF). Out: no control characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stepstorm {

/// The first character of a text. `bytes` is 0 for an empty text. When `valid` is false: one byte that begins no
/// character.
struct Character {
  std::size_t bytes = 0;
  char32_t code = 0;
  bool valid = true;
};
[[nodiscard]] Character first_character(std::string_view text);

/// Returns the length in bytes of the longest prefix that is UTF-8.
[[nodiscard]] std::size_t utf8_prefix(std::string_view text);
[[nodiscard]] inline bool is_utf8(std::string_view text) { return utf8_prefix(text) == text.size(); }

/// Returns whether a terminal interprets the character instead of showing it: C0, DEL and C1, line and paragraph
/// separators, and characters that change the direction of writing.
[[nodiscard]] bool is_control(char32_t code);

/// Returns the character as a JSON escape: `\n`, `\u001b`.
[[nodiscard]] std::string escape_of(char32_t control);

/// Escapes control characters, line breaks included, so that data cannot begin a line of output.
[[nodiscard]] std::string on_one_line(std::string_view text);

}  // namespace stepstorm
