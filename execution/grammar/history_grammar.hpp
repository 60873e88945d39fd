// Whether a history is one that its machine could have: the rules of the service, read as a grammar, against which
// every history of a run can be held, whatever was done to the run. It shares nothing with what writes histories.
//
// Held: ids, previousEventIds and times; every transition; the life of each attempt, its deadlines, the number of
// retries and the time between them; branches, iterations and map runs, their joins and abortions; the one end, and
// that it is what the status says. An execution goes on at once wherever it need not wait: nothing is ever left over
// when time moves, and no timer is late.
// Not held: data, beyond inputs being the outputs before them. So what a Choice chose, how long a Wait by a path is,
// and when heartbeats came is taken from the history. After a Fail state inside a Parallel or Map whose Error is
// computed, only ids, times and the end are. A time-out that the worker reported has a cause; one
// without is the execution's own, and comes when its time is up.
// Linear in the length of the history. Pure.
// Source: semantics.md 5.2, 5.3, 6.2, 7, 8.2, 8.6, 8.7.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "execution/execution.hpp"
#include "execution/history.hpp"
#include "execution/status.hpp"

namespace stepstorm::execution {

struct GrammarViolation {
  std::uint32_t event = 0;  // its id; one more than there are events when something is missing at the end
  std::string expected;     // one sentence: "expected LambdaFunctionStarted of 'Pay'"
};

/// The first event that breaks a rule. A running execution's history is one that has not ended yet. `lateness` is by how
/// much timers may be late: nothing on a virtual clock.
[[nodiscard]] std::optional<GrammarViolation> find_violation(const History& history,
                                                             const StateMachine& state_machine,
                                                             const Status& status,
                                                             std::chrono::nanoseconds lateness = {});

}  // namespace stepstorm::execution
