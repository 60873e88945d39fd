// `stepstorm init`: what it takes to put load on a machine of one's own, written beside it to be changed.
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

/// Writes settings, a scenario, an experiment and mocks, none of which may be there already, and runs the scenario. The exit
/// code.
int init_command(const InitOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
