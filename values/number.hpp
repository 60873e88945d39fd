// Parses numbers as people write them, for all input: options, thresholds, durations, settings. Accepts decimal digits
// with an optional sign, point and exponent; `010` is ten. Refuses NaN, infinities and hexadecimal digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stepstorm {

struct NumberInText {
  double value = 0;
  std::size_t length = 0;  // in bytes, from the front
};

enum class Exponent { Allowed, None };

/// Parses the number at the front of a text. nullopt: there is none, or it exceeds the range of double.
[[nodiscard]] std::optional<NumberInText> number_at_front(std::string_view text, Exponent exponent = Exponent::Allowed);

/// Parses the whole text as a number.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// Parses the whole text, which must consist of digits only.
[[nodiscard]] std::optional<std::uint64_t> parse_whole_number(std::string_view text);

}  // namespace stepstorm
