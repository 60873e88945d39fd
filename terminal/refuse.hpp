// Reports that a command refuses to run.
#pragma once

#include <ostream>
#include <string_view>

namespace stepstorm::terminal {

/// Writes the error message as one line; returns the exit code.
inline int refuse(std::ostream& err, std::string_view complaint, int exit_code) {
  err << complaint << std::endl;
  return exit_code;
}

}  // namespace stepstorm::terminal
