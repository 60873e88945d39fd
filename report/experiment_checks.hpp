// Everything that an experiment or a simulation was held to, as one list.
#pragma once

#include "report/checks.hpp"
#include "report/experiment_report.hpp"
#include "report/simulation_report.hpp"

namespace stepstorm::report {

/// In the order of the report's page.
[[nodiscard]] CheckList checks_of(const ExperimentReport& report);
/// Its thresholds.
[[nodiscard]] CheckList checks_of(const SimulationReport& report);

}  // namespace stepstorm::report
