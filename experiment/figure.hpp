// A figure of one run, by its name on a command line: an aggregation of a metric (`success_rate`, `response_time_ms
// p(99)`), over all orders or over those that started in a phase (`after.success_rate`).
//
// In addition to the metrics of thresholds:
//   goodput_per_s  orders that succeeded within the measured time, per second; of a phase, those that succeeded in it,
//                  per second of the phase
//   goodput_kept   goodput after the faults as a share of goodput before them
//   and metrics of a part of a run (`after.state_time_ms{state:Pay,part:queueing} p(99)`)
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
  /// Returns the figure; nullopt when nothing was measured.
  std::function<std::optional<double>(const Experiment&, const RunRecord&)> of;
  /// The metric of a part of the run that the experiment must list in `measured`; empty: none.
  std::string selected = {};
};

/// Returns the figure of this name. Without an aggregation the name means the metric's default: rate, count, value, or
/// the median of a time. The error lists the valid metrics or aggregations.
[[nodiscard]] tl::expected<Figure, std::string> figure_called(std::string_view name);

}  // namespace stepstorm::experiment
