// `stepstorm compare`: two reports side by side, and whether what differs differs by chance.
#pragma once

#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "report/side_reports.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct CompareOptions {
  std::filesystem::path a;
  std::filesystem::path b;
  double confidence = 0.95;                   // of all verdicts together, and of each interval
  std::vector<std::string> metrics;           // that are judged, first and in this order; none: all are
  double margin = 0;                          // relative differences up to this are as good as none
  bool json = false;                          // instead of a table
  std::optional<std::filesystem::path> html;  // the comparison as a page
  report::SideReports side;
  terminal::Terminal terminal;  // what `out` is
};

/// The exit code: exit_held, exit_demand_failed when something is significantly worse, exit_unusable (app/commands/experiment.hpp).
/// Complaints go to `err`.
int compare_command(const CompareOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
