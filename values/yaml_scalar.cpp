#include "values/yaml_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

#include "values/characters.hpp"

namespace stepstorm {
namespace {

bool is_any_of(std::string_view scalar, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), scalar) != words.end();
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

void drop_sign(std::string_view& text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_decimal(std::string_view text) {
  drop_sign(text);
  const auto whole = count_digits(text);
  text.remove_prefix(whole);
  std::size_t fraction = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = count_digits(text);
    text.remove_prefix(fraction);
  }
  if (whole + fraction == 0) return false;
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  drop_sign(text);
  return !text.empty() && count_digits(text) == text.size();
}

/// The whole text as a number of that type and base.
template <class Number>
std::optional<Json> read_integer(std::string_view digits, int base = 10) {
  Number value{};
  const auto* end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, value, base);
  if (problem != std::errc{} || stop != end) return std::nullopt;
  return Json(value);
}

std::optional<Json> read_prefixed(std::string_view scalar) {
  if (scalar.starts_with("0x")) return read_integer<std::uint64_t>(scalar.substr(2), 16);
  if (scalar.starts_with("0o")) return read_integer<std::uint64_t>(scalar.substr(2), 8);
  return std::nullopt;
}

std::optional<Json> read_decimal(std::string_view scalar) {
  if (!is_decimal(scalar)) return std::nullopt;
  if (scalar.starts_with('+')) scalar.remove_prefix(1);
  if (const auto integer = read_integer<std::int64_t>(scalar)) return integer;
  if (const auto integer = read_integer<std::uint64_t>(scalar)) return integer;
  double value{};
  const auto result = std::from_chars(scalar.data(), scalar.data() + scalar.size(), value);
  if (result.ec != std::errc{}) return std::nullopt;  // too large for a double: it stays a text
  return Json(value);
}

}  // namespace

std::optional<Json> resolve_plain_scalar(std::string_view scalar) {
  if (is_any_of(scalar, {"", "~", "null", "Null", "NULL"})) return Json(nullptr);
  if (is_any_of(scalar, {"true", "True", "TRUE"})) return Json(true);
  if (is_any_of(scalar, {"false", "False", "FALSE"})) return Json(false);
  if (is_any_of(scalar, {".nan", ".NaN", ".NAN"})) return std::nullopt;
  auto unsigned_part = scalar;
  drop_sign(unsigned_part);
  if (is_any_of(unsigned_part, {".inf", ".Inf", ".INF"})) return std::nullopt;
  if (auto number = read_prefixed(scalar)) return number;
  if (auto number = read_decimal(scalar)) return number;
  return Json(std::string(scalar));
}

}  // namespace stepstorm
