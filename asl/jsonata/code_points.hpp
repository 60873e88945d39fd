// Texts as sequences of code points, JSONata's unit of characters; substrings and padding in that unit.
// Texts are UTF-8. An unpaired surrogate, which JavaScript's texts may contain, is encoded in three bytes like any
// other code point of its range. An invalid byte is read as U+FFFD. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::jsonata {

/// Removes and returns the first code point of a text, which must not be empty.
[[nodiscard]] char32_t take_code_point(std::string_view& text);

void append_code_point(std::string& text, char32_t code_point);

[[nodiscard]] std::u32string code_points(std::string_view text);
[[nodiscard]] std::string utf8(std::u32string_view code_points);

[[nodiscard]] bool is_surrogate(char32_t code_point);

/// $length.
[[nodiscard]] std::size_t length_in_code_points(std::string_view text);

/// Returns the length in UTF-16 units, the unit of match.index and match.start: a code point above U+FFFF is two units.
[[nodiscard]] std::size_t length_in_utf16(std::string_view text);

/// $substring: returns `length` code points from `start`, which counts from the end when negative. Begin and end are
/// truncated to integers.
[[nodiscard]] std::string_view substring(std::string_view text,
                                         double start,
                                         std::optional<double> length = std::nullopt);

/// $pad: fills the text up to |width| code points with repetitions of `filling` (blanks when empty), at the end, or at
/// the beginning when `width` is negative. The caller must bound the width.
[[nodiscard]] std::string pad(std::string_view text, double width, std::string_view filling = " ");

}  // namespace stepstorm::jsonata
