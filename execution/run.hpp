// The inside of `step`: the state of one call. Moves scopes from state to state, records events, collects commands.
// Decides how a state is left, retried and caught, and how scopes nest; the work of each state type is in states/. Not
// a public header: only execution/ includes it.
// Source: semantics.md 5 (Retry, Catch), 7 (nesting), 8.7 (order and chaining of events).
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <string>
#include <utility>

#include "asl/quotas.hpp"
#include "execution/command.hpp"
#include "execution/data_flow.hpp"
#include "execution/execution.hpp"
#include "execution/failure.hpp"
#include "execution/references.hpp"
#include "execution/step.hpp"

namespace stepstorm::execution {

/// What a scope does after a call.
enum class Flow {
  Onward,   // is about to enter its next state
  Blocked,  // waits for a notice or for its children, or has ended
};

class Run {
 public:
  Run(Execution& execution, TimePoint now, Step& out)
      : execution_(execution),
        now_(now),
        out_(out),
        events_max_(execution.state_machine->type == asl::MachineType::STANDARD ? asl::history_events_max : no_limit),
        keeps_frontier_(out.keep_frontier && execution.state_machine->type == asl::MachineType::STANDARD) {
    out_.ready.clear();
    out_.work = 0;
  }

  // ---- reading
  Execution& execution() { return execution_; }
  TimePoint now() const { return now_; }
  Scope& scope(ScopeSlot slot) { return execution_.scopes[slot]; }
  const asl::State& state(ScopeSlot slot) { return execution_.machine().states[scope(slot).state]; }
  ScopeReferences references(ScopeSlot slot, std::optional<MapItem> item = {}) {
    return {execution_, scope(slot), now_, item};
  }

  /// Whether failed scopes are kept for a redrive.
  bool keeps_frontier() const { return keeps_frontier_; }

  // ---- recording
  /// Appends an event after the scope's last event and makes it the scope's last event. Returns its id.
  std::uint32_t record(ScopeSlot slot, EventType type, EventDetails details);
  std::uint32_t record(ScopeSlot slot, EventType type) {
    return record(slot, type, [] { return NoDetails{}; });
  }
  /// The same; calls `make` for the details only when events are kept.
  template <std::invocable Make>
  std::uint32_t record(ScopeSlot slot, EventType type, Make make) {
    if (!out_.keep_events) return count(slot, type);
    if (HistoryEvent* event = append(slot, type)) event->details = make();
    return scope(slot).last_event;
  }
  /// Appends an event after `previous` without making it the scope's last event.
  std::uint32_t record_aside(ScopeSlot slot,
                             std::uint32_t previous,
                             EventType type,
                             EventDetails details = NoDetails{});
  template <class Wanted>
  void command(Wanted&& wanted) {
    out_.commands.emplace_back(std::forward<Wanted>(wanted));
  }

  /// Adds a task's result to the trace, also when its event is not kept.
  void note_result(const Payload& result) {
    if (traced()) trace(result.fingerprint());
  }

  // ---- moving on
  /// Begins a new attempt, back-off or wait; notices about the previous one have no effect from now on.
  AttemptId renew(ScopeSlot slot);
  /// Queues the scope to go on after all scopes that are ready before it.
  void make_ready(ScopeSlot slot) { out_.ready.push_back({slot, scope(slot).epoch}); }
  void run_ready();
  /// Makes the paused scopes ready again.
  void resume();
  /// Whether this call may do more work before it pauses.
  bool may_work() const { return out_.work < out_.work_max; }
  void work() { ++out_.work; }
  /// Takes on one piece of work, unless the call has done enough. Returns whether it did.
  bool take_work() {
    if (!may_work()) return false;
    work();
    return true;
  }

  /// Leaves the current state for `next`, or ends the scope when there is none.
  Flow leave(ScopeSlot slot, Evaluated<Exit> exit, std::optional<asl::StateIndex> next);
  Flow leave(ScopeSlot slot, Payload output, std::optional<asl::StateIndex> next);
  Flow leave_with_result(ScopeSlot slot, Payload result);
  /// Fails the state: retries it, catches the failure, or fails the scope.
  Flow fail(ScopeSlot slot, StateFailure failure);
  Flow fail(ScopeSlot slot, const asl::EvaluationError& error);
  /// Fails the state because its output is too large; a redrive does all of the state's work again.
  Flow fail_too_large(ScopeSlot slot);
  /// Returns the failure for a field that could not be evaluated; records EvaluationFailed for JSONata.
  StateFailure evaluation_failed(ScopeSlot slot, const asl::EvaluationError& error);
  /// Fails an iteration whose input could not be evaluated: `child` is open and has entered no state.
  void fail_child(ScopeSlot child, const asl::EvaluationError& error);

  /// Does the state's work once more, after the back-off.
  Flow try_again(ScopeSlot slot);

  // ---- nesting
  /// Opens the machine's own scope, before its first state.
  void open_machine();
  ScopeSlot open_child(
      ScopeSlot parent, asl::ScopeIndex definition, std::uint32_t position, Payload input, std::uint32_t last_event);
  RunningChildren& children(ScopeSlot slot);

  // ---- the execution as a whole
  /// Lets an execution that has ended go on from its frontier.
  void redrive();
  void stop(ErrorOutput reason);
  void time_out(TimePoint deadline);
  void fail_all(const ErrorOutput& reason);
  /// After the end: abandons running tasks and children; keeps the scopes for a redrive, or drops them.
  void close_down();
  void set_timer(ScopeSlot slot, TimePoint at);

 private:
  static constexpr std::uint32_t no_limit = ~0u;

