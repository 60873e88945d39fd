// Describes commands, options and help texts to CLI11. Only this folder and command_line.cpp use CLI11.
#pragma once

#include <CLI/App.hpp>

#include "app/command_line.hpp"

namespace stepstorm::app {

/// Describes all commands to `program`. Parsing sets `chosen`, which must outlive `program`, to the options of the
/// parsed command.
void describe_commands(CLI::App& program, Command& chosen);

}  // namespace stepstorm::app
