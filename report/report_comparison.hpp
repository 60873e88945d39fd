// Compares two reports metric by metric: better, worse, or no significant difference.
// Where both have at least two runs, differences are tested: paired when the runs have the same seeds on both sides
// (common random numbers), else by Welch's t-test. Holm's method adjusts the p values over all tested metrics, so that
// the probability of any false verdict stays below 1 - confidence.
// Pure. Source: Holm, Scandinavian Journal of Statistics 6 (1979).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/t_test.hpp"
#include "report/report_file.hpp"

namespace stepstorm::report {

enum class Test { None, Welch, Paired };

enum class Change {
  Better,
  Worse,
  Higher,  // significant, for a metric that is neither better nor worse
  Lower,
  Same,
  NotSignificant,
  WithinMargin,  // significant, but within Focus::margin
  Untested,
  NotComparable,  // a report lacks the resource or the samples, or a result is not finite
};

/// Returns, for example, `no significant difference`; empty where nothing was tested.
[[nodiscard]] std::string_view name_of(Change verdict);

struct ComparedMetric {
  std::string name;
  Better better = Better::Neither;
  std::optional<double> a{};  // mean over runs, finite; nullopt: no such metric, or no samples
  std::optional<double> b{};
  std::optional<metrics::TTest> test{};
  double adjusted_p_value = 1;  // adjusted by Holm's method over all tested metrics
  Change change = Change::Untested;

  /// Returns b - a.
  std::optional<double> difference() const;
  /// Returns the difference relative to |a|; nullopt when a is 0.
  std::optional<double> relative() const;
};

struct ReportComparison {
  Test test = Test::None;
  std::vector<ComparedMetric> metrics;
};

/// Limits a comparison to some metrics, and to differences that matter.
struct Focus {
  std::vector<std::string> metrics = {};  // judged metrics, in this order; empty: all
  double margin = 0;                      // a relative difference up to this counts as none
};

/// Returns the metrics of either report with this name, and the aggregations of a metric with this name.
[[nodiscard]] std::vector<std::string> metrics_called(const std::string& name,
                                                      const ReportFile& a,
                                                      const ReportFile& b);

/// `confidence`: a difference is significant when its adjusted p value is below 1 - `confidence`.
[[nodiscard]] ReportComparison compare(const ReportFile& a,
                                       const ReportFile& b,
                                       double confidence,
                                       const Focus& focus = {});

}  // namespace stepstorm::report
