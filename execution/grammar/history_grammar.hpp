// Checks whether a machine can produce a history: the rules of the service as a grammar, for every run with any faults.
// Shares no code with the interpreter that writes histories.
//
// Checked: ids, previousEventIds and times; every transition; each attempt, its deadlines, the number of retries and
// the time between them; branches, iterations and map runs, their joins and abortions; that there is one end, which
// agrees with the status. An execution goes on at once unless it has to wait: no work is left when time moves, and no
// timer is late. Not checked: data, except that each input is the output before it. Therefore the choice of a Choice
// state, the length of a Wait by a path, and the times of heartbeats are taken from the history. After a Fail state
// with a computed Error inside a Parallel or Map, only ids, times and the end are checked. A time-out with a cause was
// reported by the worker; one without a cause is the execution's own, and comes exactly at the deadline.
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
  std::uint32_t event = 0;  // the event's id; one more than the number of events when an event is missing at the end
  std::string expected;     // one sentence: "expected LambdaFunctionStarted of 'Pay'"
};

/// Returns the first event that breaks a rule. The history of a running execution has no end yet. `lateness`: how late
/// timers may be; 0 on a virtual clock.
[[nodiscard]] std::optional<GrammarViolation> find_violation(const History& history,
                                                             const StateMachine& state_machine,
                                                             const Status& status,
                                                             std::chrono::nanoseconds lateness = {});

}  // namespace stepstorm::execution
