// Numbers as text and back, as JSONata has them from JavaScript: doubles, decimal unless a radix is asked for.
// Pure. Numbers are finite. Source: ECMAScript, "Number::toString"; JSONata's documentation, "Numeric functions" and
// "$string".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// A positive number is 0.DIGITS x 10^point. DIGITS neither begin nor end with 0; zero has none.
struct Decimal {
  bool negative = false;
  std::string digits;
  int point = 0;
};

/// The fewest digits that are read as the same double.
[[nodiscard]] Decimal shortest_decimal(double number);

/// The double nearest to number x 10^places, digits taken as they are written. May be infinite.
[[nodiscard]] double shift_decimal(double number, int places);

/// JavaScript's text of a number: the shortest that is read as the same double, "1e+21" from 1e21 and "1e-7" below 1e-6.
/// -0 is "0".
[[nodiscard]] std::string number_text(double number);

/// What $string rounds fractions to: 15 significant digits. Integers stay as they are.
[[nodiscard]] double round_for_string(double number);

/// $round: to `places` digits behind the point (before it when negative), halves to the even neighbour. 0 is never -0.
[[nodiscard]] double round_half_even(double number, int places = 0);

/// $formatBase: the number, rounded to an integer, in a radix of 2 to 36, rounded as well. D3100 for other radixes.
/// Digits that a double does not hold are 0, as JavaScript writes them.
[[nodiscard]] Expected<std::string> format_base(double number, double radix);

struct NumberLiteral {
  double value = 0;        // infinite when out of range, which is S0102
  std::size_t length = 0;  // in bytes
};
/// The longest number that an expression begins with, by JSON's grammar without sign. Nothing when it begins with none.
[[nodiscard]] std::optional<NumberLiteral> read_number_literal(std::string_view text);

/// $number of a text: decimal with optional sign, fraction and exponent, leading zeros allowed; or 0x, 0o, 0b and digits.
/// D3030 for everything else and for what no double holds.
[[nodiscard]] Expected<double> number_of_text(std::string_view text);

}  // namespace stepstorm::jsonata
