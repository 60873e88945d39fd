#include "report/html/quantity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "values/formatted.hpp"

namespace stepstorm::report::html {
namespace {

constexpr std::string_view gap = "\u00A0";
constexpr std::string_view minus = "\u2212";
constexpr std::string_view nothing = "–";

std::string with_unit(std::string number, std::string_view unit) { return std::move(number).append(gap).append(unit); }

std::string without_trailing_zeros(std::string number) {
  if (number.find('.') == number.npos) return number;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.ends_with('.')) number.pop_back();
  return number;
}

/// Formats 8640123 as 8,640,123.
std::string grouped(std::string digits) {
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

std::string three_digits(double value) {
  if (value >= 1e15 || (value > 0 && value < 1e-4)) return formatted("%.2e", value);
  if (value >= 999.5 || value == std::round(value)) return grouped(formatted("%.0f", value));
  const int before_point = static_cast<int>(std::floor(std::log10(value))) + 1;
  const std::string digits = formatted("%.*f", std::clamp(3 - before_point, 0, 6), value);
  return value < 1 ? without_trailing_zeros(digits) : digits;
}

/// Uses as many decimals as needed to distinguish a share from 100 %.
std::string percentage(double percent) {
  const double missing = std::abs(100 - percent);
  if (missing > 0 && missing < 1)
    return formatted("%.*f", std::clamp(static_cast<int>(std::ceil(-std::log10(missing))), 1, 6), percent);
  return three_digits(percent);
}

std::string two_parts(double larger, std::string_view larger_unit, double smaller, std::string_view smaller_unit) {
  const std::string whole = with_unit(formatted("%.0f", larger), larger_unit);
  return smaller == 0 ? whole : whole + ' ' + with_unit(formatted("%02.0f", smaller), smaller_unit);
}

std::string seconds_in_words(double seconds) {
  if (seconds < 59.95) return with_unit(three_digits(seconds), "s");
  const double whole = std::round(seconds);
  if (whole < 3600) return two_parts(std::floor(whole / 60), "min", std::fmod(whole, 60), "s");
  const double minutes = std::round(seconds / 60);
  if (minutes < 48 * 60) return two_parts(std::floor(minutes / 60), "h", std::fmod(minutes, 60), "min");
  return with_unit(three_digits(seconds / 86'400), "d");
}

std::string milliseconds_in_words(double milliseconds) {
  return milliseconds < 999.5 ? with_unit(three_digits(milliseconds), "ms") : seconds_in_words(milliseconds / 1000);
}

/// Formats with cents from $1 to $999, else with three significant digits.
std::string dollars_in_words(double dollars) {
  if (dollars > 0 && dollars < 0.995) return '$' + three_digits(dollars);
  return dollars < 999.5 ? formatted("$%.2f", dollars) : '$' + three_digits(dollars);
}

std::string magnitude(double value, Unit unit) {
  switch (unit) {
    case Unit::Number: return three_digits(value);
    case Unit::PerSecond: return with_unit(three_digits(value), "/s");
    case Unit::Milliseconds: return milliseconds_in_words(value);
    case Unit::Seconds: return seconds_in_words(value);
    case Unit::Share: return with_unit(percentage(value * 100), "%");
    case Unit::Dollars: return dollars_in_words(value);
  }
  return {};
}

}  // namespace

Unit unit_of(std::string_view metric) {
  metric = metric.substr(0, metric.find_first_of("{ "));
  if (metric == "share") return Unit::Share;
  if (metric.ends_with("_per_s")) return Unit::PerSecond;
  if (metric.ends_with("_ms")) return Unit::Milliseconds;
  if (metric.ends_with("_s")) return Unit::Seconds;
  if (metric.ends_with("rate") || metric.ends_with("utilisation")) return Unit::Share;
  return metric.ends_with("dollars") ? Unit::Dollars : Unit::Number;
}

std::string metric_in_words(std::string_view metric) {
  for (const std::string_view unit : {"_per_s", "_ms", "_s"})
    if (metric.size() > unit.size() && metric.ends_with(unit)) {
      metric.remove_suffix(unit.size());
      break;
    }
  std::string words(metric == "dollars" ? "cost" : metric);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string in_words(double value, Unit unit) {
  return value < 0 ? std::string(minus) + magnitude(-value, unit) : magnitude(value, unit);
}

std::string in_words(std::optional<double> value, Unit unit) {
  return value ? in_words(*value, unit) : std::string(nothing);
}

std::string count_in_words(double count) { return grouped(formatted("%.0f", std::max(0.0, count))); }

std::string difference_in_words(double difference, Unit unit) {
  const std::string sign(difference < 0 ? minus : difference > 0 ? "+" : "±");
  if (unit == Unit::Share) return sign + with_unit(three_digits(std::abs(difference) * 100), "points");
  return sign + magnitude(std::abs(difference), unit);
}

std::string margin_in_words(double half_width, Unit unit) {
  const double size = std::abs(half_width);
  const double digit = size > 0 ? std::pow(10, std::floor(std::log10(size)) - 1) : 1;
  const double rounded = std::round(size / digit) * digit;
  return "± " + (unit == Unit::Share ? with_unit(three_digits(rounded * 100), "points") : magnitude(rounded, unit));
}

std::string plain(double value, int decimals) {
  const std::string text = without_trailing_zeros(formatted("%.*f", decimals, value));
  return text == "-0" ? "0" : text;
}

std::string counted(double count, std::string_view noun) {
  return count_in_words(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace stepstorm::report::html
