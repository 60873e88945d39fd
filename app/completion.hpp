// `stepstorm completion`: what a shell needs to complete commands and options, made from the grammar itself.
#pragma once

#include <string>

#include "app/command_line.hpp"

namespace stepstorm::app {

/// A script for the shell to read: `source <(stepstorm completion bash)`.
[[nodiscard]] std::string completion_script(CompletionShell shell);

}  // namespace stepstorm::app
