// What the program's exit code says.
#pragma once

namespace stepstorm::app {

inline constexpr int exit_succeeded = 0;  // the execution succeeded; the definition is valid; help was asked for
inline constexpr int exit_failed = 1;     // the execution failed, timed out or was aborted
inline constexpr int exit_wrong_use = 2;  // of the command line, or of a file: nothing was started

}  // namespace stepstorm::app
