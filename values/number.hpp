// Numbers as people write them, for every door: options, thresholds, durations, settings. Decimal digits, perhaps with a
// sign, a point and an exponent; finite; `010` is ten. NaN, infinities and hexadecimal digits are no numbers.
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

/// The number at the front of a text. nullopt: there is none, or none that a double can hold.
[[nodiscard]] std::optional<NumberInText> number_at_front(std::string_view text, Exponent exponent = Exponent::Allowed);

/// The whole text as a number.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// The whole text as digits and nothing else.
[[nodiscard]] std::optional<std::uint64_t> parse_whole_number(std::string_view text);

}  // namespace stepstorm
