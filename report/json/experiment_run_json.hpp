// One run of an experiment as JSON: figures, time series, states and the stories of single orders.
#pragma once

#include <vector>

#include "asl/machine.hpp"
#include "experiment/run.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

[[nodiscard]] Json story_json(const experiment::Story& story);
/// Returns the figures of each run with faults.
[[nodiscard]] Json replications_json(const std::vector<experiment::RunRecord>& runs);
[[nodiscard]] Json run_json(const experiment::RunRecord& run, const asl::Machine& machine);

}  // namespace stepstorm::report
