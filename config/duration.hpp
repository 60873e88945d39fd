// Parses durations as people write them in settings: `20 ms`, `1.5 s`, `2 min`.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace stepstorm::config {

/// Parses a non-negative decimal number and a unit: us, ms, s, min or h; the space between them is optional.
/// nullopt when the text is anything else or the duration is longer than a year.
[[nodiscard]] std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

/// Returns whether the text is a duration longer than a year.
[[nodiscard]] bool is_too_long(std::string_view text);

}  // namespace stepstorm::config
