// Parses and evaluates k6's threshold expressions: `p(99)<2000`, `rate>=0.995`, `count==0`, `value<0.9`.
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

// ---- metrics by kind

struct Trend {
  const Histogram* durations = nullptr;
};
struct Rate {  // hits / total
  std::uint64_t hits = 0;
  std::uint64_t total = 0;
};
struct Counter {
  std::uint64_t count = 0;
  double seconds = 0;  // length of the measured time
};
struct Gauge {
  std::optional<double> value;  // nullopt: nothing was measured
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

/// The error names the place and what was expected there.
[[nodiscard]] tl::expected<Threshold, std::string> parse_threshold(std::string_view text);

/// Returns the aggregations of this kind of metric, as thresholds write them: `avg`, `p(N)` ... Other aggregations have
/// no value.
[[nodiscard]] std::vector<std::string_view> aggregations_of(const Metric& metric);
[[nodiscard]] bool has(const Metric& metric, Aggregation aggregation);

/// nullopt: nothing was measured; the threshold does not hold.
[[nodiscard]] std::optional<double> value_of(const Threshold& threshold, const Metric& metric);

}  // namespace stepstorm::metrics
