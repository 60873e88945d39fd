// One run of a machine as a function: told a notice, it answers with commands and history events.
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

/// What came out of one call; reused by the caller to spare allocations.
struct Step {
  bool keep_events = true;  // false: events are counted and chained, but not handed out
  /// Whether a STANDARD execution that ends without success keeps its scopes, so that it can be redriven.
  bool keep_frontier = false;
  /// So many states one call may enter, items prepare and results collect; what is left is done when Resumed is told.
  std::uint32_t work_max = ~0u;
  /// Stands for the events of this call in their order, kept or not: for their types, their states, the texts of outputs
  /// and errors. Goes on from what it is at the call.
  std::uint64_t trace = 0;
  const std::uint64_t* state_fingerprints = nullptr;  // by state index, what stands for each; null: nothing is traced
  std::vector<Command> commands;
  std::vector<HistoryEvent> events;
  std::vector<ReadyScope> ready;  // for `step` itself; what it leaves there means nothing

  void clear() {
    commands.clear();
    events.clear();
  }
};

/// Enters the first state. Expects state_machine, id, its name, input and random to be set and nothing else.
void start(Execution& execution, TimePoint now, Step& step);

/// Instead of `start`: it fails with this reason at once, in no state.
void refuse(Execution& execution, ErrorOutput reason, TimePoint now, Step& step);

/// The only other place where an execution changes. What comes at its deadline or later times it out, as of the deadline.
/// false: the notice was about an attempt, wait or execution
/// that is over, or redrives one that has no frontier; nothing has changed.
bool step(Execution& execution, const Notice& notice, TimePoint now, Step& step);
/// The same for those that come most often, without wrapping them up.
bool step(Execution& execution, TaskSucceeded&& notice, TimePoint now, Step& step);
bool step(Execution& execution, const TimerFired& notice, TimePoint now, Step& step);

}  // namespace stepstorm::execution
