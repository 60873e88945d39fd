// `stepstorm selftest`: checks the simulator against exact results, and prints expected and measured values.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "selftest/experiment.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct SelftestOptions {
  selftest::Options options;
  std::optional<std::string> only;  // only experiments and checks whose title or name contains this
  bool json = false;
  terminal::Terminal terminal;  // of `out`
  terminal::Terminal progress;  // of `err`: progress is shown only on a terminal
};

/// Returns the exit code: exit_failed when a check does not hold. Equal options give equal bytes on `out`.
int selftest_command(const SelftestOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
