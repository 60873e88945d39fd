// `stepstorm selftest`: holds the simulator against what is known exactly, and prints what was expected and found.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "selftest/experiment.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct SelftestOptions {
  selftest::Options options;
  std::optional<std::string> only;  // what must stand in an experiment's title, or in the name of one of its checks
  bool json = false;
  terminal::Terminal terminal;  // what `out` is
  terminal::Terminal progress;  // what `err` is: progress is shown only on a terminal
};

/// The exit code: failed when a check does not hold. Equal options give equal bytes on `out`.
int selftest_command(const SelftestOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
