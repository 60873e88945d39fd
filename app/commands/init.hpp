// `stepstorm init`: generates the files for a load test of a state machine, as a start for the user's own.
#pragma once

#include <filesystem>
#include <iosfwd>

#include "asl/substitution.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct InitOptions {
  std::filesystem::path machine;
  std::filesystem::path out = ".";
  asl::Substitutions substitutions;  // of marks in the definition
  terminal::Terminal terminal;
  terminal::Terminal progress;
};

/// Writes settings, a scenario, an experiment and mocks, and runs the scenario. An existing file is an error. Returns
/// the exit code.
int init_command(const InitOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
