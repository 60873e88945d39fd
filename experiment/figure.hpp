// One number of one run, by a name that a command line can spell: what an aggregation makes of a metric
// (`success_rate`, `response_time_ms p(99)`), of all orders or of those that started in a phase (`after.success_rate`).
//
// Beside the metrics of thresholds there are
//   goodput_per_s         orders that succeeded within the measured time, per second; of a phase, those that succeeded in it,
//                         per second of it
//   those of a part of a run (`after.state_time_ms{state:Pay,part:queueing} p(99)`)
//   goodput_kept          that after the faults as a share of that before them
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "experiment/experiment.hpp"
#include "experiment/run.hpp"

namespace stepstorm::experiment {

struct Figure {
  std::string name;
  /// nullopt: nothing was measured.
  std::function<std::optional<double>(const Experiment&, const RunRecord&)> of;
  /// The metric of a part of the run that the experiment has to list in `measured`; empty: none.
  std::string selected = {};
};

/// Without an aggregation a name has its metric's own: the rate, the count, the value, or the median of a time. The error
/// says which metrics or aggregations there are.
[[nodiscard]] tl::expected<Figure, std::string> figure_called(std::string_view name);

}  // namespace stepstorm::experiment
