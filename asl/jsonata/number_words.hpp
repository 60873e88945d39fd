// Integers as English words and as roman numerals, and back.
// Pure. Words are lower case; the largest name is "trillion", which is repeated: 10^15 is "one thousand trillion".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::jsonata {

/// "one thousand, two hundred and thirty-four"; ordinal: "...thirty-fourth". The number is an integer, 0 or more.
[[nodiscard]] std::string words_of_number(double number, bool ordinal);

/// Reads cardinals and ordinals, in any case. Words are separated by blanks, hyphens, "and" and commas; nothing when one of
/// them is no number's.
[[nodiscard]] std::optional<double> number_of_words(std::string_view words);

/// Every word of numbers, for who looks for them in a text.
[[nodiscard]] const std::vector<std::string>& number_words();

/// "MCMLXXXIV"; empty for 0. From 4000 on, as many M as it takes.
[[nodiscard]] std::string roman_of_number(double number);

/// Upper case. A letter counts negative when a greater one follows. Nothing for another letter.
[[nodiscard]] std::optional<double> number_of_roman(std::string_view roman);

}  // namespace stepstorm::jsonata
