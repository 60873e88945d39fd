// `stepstorm completion`: shell completion of commands and options, generated from the grammar.
#pragma once

#include <string>

#include "app/command_line.hpp"

namespace stepstorm::app {

/// Returns a script for the shell: `source <(stepstorm completion bash)`.
[[nodiscard]] std::string completion_script(CompletionShell shell);

}  // namespace stepstorm::app
