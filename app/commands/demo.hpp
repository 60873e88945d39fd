// `stepstorm demo`: runs five orders, each of which shows one behaviour, explained for first-time users.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>

#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct DemoOptions {
  std::string program = "stepstorm";  // program name as called, for the commands that the demo suggests
  std::optional<std::filesystem::path> settings;
  std::optional<std::uint64_t> seed;
  std::string log_level = "error";  // the acts report crashes themselves
  terminal::Terminal terminal;      // of `out`
};

/// Returns the exit code: exit_failed when an order ended otherwise than its act says, or on an interrupt.
int demo_command(const DemoOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
