// Bugs that tests plant, to show that the invariants and the grammar of histories detect them. Only tests/planted has
// them: it compiles the files that call `planted` once more, with STEPSTORM_PLANTED_BUGS. Everywhere else `planted` is
// constant and false, and the bugs are not in the program.
#pragma once

#include <cstdint>

namespace stepstorm {

enum class PlantedBug : std::uint8_t {
  None,
  AnswerAcceptedTwice,   // an answer to an attempt that is over is accepted for the current wait of the execution
  TimerLost,             // timers of one attempt in five hundred never go off
  RetryCounterNotReset,  // a state begins with the retry count of the state before it
  ChargeWithoutKey,      // repeated payments are sent without their idempotency token
  TimeoutNotInAll,       // the interpreter's States.ALL does not match States.Timeout
  TimeoutNotInTable,     // the same in the grammar's table of reserved names
  BackoffGrowsTwice,     // the wait grows by the square of the back-off rate
};

#ifdef STEPSTORM_PLANTED_BUGS
inline PlantedBug planted_bug = PlantedBug::None;
inline bool planted(PlantedBug bug) { return bug == planted_bug; }
#else
constexpr bool planted(PlantedBug) { return false; }
#endif

}  // namespace stepstorm
