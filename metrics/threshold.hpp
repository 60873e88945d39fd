// k6's threshold expressions: what a metric is demanded to be. `p(99)<2000`, `rate>=0.995`, `count==0`, `value<0.9`.
// Trends are durations, compared in milliseconds. Pure.
// Source: k6 documentation, "Thresholds".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "metrics/histogram.hpp"

namespace stepstorm::metrics {

// ---- metrics, by their kinds

struct Trend {
  const Histogram* durations = nullptr;
};
struct Rate {  // how many of all
  std::uint64_t hits = 0;
  std::uint64_t total = 0;
};
struct Counter {
  std::uint64_t count = 0;
  double seconds = 0;  // in which it was counted
};
struct Gauge {
  std::optional<double> value;  // nullopt: there is none
};
using Metric = std::variant<Trend, Rate, Counter, Gauge>;

// ---- thresholds

enum class Aggregation { Average, Minimum, Median, Maximum, Percentile, Rate, Count, Value };
enum class Comparison { Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual };

struct Threshold {
  std::string text;  // as it was written
  Aggregation aggregation = Aggregation::Value;
  double percentile = 0;  // of Aggregation::Percentile, 0 to 100
  Comparison comparison = Comparison::Less;
  double limit = 0;

  bool holds(double value) const;
};

/// The error says what was expected, and where.
[[nodiscard]] tl::expected<Threshold, std::string> parse_threshold(std::string_view text);

/// What a threshold on this kind of metric can ask for: `avg`, `p(N)` ... An aggregation that it has not has no value.
[[nodiscard]] std::vector<std::string_view> aggregations_of(const Metric& metric);
[[nodiscard]] bool has(const Metric& metric, Aggregation aggregation);

/// nullopt: nothing was measured, so nothing can hold.
[[nodiscard]] std::optional<double> value_of(const Threshold& threshold, const Metric& metric);

}  // namespace stepstorm::metrics
