// `stepstorm compare`: two reports side by side, and whether what differs differs by chance.
#pragma once

#include <filesystem>
#include <ostream>

#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct CompareOptions {
  std::filesystem::path a;
  std::filesystem::path b;
  double confidence = 0.95;  // of all verdicts together, and of each interval
  bool json = false;         // instead of a table
  Terminal terminal;         // what `out` is
};

/// The exit code: exit_held, exit_demand_failed when something is significantly worse, exit_unusable (app/commands/experiment.hpp).
/// Complaints go to `err`.
int compare_command(const CompareOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
