// Converts numbers to text and back as JavaScript does: doubles, decimal unless a radix is given.
// Pure. Numbers are finite. Source: ECMAScript, "Number::toString"; JSONata's documentation, "Numeric functions" and
// "$string".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// A number's absolute value as 0.DIGITS x 10^point. `digits` neither begins nor ends with 0; empty for zero.
struct Decimal {
  bool negative = false;
  std::string digits;
  int point = 0;
};

/// Returns the fewest digits that are read back as the same double.
[[nodiscard]] Decimal shortest_decimal(double number);

/// Returns the double nearest to number x 10^places, computed from the number's shortest digits. May be infinite.
[[nodiscard]] double shift_decimal(double number, int places);

/// Returns JavaScript's text of a number: the shortest that is read back as the same double, with an exponent from 1e21
/// on ("1e+21") and below 1e-6 ("1e-7"). -0 is "0".
[[nodiscard]] std::string number_text(double number);

/// Rounds a fraction to 15 significant digits, as $string does. Integers are unchanged.
[[nodiscard]] double round_for_string(double number);

/// $round: rounds to `places` digits after the decimal point (before it if negative), halves to even. Never returns -0.
[[nodiscard]] double round_half_even(double number, int places = 0);

/// $formatBase: formats the number, rounded to an integer, in a radix of 2 to 36, which is rounded as well. D3100 for
/// other radixes. Digits beyond a double's precision are 0, as in JavaScript.
[[nodiscard]] Expected<std::string> format_base(double number, double radix);

struct NumberLiteral {
  double value = 0;        // infinite if out of range (S0102)
  std::size_t length = 0;  // in bytes
};
/// Reads the longest number at the beginning of a text, by JSON's grammar without sign; nullopt when there is none.
[[nodiscard]] std::optional<NumberLiteral> read_number_literal(std::string_view text);

/// $number of a text: decimal with optional sign, fraction and exponent, leading zeros allowed; or 0x, 0o, 0b and
/// digits. D3030 for all other texts and for numbers out of a double's range.
[[nodiscard]] Expected<double> number_of_text(std::string_view text);

}  // namespace stepstorm::jsonata
