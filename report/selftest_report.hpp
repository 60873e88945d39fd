// Results of a selftest as a table and as JSON. Independent of how long the selftest took.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "selftest/experiment.hpp"
#include "terminal/terminal.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

struct SelftestReport {
  struct Section {
    std::string title;
    std::vector<selftest::Check> checks;
  };
  selftest::Options options;
  std::vector<Section> sections;
};

[[nodiscard]] bool all_hold(const SelftestReport& report);

/// Prints a table for each experiment: expected, measured, half width of the interval, verdict.
void print_selftest(const SelftestReport& report, const terminal::Terminal& terminal, std::ostream& out);

[[nodiscard]] Json selftest_json(const SelftestReport& report);

}  // namespace stepstorm::report
