#include "asl/jsonata/pictures/number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "values/characters.hpp"
#include "values/json.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr std::string_view digit_characters = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr double exact_integers_end = 9007199254740992.0;  // 2^53: doubles from here on are multiples of 2

// Parses text in the format of std::from_chars. Out of range: infinity, or 0 if the exponent is negative.
double parse_double(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc::result_out_of_range) return value;
  const bool tiny = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
  const double magnitude = tiny ? 0.0 : std::numeric_limits<double>::infinity();
  return text.front() == '-' ? -magnitude : magnitude;
}

double parse_decimal(const Decimal& decimal) {
  if (decimal.digits.empty()) return 0;
  return parse_double((decimal.negative ? "-0." : "0.") + decimal.digits + "e" + std::to_string(decimal.point));
}

std::string exponential(const Decimal& decimal) {
  const int exponent = decimal.point - 1;
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) text += '.' + decimal.digits.substr(1);
  return text + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

std::size_t digits_from(std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at - begin;
}

// Returns the end of an optional fraction and an optional exponent that begin at `at`.
std::size_t skip_fraction_and_exponent(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '.') {
    if (const std::size_t digits = digits_from(text, at + 1)) at += 1 + digits;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t exponent = at + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    if (const std::size_t digits = digits_from(text, exponent)) at = exponent + digits;
  }
  return at;
}

bool is_decimal(std::string_view text) {
  const std::size_t sign = !text.empty() && text.front() == '-' ? 1 : 0;
  const std::size_t digits = digits_from(text, sign);
  return digits > 0 && skip_fraction_and_exponent(text, sign + digits) == text.size();
}

unsigned radix_of_prefix(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return 0;
  switch (text[1]) {
    case 'x':
    case 'X': return 16;
    case 'o':
    case 'O': return 8;
    case 'b':
    case 'B': return 2;
    default: return 0;
  }
}

std::optional<double> parse_radix(std::string_view digits, unsigned radix) {
  double value = 0;
  for (const char character : digits) {
    const char lower = character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
    const std::size_t digit = digit_characters.find(lower);
    if (digit >= radix) return std::nullopt;
    value = value * radix + static_cast<double>(digit);
  }
  return value;
}

// Returns whether a fraction is exactly halfway between two numbers of 15 significant digits: JavaScript rounds it up.
bool is_tie(double number) {
  constexpr int digits =
      60;  // a tie has 16 significant digits; any other number has a further non-zero digit within this many
  std::array<char, 80> buffer{};
  const auto end =
      std::to_chars(buffer.begin(), buffer.end(), std::abs(number), std::chars_format::scientific, digits).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  return text[16] == '5' && text.find_first_not_of('0', 17) == text.find('e');
}

std::string integer_in_radix(double integer, int radix) {
  std::string reversed;
  while (integer / radix >= exact_integers_end) {
    integer /= radix;
    reversed += '0';
  }
  do {
    const double digit = std::fmod(integer, radix);
    reversed += digit_characters[static_cast<std::size_t>(digit)];
    integer = (integer - digit) / radix;
  } while (integer > 0);
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

}  // namespace

Decimal shortest_decimal(double number) {
  if (number == 0) return {};
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.begin(), buffer.end(), std::abs(number), std::chars_format::scientific).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = text.find('e');
  Decimal decimal{number < 0, {}, 0};
  std::copy_if(
      text.begin(), text.begin() + static_cast<std::ptrdiff_t>(e), std::back_inserter(decimal.digits), is_digit);
  const std::size_t exponent = text[e + 1] == '+' ? e + 2 : e + 1;
  std::from_chars(text.data() + exponent, text.data() + text.size(), decimal.point);
  ++decimal.point;
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

double shift_decimal(double number, int places) {
  Decimal decimal = shortest_decimal(number);
  decimal.point += places;
  return parse_decimal(decimal);
}

std::string number_text(double number) {
  const double magnitude = std::abs(number);
  if (number == 0) return "0";
  if (magnitude >= 1e-6 && magnitude < exact_integers_end) {
    std::array<char, 32> buffer{};
    return {buffer.data(), std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::fixed).ptr};
  }
  const Decimal decimal = shortest_decimal(number);
  const bool is_long_integer = decimal.point > 0 && decimal.point <= 21;
  std::string text = decimal.negative ? "-" : "";
  if (!is_long_integer) return text + exponential(decimal);
  text += decimal.digits;
  return text.append(static_cast<std::size_t>(decimal.point) - decimal.digits.size(), '0');
}

double round_for_string(double number) {
  if (number == std::trunc(number) || shortest_decimal(number).digits.size() <= 15) return number;
  if (is_tie(number)) number = std::nextafter(number, number * 2);
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::scientific, 14).ptr;
  return parse_double({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

double round_half_even(double number, int places) {
  const double shifted = places == 0 ? number : shift_decimal(number, places);
  if (!std::isfinite(shifted)) return number;
  double rounded = std::floor(shifted);
  const double rest = shifted - rounded;
  if (rest > 0.5 || (rest == 0.5 && std::fmod(rounded, 2) != 0)) rounded += 1;
  const double result = places == 0 ? rounded : shift_decimal(rounded, -places);
  return result == 0 ? 0 : result;
}

Expected<std::string> format_base(double number, double radix) {
  const double whole_radix = round_half_even(radix);
  if (whole_radix < 2 || whole_radix > 36) return fail("D3100", "formatBase", number_text(whole_radix));
  const double whole = round_half_even(number);
  if (whole_radix == 10) return number_text(whole);
  const std::string text = integer_in_radix(std::abs(whole), static_cast<int>(whole_radix));
  return whole < 0 ? '-' + text : text;
}

std::optional<NumberLiteral> read_number_literal(std::string_view text) {
  const std::size_t digits = digits_from(text, 0);
  if (digits == 0) return std::nullopt;
  const std::size_t length = skip_fraction_and_exponent(text, text[0] == '0' ? 1 : digits);
  return NumberLiteral{parse_double(text.substr(0, length)), length};
}

Expected<double> number_of_text(std::string_view text) {
  if (const unsigned radix = radix_of_prefix(text)) {
    const std::optional<double> value = parse_radix(text.substr(2), radix);
    if (value && std::isfinite(*value)) return *value;
  } else if (is_decimal(text)) {
    const double value = parse_double(text);
    if (std::isfinite(value)) return value;
  }
  return fail("D3030", "number", to_text(Json(text)));
}

}  // namespace stepstorm::jsonata
