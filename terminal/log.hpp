// The program's log on stderr. Line format: time, level, actor, message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::terminal {

/// trace, debug, info, warn, error, off.
[[nodiscard]] const std::vector<std::string>& log_levels();

/// Sets up the default logger, from which actors derive theirs. `level`: one of log_levels().
void set_up_log(std::string_view level);

}  // namespace stepstorm::terminal
