// The parts of a run as JSON: metrics by labels, states, tags and effects.
#pragma once

#include <map>
#include <string>

#include "experiment/run.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

/// By name: {"count", "mean_ms", "p50_ms" ...} of times, {"rate", "of"} of a rate, {"count", "per_s"} of what is counted. Those
/// that were asked for.
[[nodiscard]] Json metrics_json(const std::map<std::string, experiment::Selected>& selected, double measured_s);
/// And all that parts of the run have: times and attempts of states, response times and success by tag, effects, recovery.
/// The states of a machine that has one name with a state of another are left out.
[[nodiscard]] Json metrics_json(const experiment::RunRecord& run);

/// [{"machine", "state", "visits", "attempts", "errors": {...}, "mean_ms", "p99_ms", "queueing_ms", "work_ms", "back_off_ms",
/// "waiting_ms"}]: means per visit.
[[nodiscard]] Json states_json(const experiment::Parts& parts);
/// {"tier": {"gold": {"ended", "success_rate", "response_p50_ms", "response_p99_ms"}}}
[[nodiscard]] Json tags_json(const experiment::Parts& parts);
/// {"payout": {"count", "undone", "amount"}}
[[nodiscard]] Json effects_json(const experiment::Parts& parts);

}  // namespace stepstorm::report
