// What a selftest found, for people and for programs. Nothing in it depends on how long it took.
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

/// A table for each experiment: expected, measured, half of the interval, verdict.
void print_selftest(const SelftestReport& report, const terminal::Terminal& terminal, std::ostream& out);

[[nodiscard]] Json selftest_json(const SelftestReport& report);

}  // namespace stepstorm::report
