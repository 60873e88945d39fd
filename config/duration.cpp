#include "config/duration.hpp"

#include <array>
#include <cmath>

#include "values/number.hpp"

namespace stepstorm::config {
namespace {

using std::chrono::nanoseconds;

struct Unit {
  std::string_view name;
  nanoseconds length;
};
constexpr std::array<Unit, 5> units = {{{"us", std::chrono::microseconds{1}},
                                        {"ms", std::chrono::milliseconds{1}},
                                        {"s", std::chrono::seconds{1}},
                                        {"min", std::chrono::minutes{1}},
                                        {"h", std::chrono::hours{1}}}};

constexpr nanoseconds longest = std::chrono::hours{24 * 366};

/// In nanoseconds, however long.
std::optional<double> length_of(std::string_view text) {
  const auto count = number_at_front(text, Exponent::None);
  if (!count || std::signbit(count->value)) return std::nullopt;
  std::string_view name = text.substr(count->length);
  if (name.starts_with(' ')) name.remove_prefix(1);
  for (const Unit& unit : units)
    if (unit.name == name) return count->value * static_cast<double>(unit.length.count());
  return std::nullopt;
}

bool is_in_range(double length) { return length <= static_cast<double>(longest.count()); }

}  // namespace

std::optional<nanoseconds> parse_duration(std::string_view text) {
  const auto length = length_of(text);
  if (!length || !is_in_range(*length)) return std::nullopt;
  return nanoseconds{std::llround(*length)};
}

bool is_too_long(std::string_view text) {
  const auto length = length_of(text);
  return length && !is_in_range(*length);
}

}  // namespace stepstorm::config
