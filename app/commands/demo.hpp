// `stepstorm demo`: five orders, each with something to watch for, in words for a person who sees this for the first time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>

#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct DemoOptions {
  std::string program = "stepstorm";  // as it was called, for the commands that the demonstration proposes
  std::optional<std::filesystem::path> settings;
  std::optional<std::uint64_t> seed;
  std::string log_level = "error";  // the acts tell of crashes themselves
  terminal::Terminal terminal;      // what `out` is
};

/// The exit code: exit_failed when an order ended otherwise than its act says, or on an interrupt.
int demo_command(const DemoOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
