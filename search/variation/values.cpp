#include "search/variation/values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>

#include "values/characters.hpp"

namespace stepstorm::variation {
namespace {

template <class T>
using Parsed = tl::expected<T, std::string>;

// ---- quantities

struct Unit {
  std::string_view name;
  std::int64_t microseconds;  // 0: no duration
};
constexpr std::array<Unit, 6> units{
    {{"", 0}, {"us", 1}, {"ms", 1'000}, {"s", 1'000'000}, {"min", 60'000'000}, {"h", 3'600'000'000}}};

/// A decimal number with a unit: 2.50 s is 250 hundredths of a second.
struct Quantity {
  std::int64_t count = 0;
  int decimals = 0;
  Unit unit = units[0];
};

constexpr std::size_t digits_max = 12;
constexpr std::size_t decimals_max = 6;

std::optional<Unit> unit_called(std::string_view name) {
  const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.name == name; });
  return found == units.end() ? std::nullopt : std::optional{*found};
}

/// nullopt: the text is no quantity, or has too many digits.
std::optional<Quantity> parse_quantity(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto end = std::find_if(text.begin(), text.end(), [](char c) { return !is_digit(c) && c != '.'; });
  std::string number(text.begin(), end);
  std::string_view name(end, text.end());
  if (name.starts_with(' ')) name.remove_prefix(1);
  const auto unit = unit_called(name);
  const auto point = number.find('.');
  const std::size_t decimals = point == number.npos ? 0 : number.size() - point - 1;
  if (point != number.npos) number.erase(point, 1);
  const bool is_number = !number.empty() && point != 0 && std::all_of(number.begin(), number.end(), is_digit);
  if (!unit || !is_number || number.size() > digits_max || decimals > decimals_max) return std::nullopt;
  if (point != number.npos && decimals == 0) return std::nullopt;
  return Quantity{(negative ? -1 : 1) * std::stoll(number), static_cast<int>(decimals), *unit};
}

/// Converts to a smaller or equal unit, with at least as many decimals. nullopt: too large.
std::optional<std::int64_t> count_of(const Quantity& quantity, int decimals, const Unit& unit) {
  std::int64_t factor = unit.microseconds == 0 ? 1 : quantity.unit.microseconds / unit.microseconds;
  for (int more = quantity.decimals; more < decimals; ++more) factor *= 10;
  std::int64_t count = 0;
  return __builtin_mul_overflow(quantity.count, factor, &count) ? std::nullopt : std::optional{count};
}

/// Returns the decimal text: 2.5 for 250 hundredths.
std::string decimal_text(std::int64_t count, int decimals) {
  std::string digits = std::to_string(count < 0 ? -count : count);
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) {
    digits.insert(digits.size() - places, 1, '.');
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
  }
  return (count < 0 ? "-" : "") + digits;
}

// ---- parts of a list

Json literal(std::string_view text) {
  auto value = parse_json(text);
  if (value && value->is_primitive()) return std::move(*value);
  return Json(std::string(text));
}

struct Range {
  Quantity first;
  Quantity last;
  Quantity step;
};

Parsed<Range> parse_range(std::string_view text) {
  const auto dots = text.find("..");
  const auto colon = text.find(':', dots);
  const auto first = parse_quantity(text.substr(0, dots));
  const auto last = parse_quantity(text.substr(dots + 2, colon == text.npos ? text.npos : colon - dots - 2));
  const auto step = colon == text.npos ? (first ? std::optional{Quantity{1, 0, first->unit}} : std::nullopt)
                                       : parse_quantity(text.substr(colon + 1));
  const std::string found = ", found '" + std::string(text) + "'";
  if (!first || !last || !step)
    return tl::unexpected{"expected a range such as 0..6, 100..2000:100 or 5s..40s:5s" + found};
  const bool durations = first->unit.microseconds > 0;
  if ((last->unit.microseconds > 0) != durations || (step->unit.microseconds > 0) != durations)
    return tl::unexpected{"expected a range with a unit everywhere, or nowhere" + found};
  if (colon == text.npos && (first->decimals > 0 || last->decimals > 0 || first->unit.name != last->unit.name))
    return tl::unexpected{"expected a step behind the range, such as :0.5 or :5s" + found};
  if (step->count <= 0) return tl::unexpected{"expected a step above 0" + found};
  return Range{*first, *last, *step};
}

Parsed<std::vector<Json>> values_in(std::string_view text) {
  const auto range = parse_range(text);
  if (!range) return tl::unexpected{range.error()};
  const auto& [first, last, step] = *range;
  const int decimals = std::max({first.decimals, last.decimals, step.decimals});
  const auto shorter = [](const Unit& one, const Unit& other) { return one.microseconds < other.microseconds; };
  const Unit unit = std::min({first.unit, last.unit, step.unit}, shorter);
  const auto from = count_of(first, decimals, unit);
  const auto to = count_of(last, decimals, unit);
  const auto by = count_of(step, decimals, unit);
  const std::string found = ", found '" + std::string(text) + "'";
  if (!from || !to || !by) return tl::unexpected{"expected smaller numbers" + found};
  if (*from > *to) return tl::unexpected{"expected a range that counts upwards" + found};
  if ((*to - *from) / *by >= static_cast<std::int64_t>(values_max))
    return tl::unexpected{"expected at most " + std::to_string(values_max) + " values" + found};
  std::vector<Json> values;
  for (std::int64_t at = *from; at <= *to; at += *by) {
    const std::string number = decimal_text(at, decimals);
    values.push_back(unit.microseconds == 0 ? literal(number) : Json(number + ' ' + std::string(unit.name)));
  }
  return values;
}

}  // namespace

Parsed<std::vector<Json>> parse_values(std::string_view text) {
  std::vector<Json> values;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    if (part.empty())
      return tl::unexpected{"expected a value, found nothing" + std::string(end > 0 ? " between commas" : "")};
    if (part.find("..") == part.npos) {
      values.push_back(literal(part));
    } else {
      auto range = values_in(part);
      if (!range) return tl::unexpected{range.error()};
      values.insert(values.end(), range->begin(), range->end());
    }
    if (values.size() > values_max) return tl::unexpected{"expected at most " + std::to_string(values_max) + " values"};
    begin = end + 1;
  }
  return values;
}

std::string label(const Json& value) { return value.is_string() ? value.get<std::string>() : to_text(value); }

}  // namespace stepstorm::variation
