// Costs of a run in US dollars: by part, for a million executions and for a month; as text and as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation/simulation.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

/// Returns the cost of a million such executions; nullopt when none was started.
[[nodiscard]] std::optional<double> dollars_per_million(const simulation::SimulationResult& result);
/// Returns the cost of 30 days of this load; nullopt for a run of no duration.
[[nodiscard]] std::optional<double> dollars_per_month(const simulation::SimulationResult& result);

/// Returns `$1.29 for all claims, by AWS's prices for us-east-1`, with the parts where there are several.
[[nodiscard]] std::string cost_text(const simulation::SimulationResult& result);
/// Returns `$256 for a million claims, $19.4 for 30 days of this load`; empty where neither is known.
[[nodiscard]] std::string cost_rates_text(const simulation::SimulationResult& result);

/// A row of the table of costs.
struct CostRow {
  std::string name;
  std::optional<double> dollars;
};
/// Returns the parts that cost anything (state transitions, requests, time and memory, Lambda), then a million
/// executions and a month.
[[nodiscard]] std::vector<CostRow> cost_rows(const simulation::SimulationResult& result);

/// {"region", "transitions", "requests", "time_and_memory", "functions", "per_million", "per_30_days"}
[[nodiscard]] Json cost_json(const simulation::SimulationResult& result);

}  // namespace stepstorm::report
