// The legal transitions of scopes, and the transitions that a history walks.
// A scope (the States of the machine, a branch or an iteration) is in a state of some kind and in some phase; an event
// takes it to the next phase. docs/transitions.md shows the table; a test compares the page with it.
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

/// Returns all legal transitions, in the order of event types. Events that follow from others (a Parallel succeeds with
/// its last branch) and ends of executions are not transitions.
[[nodiscard]] std::vector<Transition> legal_transitions();

/// Returns the transitions that a history walks; the history must have no violation.
[[nodiscard]] std::vector<Transition> transitions_walked(const History& history,
                                                         const StateMachine& state_machine,
                                                         const Status& status);

[[nodiscard]] std::string_view name_of(Kind kind);
[[nodiscard]] std::string_view name_of(Phase phase);

}  // namespace stepstorm::execution
