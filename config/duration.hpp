// Durations as people write them in settings: `20 ms`, `1.5 s`, `2 min`.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace stepstorm::config {

/// A decimal number, not negative, and one of us, ms, s, min, h; a space between them may be left out.
/// nullopt when the text is anything else or longer than a year.
[[nodiscard]] std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

/// It is a duration, but longer than a year.
[[nodiscard]] bool is_too_long(std::string_view text);

}  // namespace stepstorm::config
