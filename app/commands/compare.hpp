// `stepstorm compare`: compares two reports and tests whether their differences are significant.
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
  std::vector<std::string> metrics;           // judged metrics, in this order; empty: all
  double margin = 0;                          // a relative difference up to this counts as none
  bool json = false;                          // instead of a table
  std::optional<std::filesystem::path> html;  // the comparison as a page
  report::SideReports side;
  terminal::Terminal terminal;  // of `out`
};

/// Returns exit_held, exit_demand_failed when a metric is significantly worse, or exit_unusable
/// (terminal/exit_code.hpp). Error messages go to `err`.
int compare_command(const CompareOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
