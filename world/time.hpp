// Time in the world: whole nanoseconds. Instants count from the beginning of the run.
#pragma once

#include <chrono>
#include <cstdint>

namespace stepstorm::world {

using Duration = std::chrono::nanoseconds;
using Time = std::chrono::nanoseconds;

// The longest random duration: 146 years, so that the sum of two still fits.
inline constexpr Duration longest_duration{std::int64_t{1} << 62};

inline double ns(Duration duration) { return static_cast<double>(duration.count()); }
inline double seconds(Duration duration) { return ns(duration) / 1e9; }
inline double milliseconds(Duration duration) { return ns(duration) / 1e6; }

/// Rounds to the nearest nanosecond; `nanoseconds` must not be negative.
inline Duration rounded(double nanoseconds) {
  if (!(nanoseconds < ns(longest_duration))) return longest_duration;
  return Duration{static_cast<std::int64_t>(nanoseconds + 0.5)};  // NOLINT(bugprone-incorrect-roundings)
}

}  // namespace stepstorm::world
