// What the program's exit code says.
#pragma once

namespace stepstorm::app {

inline constexpr int exit_succeeded = 0;  // the execution succeeded; the definition is valid; help was asked for
inline constexpr int exit_failed = 1;     // the execution failed, timed out or was aborted
inline constexpr int exit_wrong_use = 2;  // of the command line, or of a file: nothing was started

// Of what is held against demands (experiment, explore, shrink, sweep): as k6 has them.
inline constexpr int exit_held = 0;
inline constexpr int exit_unusable = 1;        // wrong use, a file that is invalid, or it held until it ended early
inline constexpr int exit_violated = 3;        // an invariant did not hold
inline constexpr int exit_demand_failed = 99;  // a threshold, or the steady-state hypothesis

}  // namespace stepstorm::app
