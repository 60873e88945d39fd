// `stepstorm explore`: runs an experiment on many seeds, on all cores; reports failures, their seeds, and the commands
// that reproduce them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>

#include "asl/substitution.hpp"
#include "launch/functions.hpp"
#include "report/side_reports.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct ExploreOptions {
  std::filesystem::path file;
  std::optional<std::uint64_t> seed;  // the first seed; absent: the file's
  asl::Substitutions substitutions;   // of marks in definitions
  launch::FunctionChoice functions;
  std::uint64_t seeds = 1000;
  report::SideReports side;
  terminal::Terminal terminal;
  terminal::Terminal progress;
};

/// Returns the exit code of the most severe verdict over all seeds, as for `experiment`. Progress and error messages
/// go to `err`.
int explore_command(const ExploreOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
