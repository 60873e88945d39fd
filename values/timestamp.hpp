// Instants as the service reads and writes them: RFC 3339 with an upper-case T and a Z or a numeric offset.
// Source: semantics.md 4.1 (comparison), 7 (Wait), 2.4 (context object).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace stepstorm {

/// The one time type: nanoseconds since 1970-01-01T00:00:00Z, on the wall clock or the virtual clock.
using TimePoint = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Later than every instant: the next timer where none is set.
inline constexpr TimePoint never = TimePoint::max();

/// Adds a delay to an instant since 1970; `never` where 64 bits of nanoseconds cannot hold the sum.
constexpr TimePoint after(TimePoint at, std::chrono::nanoseconds delay) {
  return delay > never - at ? never : at + delay;
}

/// Accepts any number of fraction digits and uses nine. nullopt when the text is not a timestamp.
[[nodiscard]] std::optional<TimePoint> parse_timestamp(std::string_view text);

/// 2026-11-22T21:12:41.123Z: UTC, always milliseconds.
[[nodiscard]] std::string render_timestamp(TimePoint at);

}  // namespace stepstorm
