// The program's log: to stderr, a line says when, how grave, who (an actor's name) and what.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::app {

/// trace, debug, info, warn, error, off.
[[nodiscard]] const std::vector<std::string>& log_levels();

/// Sets up the default logger, which actors take their own from. `level` is one of log_levels().
void set_up_log(std::string_view level);

}  // namespace stepstorm::app
