// What a run costs, part by part, for a million executions and for a month, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation/simulation.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

/// For a million executions like these; nothing: none was started.
[[nodiscard]] std::optional<double> dollars_per_million(const simulation::SimulationResult& result);
/// For 30 days of this load; nothing: it took no time.
[[nodiscard]] std::optional<double> dollars_per_month(const simulation::SimulationResult& result);

/// `$1.29 for all claims, by AWS's prices for us-east-1`, with its parts where there are several.
[[nodiscard]] std::string cost_text(const simulation::SimulationResult& result);
/// `$256 for a million claims, $19.4 for 30 days of this load`; empty where neither is known.
[[nodiscard]] std::string cost_rates_text(const simulation::SimulationResult& result);

/// A line of a table of costs.
struct CostRow {
  std::string name;
  std::optional<double> dollars;
};
/// State transitions, requests, time and memory, Lambda, as far as they cost anything; a million of them and a month.
[[nodiscard]] std::vector<CostRow> cost_rows(const simulation::SimulationResult& result);

/// {"region", "transitions", "requests", "time_and_memory", "functions", "per_million", "per_30_days"}
[[nodiscard]] Json cost_json(const simulation::SimulationResult& result);

}  // namespace stepstorm::report
