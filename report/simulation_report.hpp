// Results of a simulation as a terminal page and as JSON.
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
  std::chrono::nanoseconds elapsed{0};  // real time that the simulation took
  launch::Clock clock = launch::Clock::Virtual;
  std::string cut;           // why the simulation ended early; empty when it did not
  std::size_t wanted = 1;    // replications
  std::string command = {};  // that repeats the simulation
  std::vector<experiment::ThresholdResult> thresholds = {};
  std::vector<std::map<std::string, experiment::Selected>> selected =
      {};  // the metrics that thresholds use, one entry per replication
};

/// Prints a page: orders, response times, resources, errors, cost, and simulation speed. Several replications print
/// means with 95 % intervals.
void print_report(const SimulationReport& report, const terminal::Terminal& terminal, std::ostream& out);

/// Returns the report as JSON without machine-dependent values: equal scenarios and seeds give equal bytes. Members
/// end in their unit. Percentiles are those of HdrHistogram at three significant digits.
[[nodiscard]] Json report_json(const SimulationReport& report);

/// Explains a run that was stuck.
inline constexpr std::string_view stuck_text =
    "No virtual time passes any more: users start executions without end. Give them think time, or the workers "
    "service time.";

/// Returns the measurements of one run, an element of `replications`.
[[nodiscard]] Json result_json(const simulation::SimulationResult& result);

}  // namespace stepstorm::report
