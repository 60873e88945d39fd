// What is measured of one run, and of several replications together.
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

/// Executions started a second of the measured time.
[[nodiscard]] double started_per_s(const simulation::SimulationResult& result);
/// Of those that have ended: what is still open when a run is cut short has neither succeeded nor failed.
[[nodiscard]] double success_rate(const simulation::SimulationResult& result);
/// Attempts that were made for each that was wanted; of none, 1.
[[nodiscard]] double attempts_per_task(const messages::Counters& counters);

using RunMeasure = std::function<double(const simulation::SimulationResult&)>;

/// The measures that replications are compared by; each name ends in its unit. `like`: has the resources of all.
[[nodiscard]] std::vector<std::pair<std::string, RunMeasure>> run_measures(const simulation::SimulationResult& like);
[[nodiscard]] metrics::Interval interval_of(const std::vector<simulation::SimulationResult>& results,
                                            const RunMeasure& measure);

}  // namespace stepstorm::report
