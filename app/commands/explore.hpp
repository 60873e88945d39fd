// `stepstorm explore`: an experiment on many seeds, on all cores; what fails, on which seeds, and how to see it again.
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
  std::optional<std::uint64_t> seed;  // the first; else the file's
  asl::Substitutions substitutions;   // of marks in definitions
  launch::FunctionChoice functions;
  std::uint64_t seeds = 1000;
  report::SideReports side;
  terminal::Terminal terminal;
  terminal::Terminal progress;
};

/// The exit code, as `experiment`'s: the worst of all seeds. Progress and complaints go to `err`.
int explore_command(const ExploreOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
