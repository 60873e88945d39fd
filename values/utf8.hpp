// Text as it may come in and as it may go out. In: UTF-8, as the Unicode Standard defines it (table 3-7: no surrogates,
// no overlong forms, nothing above U+10FFFF). Out: nothing that a terminal obeys.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stepstorm {

/// The first character of a text. `bytes` 0: the text is empty. Not `valid`: one byte that begins no character.
struct Character {
  std::size_t bytes = 0;
  char32_t code = 0;
  bool valid = true;
};
[[nodiscard]] Character first_character(std::string_view text);

/// How many bytes at the front are UTF-8: all of them when the whole text is.
[[nodiscard]] std::size_t utf8_prefix(std::string_view text);
[[nodiscard]] inline bool is_utf8(std::string_view text) { return utf8_prefix(text) == text.size(); }

/// Whether a terminal obeys it instead of showing it: C0, DEL and C1, line and paragraph separators, and what turns the
/// direction of writing.
[[nodiscard]] bool is_control(char32_t code);

/// As an escape of JSON: `\n`, `\u001b`.
[[nodiscard]] std::string escape_of(char32_t control);

/// The text with escapes in place of control characters, line breaks among them: no data begins a line of its own.
[[nodiscard]] std::string on_one_line(std::string_view text);

}  // namespace stepstorm
