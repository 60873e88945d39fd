// All checks of an experiment or a simulation as one list.
#pragma once

#include "report/checks.hpp"
#include "report/experiment_report.hpp"
#include "report/simulation_report.hpp"

namespace stepstorm::report {

/// Returns the checks in the order of the report's page.
[[nodiscard]] CheckList checks_of(const ExperimentReport& report);
/// Returns the thresholds.
[[nodiscard]] CheckList checks_of(const SimulationReport& report);

}  // namespace stepstorm::report
