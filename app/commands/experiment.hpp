// `stepstorm experiment`: runs a load simulation with planned faults and a control without faults; prints a verdict
// and writes a report.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>

#include "app/commands/simulate.hpp"
#include "asl/substitution.hpp"
#include "launch/functions.hpp"
#include "report/side_reports.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct ExperimentOptions {
  std::filesystem::path file;
  std::optional<std::uint64_t> seed;          // absent: the file's
  std::optional<std::uint32_t> replications;  // absent: the file's
  asl::Substitutions substitutions;           // of marks in definitions
  launch::FunctionChoice functions;
  bool dry_run = false;  // print the plan, run nothing
  bool no_control = false;
  launch::Clock clock = launch::Clock::Virtual;
  SimulateFormat format = SimulateFormat::Text;
  std::optional<std::filesystem::path> out;  // folder for report.html, report.json, response.hgrm
  report::SideReports side;
  terminal::Terminal terminal;
  terminal::Terminal progress;
};

/// Returns the exit code. Progress and error messages go to `err`.
int experiment_command(const ExperimentOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
