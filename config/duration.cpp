#include "config/duration.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

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

}  // namespace

std::optional<nanoseconds> parse_duration(std::string_view text) {
  const char* const end = text.data() + text.size();
  double count = 0;
  auto [rest, error] = std::from_chars(text.data(), end, count, std::chars_format::fixed);
  if (error != std::errc{} || std::signbit(count)) return std::nullopt;
  if (rest != end && *rest == ' ') ++rest;
  const std::string_view name(rest, static_cast<std::size_t>(end - rest));
  for (const Unit& unit : units) {
    if (unit.name != name) continue;
    const double length = count * static_cast<double>(unit.length.count());
    if (!(length <= static_cast<double>(longest.count()))) return std::nullopt;
    return nanoseconds{std::llround(length)};
  }
  return std::nullopt;
}

}  // namespace stepstorm::config
