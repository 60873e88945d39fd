// `stepstorm simulate`: a load simulation, in virtual time or on the wall clock, with progress, a report, and a file for
// programs.
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
  std::optional<std::uint64_t> seed;          // else the scenario's
  std::optional<std::uint32_t> replications;  // else the scenario's
  bool verify = false;                        // runs everything twice and compares
  asl::Substitutions substitutions;           // of marks in definitions
  launch::FunctionChoice functions;
  launch::Clock clock = launch::Clock::Virtual;
  SimulateShell shell = SimulateShell::Engine;
  bool shuffle = false;  // what happens at one instant, in an order that the seed draws
  SimulateFormat format = SimulateFormat::Text;
  std::optional<std::filesystem::path> out;   // the report as JSON
  std::optional<std::filesystem::path> hgrm;  // the distribution of response times
  report::SideReports side;                   // of thresholds
  terminal::Terminal terminal;                // what `out` is
  terminal::Terminal progress;                // what `err` is: progress is shown only on a terminal
};

/// The exit code: exit_demand_failed when a threshold does not hold. Progress and complaints go to `err`.
int simulate_command(const SimulateOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