  bool fills_history(std::uint32_t event) const { return event >= events_max_; }
  /// As record, for an event that is not kept.
  std::uint32_t count(ScopeSlot slot, EventType type) {
    const std::uint32_t event = execution_.events + 1;
    if (!execution_.running() || fills_history(event)) return record(slot, type, NoDetails{});
    Scope& of = scope(slot);
    if (traced()) trace(of.state, type);
    execution_.events = event;
    return of.last_event = event;
  }
  bool traced() const { return out_.state_fingerprints != nullptr; }
  /// Adds a value to the step's trace.
  void trace(std::uint64_t what) { out_.trace = std::rotl(out_.trace ^ what, 29) * 0x9fb21c651e98df25; }
  void trace(asl::StateIndex state, EventType type) {
    trace(out_.state_fingerprints[state] + static_cast<std::uint64_t>(type));
  }
  void trace(const EventDetails& details);
  void trace(const Exit& exit);
  HistoryEvent* append(ScopeSlot slot, EventType type);
  std::uint32_t append(asl::StateIndex state, std::uint32_t previous, EventType type, EventDetails details);
  void run_scope(ScopeSlot slot);
  void pause(std::size_t first);
  Flow go_on(ScopeSlot slot);
  Flow enter(ScopeSlot slot);
  bool too_large(ScopeSlot slot, const Exit& exit);
  bool variables_exceed(ScopeSlot slot, const Json& assigned);
  Flow pass_on(ScopeSlot slot, Exit exit, std::optional<asl::StateIndex> next);
  bool retry(ScopeSlot slot, const StateFailure& failure);
  /// Fails the scope because a field of the catcher failed; the state's retriers and catchers no longer apply.
  Flow fail_in_catcher(ScopeSlot slot, const asl::EvaluationError& error);
  Flow catch_or_propagate(ScopeSlot slot, const StateFailure& failure);
  void end_scope(ScopeSlot slot, Payload output);
  void fail_scope(ScopeSlot slot, const StateFailure& failure);
  void abort_children(ScopeSlot parent, ScopeSlot failing_child, std::uint32_t failing_event);
  void abort_state(ScopeSlot slot, std::uint32_t failing_event);
  std::vector<ScopeSlot> children_in_order(ScopeSlot parent);
  void abandon(ScopeSlot slot);
  bool has_future() const;
  void begin_first_state();
  Flow go_on_in_visit(ScopeSlot slot);
  void revive(ScopeSlot slot);
  void reopen_children(ScopeSlot slot);
  void finish(Status status, EventType type, std::uint32_t previous, EventDetails details);
  void succeed(std::uint32_t previous, Payload output);
  void assign(Scope& scope, const Json& variables);

  Execution& execution_;
  TimePoint now_;
  Step& out_;
  std::uint32_t events_max_;  // the highest id of an event; EXPRESS has no limit: semantics.md 8.5
  bool keeps_frontier_;
};

/// Returns the definition of the Map state that the scope is in.
inline const asl::MapState& map_of(Run& run, ScopeSlot slot) { return std::get<asl::MapState>(run.state(slot).detail); }

// ---- the work of each type of state; one file each under states/

Flow run_task(Run& run, ScopeSlot slot);
Flow run_pass(Run& run, ScopeSlot slot);
Flow run_choice(Run& run, ScopeSlot slot);
Flow run_wait(Run& run, ScopeSlot slot);
Flow run_succeed(Run& run, ScopeSlot slot);
Flow run_fail(Run& run, ScopeSlot slot);
Flow run_parallel(Run& run, ScopeSlot slot);
Flow run_map(Run& run, ScopeSlot slot);

/// The second half of starting an attempt: records the event that it has started.
void task_dispatched(Run& run, ScopeSlot slot);
/// Handles a notice to a task. The caller has checked that the attempt is the current one.
Flow task_told(Run& run, const TaskStarted& notice);
Flow task_told(Run& run, const TaskSubmitted& notice);
Flow task_told(Run& run, TaskSucceeded&& notice);
Flow task_told(Run& run, const TaskFailed& notice);
Flow task_told(Run& run, const TaskHeartbeat& notice);
Flow task_timer_fired(Run& run, ScopeSlot slot);
Flow wait_is_over(Run& run, ScopeSlot slot);

/// Begins a Distributed Map. `items` and `concurrency` are evaluated; with an ItemReader, the items are still to be
/// read.
Flow run_distributed_map(
    Run& run, ScopeSlot slot, const Payload& input, std::uint32_t concurrency, const MapItems& items);
/// Continues a map run after a pause or a redrive.
Flow map_run_resumed(Run& run, ScopeSlot slot);
/// Handles a notice to a running Distributed Map.
Flow map_run_told(Run& run, const ObjectRead& notice);
Flow map_run_told(Run& run, const ObjectsListed& notice);
Flow map_run_told(Run& run, const ObjectsWritten& notice);
Flow map_run_told(Run& run, const StoreFailed& notice);
Flow map_run_told(Run& run, const ChildEnded& notice);
Flow map_run_updated(Run& run, ScopeSlot slot, const MapRunUpdated& notice);
[[nodiscard]] const std::string& arn_of(const MapRun& map_run);
/// Returns whether a redrive continues this map run; false: it starts the state again.
[[nodiscard]] bool is_worth_redriving(const MapRun& map_run);
void to_be_redriven(MapRun& map_run);

/// Handles the end of a branch or an iteration: starts the parent's next child, or completes the parent.
void child_succeeded(Run& run, ScopeSlot parent, ScopeSlot child, const Payload& output);
/// After a redrive: starts as many children as the concurrency allows, or completes the state.
Flow children_revived(Run& run, ScopeSlot slot);

}  // namespace stepstorm::execution
