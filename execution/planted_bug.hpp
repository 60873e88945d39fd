// Bugs that tests plant, to show that the invariants and the grammar of histories see them. Only tests/planted has them:
// it compiles the files that ask `planted` once more, with STEPSTORM_PLANTED_BUGS. Everywhere else `planted` is a
// constant, and nothing of this is left in the program.
#pragma once

#include <cstdint>

namespace stepstorm {

enum class PlantedBug : std::uint8_t {
  None,
  AnswerAcceptedTwice,   // an answer to an attempt that is over counts for whatever the execution is waiting for
  TimerLost,             // timers of one attempt in five hundred never go off
  RetryCounterNotReset,  // a state begins with the retries that the state before it has used up
  ChargeWithoutKey,      // repeated payments are sent without their idempotency token
  TimeoutNotInAll,       // the interpreter's States.ALL does not take States.Timeout
  TimeoutNotInTable,     // the same of the grammar's table of reserved names
  BackoffGrowsTwice,     // the wait grows by the square of the back-off rate
};

#ifdef STEPSTORM_PLANTED_BUGS
inline PlantedBug planted_bug = PlantedBug::None;
inline bool planted(PlantedBug bug) { return bug == planted_bug; }
#else
constexpr bool planted(PlantedBug) { return false; }
#endif

}  // namespace stepstorm
