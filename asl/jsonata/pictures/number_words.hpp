// Converts integers to English words and roman numerals, and back.
// Pure. Words are lower case. The largest name is "trillion", which is combined: 10^15 is "one thousand trillion".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::jsonata {

/// Returns, for example, "one thousand, two hundred and thirty-four"; ordinal: "...thirty-fourth". Requires a
/// non-negative integer.
[[nodiscard]] std::string words_of_number(double number, bool ordinal);

/// Parses cardinals and ordinals, in any letter case. Words are separated by blanks, hyphens, "and" and commas. Returns
/// nullopt when a word is not part of a number.
[[nodiscard]] std::optional<double> number_of_words(std::string_view words);

/// Returns every word that occurs in numbers, for searching texts.
[[nodiscard]] const std::vector<std::string>& number_words();

/// Returns a roman numeral such as "MCMLXXXIV"; empty for 0. From 4000 on, repeats M as often as needed.
[[nodiscard]] std::string roman_of_number(double number);

/// Parses an upper-case roman numeral. A letter before a greater one is subtracted. Returns nullopt for any other
/// letter.
[[nodiscard]] std::optional<double> number_of_roman(std::string_view roman);

}  // namespace stepstorm::jsonata
