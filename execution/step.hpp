// One run of a machine as a function from a notice to commands and history events.
// Pure: reads no clock, does no I/O, draws only from the execution's own stream; equal arguments give an equal Step.
// Source: semantics.md 2 (data flow), 5 (errors), 6, 7 (states), 8.7 (events).
#pragma once

#include <cstdint>
#include <vector>

#include "execution/command.hpp"
#include "execution/execution.hpp"
#include "execution/history.hpp"
#include "execution/notice.hpp"

namespace stepstorm::execution {

/// The result of one call, with its options. The caller reuses it to avoid allocations.
struct Step {
  bool keep_events = true;  // false: events are counted and chained, but not returned
  /// Whether a STANDARD execution that ends without success keeps its scopes, so that it can be redriven.
  bool keep_frontier = false;
  /// The most states entered, items prepared and results collected in one call; the rest follows with Resumed.
  std::uint32_t work_max = ~0u;
  std::uint32_t work = 0;  // done in this call
  /// A running hash of all events in order, kept or not: their types, states, and the texts of outputs and errors.
  /// Continues from its value at the call.
  std::uint64_t trace = 0;
  const std::uint64_t* state_fingerprints = nullptr;  // by state index; null: no trace
  std::vector<Command> commands;
  std::vector<HistoryEvent> events;
  std::vector<ReadyScope> ready;  // working memory of `step`

  void clear() {
    commands.clear();
    events.clear();
  }
};

/// Enters the first state. Expects state_machine, id, name, input and random to be set and nothing else.
void start(Execution& execution, TimePoint now, Step& step);

/// Called instead of `start`: the execution fails with this reason at once, before its first state.
void refuse(Execution& execution, ErrorOutput reason, TimePoint now, Step& step);

/// Applies a notice. A notice at the deadline or later times the execution out, as of the deadline.
/// Returns false, and changes nothing, when the attempt, wait or execution is over, or when a redrive finds no
/// frontier.
bool step(Execution& execution, const Notice& notice, TimePoint now, Step& step);
/// The same for the most frequent notices, without a variant.
bool step(Execution& execution, TaskSucceeded&& notice, TimePoint now, Step& step);
bool step(Execution& execution, const TimerFired& notice, TimePoint now, Step& step);

}  // namespace stepstorm::execution
