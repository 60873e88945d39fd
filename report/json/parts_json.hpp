// The parts of a run as JSON: metrics by labels, states, tags and effects.
#pragma once

#include <map>
#include <string>

#include "experiment/run.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

/// Returns the metrics that were asked for, by name: {"count", "mean_ms", "p50_ms" ...} for times, {"rate", "of"} for
/// a rate, {"count", "per_s"} for counts.
[[nodiscard]] Json metrics_json(const std::map<std::string, experiment::Selected>& selected, double measured_s);
/// Returns the metrics that were asked for and all metrics of the run's parts: times and attempts of states, response
/// times and success by tag, effects, recovery. Leaves out states of a machine that share one name.
[[nodiscard]] Json metrics_json(const experiment::RunRecord& run);

/// Returns [{"machine", "state", "visits", "attempts", "errors": {...}, "mean_ms", "p99_ms", "queueing_ms", "work_ms",
/// "back_off_ms", "waiting_ms"}]; times are means per visit.
[[nodiscard]] Json states_json(const experiment::Parts& parts);
/// Returns {"tier": {"gold": {"ended", "success_rate", "response_p50_ms", "response_p99_ms"}}}.
[[nodiscard]] Json tags_json(const experiment::Parts& parts);
/// Returns {"payout": {"count", "undone", "amount"}}.
[[nodiscard]] Json effects_json(const experiment::Parts& parts);

}  // namespace stepstorm::report
