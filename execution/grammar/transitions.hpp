// The legal transitions of the scopes of an execution, and which of them a history walks.
// A scope (the machine's own States, those of a branch, those of an iteration) stands in a state of some kind and in some
// phase; an event takes it to the next. docs/transitions.md is the page for people; a test holds it against this table.
// Source: semantics.md 8.6, 8.7.
#pragma once

#include <string_view>
#include <vector>

#include "execution/execution.hpp"
#include "execution/grammar/event_rules.hpp"
#include "execution/history.hpp"
#include "execution/status.hpp"

namespace stepstorm::execution {

struct Transition {
  Kind kind;
  Phase from;
  EventType event;

  friend auto operator<=>(const Transition&, const Transition&) = default;
};

/// In the order of event types. Events that follow from others (a Parallel that succeeds with its last branch) and ends of
/// executions are no transitions of their own.
[[nodiscard]] std::vector<Transition> legal_transitions();

/// Of a history that has no violation.
[[nodiscard]] std::vector<Transition> transitions_walked(const History& history,
                                                         const StateMachine& state_machine,
                                                         const Status& status);

[[nodiscard]] std::string_view name_of(Kind kind);
[[nodiscard]] std::string_view name_of(Phase phase);

}  // namespace stepstorm::execution
