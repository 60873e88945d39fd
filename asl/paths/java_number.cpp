#include "asl/paths/java_number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "values/characters.hpp"

namespace stepstorm::asl {
namespace {

using Decimal = JavaNumber::Decimal;

/// The exponent behind an `e`; a plus sign and leading zeros are fine.
std::optional<std::int64_t> read_exponent(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  std::int32_t exponent = 0;  // Java's range
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return exponent;
}

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal number;
  if (text.starts_with('-') || text.starts_with('+')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (const auto e = text.find_first_of("eE"); e != std::string_view::npos) {
    const auto exponent = read_exponent(text.substr(e + 1));
    if (!exponent) return std::nullopt;
    number.exponent = *exponent;
    text = text.substr(0, e);
  }
  bool any = false, fraction = false;
  for (const char c : text) {
    if (c == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    any = true;
    const bool leading_zero = c == '0' && number.digits.empty();
    if (!leading_zero) number.digits += c;
    if (leading_zero == fraction) number.exponent += fraction ? -1 : 1;
  }
  if (!any) return std::nullopt;
  while (number.digits.ends_with('0')) number.digits.pop_back();
  return number.digits.empty() ? Decimal{} : number;
}

/// Returns the value of the shortest text that denotes this double.
Decimal decimal_of(double value) {
  std::array<char, 32> text;
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
  return read_decimal({text.data(), static_cast<std::size_t>(end - text.data())}).value_or(Decimal{});
}

std::optional<double> double_that_prints_as(const Decimal& number) {
  const std::string text = (number.negative ? "-0." : "0.") + number.digits + "e" + std::to_string(number.exponent);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || decimal_of(value) != number) return std::nullopt;
  return value;
}

std::strong_ordering compare_sizes(const Decimal& left, const Decimal& right) {
  if (left.digits.empty() || right.digits.empty()) return left.digits.size() <=> right.digits.size();
  if (left.exponent != right.exponent) return left.exponent <=> right.exponent;
  return left.digits <=> right.digits;
}

std::string zeros(std::int64_t count) { return std::string(static_cast<std::size_t>(count), '0'); }

std::string plain(const Decimal& number) {
  const auto whole = number.exponent;
  const auto length = static_cast<std::int64_t>(number.digits.size());
  if (whole <= 0) return "0." + zeros(-whole) + number.digits;
  if (length <= whole) return number.digits + zeros(whole - length) + ".0";
  return number.digits.substr(0, static_cast<std::size_t>(whole)) + "." +
         number.digits.substr(static_cast<std::size_t>(whole));
}

std::string scientific(const Decimal& number) {
  const auto fraction = number.digits.size() > 1 ? number.digits.substr(1) : "0";
  return number.digits.substr(0, 1) + "." + fraction + "E" + std::to_string(number.exponent - 1);
}

std::string double_text(double value) {
  const std::string sign = std::signbit(value) ? "-" : "";
  if (value == 0) return sign + "0.0";
  const bool short_enough = std::abs(value) >= 1e-3 && std::abs(value) < 1e7;
  const auto number = decimal_of(value);
  return sign + (short_enough ? plain(number) : scientific(number));
}

}  // namespace

std::optional<JavaNumber> JavaNumber::parse(std::string_view text) {
  auto number = read_decimal(text);
  if (!number) return std::nullopt;
  if (const auto value = double_that_prints_as(*number)) return JavaNumber(*value);
  return JavaNumber(std::move(*number));
}

std::optional<JavaNumber> JavaNumber::of(const Json& number) {
  constexpr std::int64_t exact_max = std::int64_t{1} << 53;  // every integer up to here is a double
  if (number.is_number_float()) return JavaNumber(number.get<double>());
  if (number.is_number_unsigned() && number.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
    return std::nullopt;
  const auto value = number.get<std::int64_t>();
  if (value >= -exact_max && value <= exact_max) return JavaNumber(static_cast<double>(value));
  return parse(std::to_string(value));
}

JavaNumber::Decimal JavaNumber::decimal() const {
  const auto* value = std::get_if<double>(&value_);
  return value ? decimal_of(*value) : std::get<Decimal>(value_);
}

std::strong_ordering JavaNumber::compare(const JavaNumber& other) const {
  const auto* mine = std::get_if<double>(&value_);
  const auto* theirs = std::get_if<double>(&other.value_);
  if (mine && theirs) {
    if (*mine == *theirs) return std::strong_ordering::equal;
    return *mine < *theirs ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  const auto left = decimal();
  const auto right = other.decimal();
  if (left.negative != right.negative) {
    return left.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return left.negative ? compare_sizes(right, left) : compare_sizes(left, right);
}

std::string java_number_text(const Json& number) {
  return number.is_number_float() ? double_text(number.get<double>()) : to_text(number);
}

}  // namespace stepstorm::asl
