// Measures of one run, and their intervals over several replications.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "metrics/interval.hpp"
#include "simulation/simulation.hpp"

namespace stepstorm::report {

inline constexpr std::array percentiles_shown{50.0, 90.0, 95.0, 99.0, 99.9, 99.99};

/// `p99.9`
[[nodiscard]] std::string percentile_name(double percentile);

/// Returns executions started per second of the measured time.
[[nodiscard]] double started_per_s(const simulation::SimulationResult& result);
/// Returns the share of ended executions that succeeded. Executions still open when a run is cut short count as
/// neither.
[[nodiscard]] double success_rate(const simulation::SimulationResult& result);
/// Returns attempts made per task; 1 when there was no task.
[[nodiscard]] double attempts_per_task(const messages::Counters& counters);

using RunMeasure = std::function<double(const simulation::SimulationResult&)>;

/// Returns the measures that replications are compared by; each name ends in its unit. `like`: a result with the
/// resources of all.
[[nodiscard]] std::vector<std::pair<std::string, RunMeasure>> run_measures(const simulation::SimulationResult& like);
[[nodiscard]] metrics::Interval interval_of(const std::vector<simulation::SimulationResult>& results,
                                            const RunMeasure& measure);

}  // namespace stepstorm::report
