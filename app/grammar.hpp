// The words of each command, and the help that teaches them. The only place that speaks CLI11 besides command_line.cpp.
#pragma once

#include <CLI/App.hpp>

#include "app/command_line.hpp"

namespace stepstorm::app {

/// Whichever command is parsed becomes `chosen`, which must outlive `program`.
void describe_commands(CLI::App& program, Command& chosen);

}  // namespace stepstorm::app
