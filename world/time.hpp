// Time in the world: whole nanoseconds, since the beginning of the run where they name an instant.
#pragma once

#include <chrono>
#include <cstdint>

namespace stepstorm::world {

using Duration = std::chrono::nanoseconds;
using Time = std::chrono::nanoseconds;

// No random duration is longer; 146 years, so that the sum of two still is one.
inline constexpr Duration longest_duration{std::int64_t{1} << 62};

inline double ns(Duration duration) { return static_cast<double>(duration.count()); }
inline double seconds(Duration duration) { return ns(duration) / 1e9; }
inline double milliseconds(Duration duration) { return ns(duration) / 1e6; }

/// To the nearest nanosecond, of a number that is not negative.
inline Duration rounded(double nanoseconds) {
  if (!(nanoseconds < ns(longest_duration))) return longest_duration;
  return Duration{static_cast<std::int64_t>(nanoseconds + 0.5)};  // NOLINT(bugprone-incorrect-roundings)
}

}  // namespace stepstorm::world
