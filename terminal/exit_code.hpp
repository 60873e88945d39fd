// The program's exit codes.
#pragma once

namespace stepstorm::terminal {

inline constexpr int exit_succeeded = 0;  // the execution succeeded; the definition is valid; help was asked for
inline constexpr int exit_failed = 1;     // the execution failed, timed out or was aborted
inline constexpr int exit_wrong_use = 2;  // wrong command line, or an invalid file: nothing was started

// Of commands that check demands (experiment, explore, shrink, sweep), as in k6.
inline constexpr int exit_held = 0;
inline constexpr int exit_unusable = 1;        // wrong use, an invalid file, or a run cut short before anything failed
inline constexpr int exit_violated = 3;        // an invariant did not hold
inline constexpr int exit_demand_failed = 99;  // a threshold, a guardrail or the steady-state hypothesis did not hold

}  // namespace stepstorm::terminal
