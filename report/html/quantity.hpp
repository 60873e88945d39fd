// Numbers as people read them: three significant digits, thousands apart, a unit behind. A no-break space joins the two.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::report::html {

enum class Unit { Number, PerSecond, Milliseconds, Seconds, Share, Dollars };

/// By the end of a metric's name: response_p99_ms, throughput_per_s, success_rate, dollars.
[[nodiscard]] Unit unit_of(std::string_view metric);

/// Without its unit, which a heading says: "response_p99_ms" is "response p99".
[[nodiscard]] std::string metric_in_words(std::string_view metric);

/// 12.3 ms, 2 min 05 s, 99.96 %, 8,640. Whole numbers stay whole; a share short of all is never shown as 100 %.
[[nodiscard]] std::string in_words(double value, Unit unit);
/// A dash for nothing.
[[nodiscard]] std::string in_words(std::optional<double> value, Unit unit);
/// A whole number, exact.
[[nodiscard]] std::string count_in_words(double count);

/// With its sign; shares differ by percentage points.
[[nodiscard]] std::string difference_in_words(double difference, Unit unit);

/// Half of an interval, to two digits: "± 0.22 /s".
[[nodiscard]] std::string margin_in_words(double half_width, Unit unit);

/// At most `decimals`, no trailing zeros, for coordinates and CSS.
[[nodiscard]] std::string plain(double value, int decimals = 1);

/// "1 order", "1,200 orders"
[[nodiscard]] std::string counted(double count, std::string_view noun);

}  // namespace stepstorm::report::html
