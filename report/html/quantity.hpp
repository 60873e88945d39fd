// Formats numbers for readers: three significant digits, grouped thousands, and a unit after a no-break space.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::report::html {

enum class Unit { Number, PerSecond, Milliseconds, Seconds, Share, Dollars };

/// Returns the unit by the end of a metric's name: response_p99_ms, throughput_per_s, success_rate, dollars.
[[nodiscard]] Unit unit_of(std::string_view metric);

/// Returns the metric's name without its unit: "response p99" for "response_p99_ms".
[[nodiscard]] std::string metric_in_words(std::string_view metric);

/// Returns 12.3 ms, 2 min 05 s, 99.96 %, 8,640. Whole numbers stay whole; a share below 1 is never shown as 100 %.
[[nodiscard]] std::string in_words(double value, Unit unit);
/// Returns a dash for nullopt.
[[nodiscard]] std::string in_words(std::optional<double> value, Unit unit);
/// Returns a whole number, exact.
[[nodiscard]] std::string count_in_words(double count);

/// Returns the difference with its sign; shares differ in percentage points.
[[nodiscard]] std::string difference_in_words(double difference, Unit unit);

/// Returns half of an interval, to two digits: "± 0.22 /s".
[[nodiscard]] std::string margin_in_words(double half_width, Unit unit);

/// Returns at most `decimals` decimals without trailing zeros, for coordinates and CSS.
[[nodiscard]] std::string plain(double value, int decimals = 1);

/// Returns "1 order", "1,200 orders".
[[nodiscard]] std::string counted(double count, std::string_view noun);

}  // namespace stepstorm::report::html
