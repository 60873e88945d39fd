#include "values/number.hpp"

#include <charconv>
#include <cmath>
#include <system_error>

namespace stepstorm {

std::optional<NumberInText> number_at_front(std::string_view text, Exponent exponent) {
  const auto format = exponent == Exponent::Allowed ? std::chars_format::general : std::chars_format::fixed;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, format);
  if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
  return NumberInText{value, static_cast<std::size_t>(end - text.data())};
}

std::optional<double> parse_number(std::string_view text) {
  const auto number = number_at_front(text);
  return number && number->length == text.size() ? std::optional{number->value} : std::nullopt;
}

std::optional<std::uint64_t> parse_whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace stepstorm
