// `stepstorm simulate`: runs a load simulation in virtual time or on the wall clock; prints progress and a report, and
// writes the report as JSON.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>

#include "asl/substitution.hpp"
#include "launch/functions.hpp"
#include "launch/play.hpp"
#include "report/side_reports.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

enum class SimulateFormat { Text, Json };
enum class SimulateShell { Engine, Actors };

struct SimulateOptions {
  std::filesystem::path scenario;
  std::optional<std::uint64_t> seed;          // absent: the scenario's
  std::optional<std::uint32_t> replications;  // absent: the scenario's
  bool verify = false;                        // run everything twice and compare
  asl::Substitutions substitutions;           // of marks in definitions
  launch::FunctionChoice functions;
  launch::Clock clock = launch::Clock::Virtual;
  SimulateShell shell = SimulateShell::Engine;
  bool shuffle = false;  // order events of one instant by draws from the seed
  SimulateFormat format = SimulateFormat::Text;
  std::optional<std::filesystem::path> out;   // the report as JSON
  std::optional<std::filesystem::path> hgrm;  // the distribution of response times
  report::SideReports side;                   // of the thresholds
  terminal::Terminal terminal;                // of `out`
  terminal::Terminal progress;                // of `err`: progress is shown only on a terminal
};

/// Returns the exit code: exit_demand_failed when a threshold does not hold. Progress and error messages go to `err`.
int simulate_command(const SimulateOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
