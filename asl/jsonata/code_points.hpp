// Texts as sequences of code points, which is how JSONata counts characters, and what is cut and padded by them.
// Texts are UTF-8. An unpaired surrogate, which JavaScript's texts may hold, is encoded like any other code point of
// three bytes; a byte that belongs to nothing is U+FFFD. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::jsonata {

/// Takes the first code point off a text, which is not empty.
[[nodiscard]] char32_t take_code_point(std::string_view& text);

void append_code_point(std::string& text, char32_t code_point);

[[nodiscard]] std::u32string code_points(std::string_view text);
[[nodiscard]] std::string utf8(std::u32string_view code_points);

[[nodiscard]] bool is_surrogate(char32_t code_point);

/// $length.
[[nodiscard]] std::size_t length_in_code_points(std::string_view text);

/// What match.index and match.start count in: a code point above U+FFFF is two units.
[[nodiscard]] std::size_t length_in_utf16(std::string_view text);

/// $substring: `length` code points from `start`, which counts from the end when negative. Fractions are cut off where a
/// count begins and where it ends.
[[nodiscard]] std::string_view substring(std::string_view text,
                                         double start,
                                         std::optional<double> length = std::nullopt);

/// $pad: fills up to |width| code points, behind the text, or before it when negative, by `filling` again and again; by
/// blanks when that is empty. The caller bounds the width.
[[nodiscard]] std::string pad(std::string_view text, double width, std::string_view filling = " ");

}  // namespace stepstorm::jsonata
