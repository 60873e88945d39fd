// Whether what one report holds is better or worse than what another one does, metric by metric.
// Where both have at least two runs, differences are tested: in pairs when the runs have the same seeds on both sides
// (common random numbers), else by Welch's t-test. Verdicts hold together: over all metrics that are tested, p values are
// adjusted by Holm's method, so that a verdict by chance anywhere is as improbable as was asked for.
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
  Higher,  // significantly, of what is neither better nor worse
  Lower,
  Same,
  NotSignificant,
  WithinMargin,  // significant, and too small to matter
  Untested,
  NotComparable,  // one of the reports has no such resource, or no samples; or what follows from them is not finite
};

/// `no significant difference`; empty where nothing was tested.
[[nodiscard]] std::string_view name_of(Change verdict);

struct ComparedMetric {
  std::string name;
  Better better = Better::Neither;
  std::optional<double> a{};  // means over runs, finite; nullopt: no such metric, or no samples
  std::optional<double> b{};
  std::optional<metrics::TTest> test{};
  double adjusted_p_value = 1;  // beside all others
  Change change = Change::Untested;

  /// b - a
  std::optional<double> difference() const;
  /// Of |a|, unless that is 0.
  std::optional<double> relative() const;
};

struct ReportComparison {
  Test test = Test::None;
  std::vector<ComparedMetric> metrics;
};

/// What a comparison is about.
struct Focus {
  std::vector<std::string> metrics = {};  // those that are judged, first and in this order; none: all are
  double margin = 0;                      // relative differences up to this are as good as none
};

/// The metrics of either report that are called so, or are aggregations of what is called so.
[[nodiscard]] std::vector<std::string> metrics_called(const std::string& name,
                                                      const ReportFile& a,
                                                      const ReportFile& b);

/// A difference is significant when, were there none in any metric, one so unlikely would show anywhere with a probability
/// below 1 - `confidence`.
[[nodiscard]] ReportComparison compare(const ReportFile& a,
                                       const ReportFile& b,
                                       double confidence,
                                       const Focus& focus = {});

}  // namespace stepstorm::report
