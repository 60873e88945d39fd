// What a simulation found, for people and for programs.
#pragma once

#include <chrono>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/verdict.hpp"
#include "launch/play.hpp"
#include "simulation/simulation.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::report {

/// All replications of a scenario, in order of their number; at least one.
struct SimulationReport {
  const simulation::Scenario* scenario = nullptr;
  std::vector<simulation::SimulationResult> results;
  std::chrono::nanoseconds elapsed{0};  // real time that it took
  launch::Clock clock = launch::Clock::Virtual;
  std::string cut;           // why it ended early; empty: it did not
  std::size_t wanted = 1;    // replications
  std::string command = {};  // that repeats it
  std::vector<experiment::ThresholdResult> thresholds = {};
  std::vector<std::map<std::string, experiment::Selected>> selected =
      {};  // of each replication, what thresholds ask for
};

/// A page: orders, response times, resources, errors, cost, and how fast it went. With several replications, means and
/// their 95 % intervals.
void print_report(const SimulationReport& report, const terminal::Terminal& terminal, std::ostream& out);

/// The same as JSON, without what depends on the machine it ran on: equal scenarios and seeds give equal bytes.
/// Members end in their unit. Percentiles are those of HdrHistogram at three significant digits.
[[nodiscard]] Json report_json(const SimulationReport& report);

/// Why there is nothing to say of a run that was stuck.
inline constexpr std::string_view stuck_text =
    "No virtual time passes any more: users start executions without end. Give them think time, or the workers "
    "service time.";

/// What was measured of one run, as `replications` holds it.
[[nodiscard]] Json result_json(const simulation::SimulationResult& result);

}  // namespace stepstorm::report
