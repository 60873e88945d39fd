// Reads a history event by event, tracks the phase of every scope, and explains the first event that is not possible.
// The rules by subject: history_reader.cpp has the order of events; history_reader_scopes.cpp states, branches and
// iterations; history_reader_failures.cpp attempts, retries and catchers; history_reader_ends.cpp ends and redrives.
// Not a public header: history_grammar.hpp is the interface, and says what is checked and the sources.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "asl/machine.hpp"
#include "execution/failure.hpp"
#include "execution/grammar/event_rules.hpp"
#include "execution/grammar/history_grammar.hpp"
#include "execution/grammar/transitions.hpp"

namespace stepstorm::execution {

inline const ErrorOutput& reason_in(const HistoryEvent& event) { return *error_in(event.details); }
inline std::uint32_t count_in(const HistoryEvent& event) { return std::get<Count>(event.details).value; }
inline bool equal(const Payload& left, const Payload& right) { return left.same_document(right) || *left == *right; }

class HistoryReader {
 public:
  using StateIndex = asl::StateIndex;
  using nanoseconds = std::chrono::nanoseconds;
  using seconds = std::chrono::seconds;

  /// `walked`: receives the transitions of scopes; null: not wanted.
  HistoryReader(const History& history,
                const StateMachine& owner,
                const Status& status,
                nanoseconds lateness,
                std::vector<Transition>* walked = nullptr);
  std::optional<GrammarViolation> read();

 private:
  static constexpr std::uint32_t no_place = ~0u;

  /// The instants at which an event may occur.
  struct Window {
    TimePoint from = TimePoint::min();
    TimePoint until = TimePoint::max();
  };

  /// One scope as its events show it: a running `States` map of the machine, a branch or an iteration.
  struct RunningScope {
    asl::ScopeIndex definition = asl::machine_scope;
    std::uint32_t parent = no_place;
    std::uint32_t position = 0;  // index of the branch or iteration in the parent
    std::uint32_t tip = 0;       // the previousEventId of its next event
    std::uint32_t entered = 0;   // the StateEntered of its state
    std::uint32_t before = 0;    // the previousEventId of that StateEntered
    StateIndex state = 0;        // the current state, or the next one
    Phase phase = Phase::Closed;
    const Payload* input = nullptr;  // the input of the next state; null: not known
    Window window;                   // of the event that it waits for
    std::optional<std::int64_t> timeout_seconds;
    std::optional<std::int64_t> heartbeat_seconds;
    TimePoint heartbeat_from = TimePoint::max();  // the earliest instant of a heartbeat time-out
    StateIndex caught_to = 0;
    std::vector<int> retries;  // by retrier, of this visit
    std::uint32_t items = 0;
    std::uint32_t started_items = 0;
    std::vector<std::uint32_t> children;  // running children, by position
    bool opened = false;                  // its branches or iterations have begun in this visit
    bool no_input = false;                // an iteration whose input could not be evaluated
    std::vector<RunningScope> halted;     // children that failed or were aborted, by position
    std::vector<std::uint32_t> again;     // positions of children to start again
    TimePoint revived_at = TimePoint::max();
    const std::string* map_run = nullptr;  // ARN
    std::uint32_t map_run_redrives = 0;
  };

  /// An event that must come next as a consequence of earlier events.
  struct Consequence {
    EventType type;
    StateIndex state;
    std::uint32_t previous;
    std::uint32_t place;                    // the place of the event
    std::optional<std::uint32_t> position;  // index of the iteration, in events of an iteration
  };

  // ---- explaining a refusal; returns false, so that a rule can return it
  bool refuse(std::string what);
  std::string name(EventType type, StateIndex state) const;
  std::string clock(TimePoint at) const;
  std::string described(const Consequence& next) const;
  /// All event types that are possible at the place.
  std::string described(const RunningScope& place) const;
  std::string what_is_due() const;

  // ---- reading one event
  bool read(const HistoryEvent& event);
  bool is_numbered(const HistoryEvent& event);
  bool is_timely(const HistoryEvent& event);
  /// Whether an event must come before time passes.
  bool is_in_midst() const;
  bool begin(const HistoryEvent& event);
  bool is_full(const HistoryEvent& event);
  bool follow(const HistoryEvent& event);

  // ---- consequences
  /// Adds a consequence and returns the id that its event will have.
  std::uint32_t expect(EventType type,
                       std::uint32_t place,
                       std::uint32_t previous,
                       std::optional<std::uint32_t> position = {});
  /// Assigns a future event, which the history may lack, to a place.
  void belongs_to(std::uint32_t place, std::uint32_t event);
  bool fits(const Consequence& next, const HistoryEvent& event) const;
  bool take(const HistoryEvent& event);

  // ---- an event of a scope that goes on
  bool advance(const HistoryEvent& event);
  /// Returns the place of the event before it; for the first event of a branch, the branch.
  std::uint32_t find_place(const HistoryEvent& event) const;
  bool apply(Effect effect, std::uint32_t index, Phase before, const HistoryEvent& event);
  /// Whether the next event of the place comes from outside or from a timer: possible only when no work is left.
  bool is_told(const RunningScope& place) const;
  /// Whether the event before entered the state, or a redrive revived the place at this instant.
  bool has_just_begun(const RunningScope& place) const { return place.tip == read_ - 1 || place.revived_at == now_; }
  Kind kind(const RunningScope& place) const;
  void settle(std::uint32_t index, Phase phase);

  // ---- entering and leaving
  bool enter(std::uint32_t index, const HistoryEvent& event);
  void wait(std::uint32_t index);
  bool fail_by_itself(std::uint32_t index);
  static bool is_computed(const std::optional<asl::TextField>& field);
  /// Whether the next event shows that a field of this Fail state could not be evaluated.
  bool breaks_next(const RunningScope& place) const;
  bool leave(std::uint32_t index, Phase before, const HistoryEvent& event);
  /// The next state of a scope that fails with others before it enters that state.
  StateIndex likely_next(const RunningScope& place, Phase before) const;
  static bool may_end(const asl::State& state, Phase before);
  bool may_lead_to(const RunningScope& place, Phase before, StateIndex next) const;

  // ---- scopes
  std::uint32_t open(std::uint32_t parent, asl::ScopeIndex definition, std::uint32_t position, std::uint32_t tip);
  void close(std::uint32_t index);
  static void close_children(RunningScope& place);
  bool end_scope(std::uint32_t index);
  void end_branch(std::uint32_t parent, const RunningScope& branch);
  void end_iteration(std::uint32_t parent, const RunningScope& iteration);
  /// Lets the next event of the place follow an event of another scope.
  void stand_at(std::uint32_t index, std::uint32_t event);
  bool open_branches(std::uint32_t index);

  // ---- maps
  const asl::MapState& map_of(const RunningScope& place) const;
  bool open_map(std::uint32_t index, const HistoryEvent& event);
  bool open_distributed_map(std::uint32_t index);
  bool only_input_tells_concurrency(const RunningScope& place) const;
  /// The least number of iterations that start with the Map.
  std::uint32_t first_wave(const RunningScope& place) const;
  void open_iteration(std::uint32_t index, std::uint32_t started);
  static bool has_more(const RunningScope& map) { return map.started_items < map.items || !map.again.empty(); }
  static std::uint32_t next_position(const RunningScope& map) {
    return map.again.empty() ? map.started_items : map.again.back();
  }
  bool redrive_map_run(std::uint32_t index, const HistoryEvent& event);
  /// Lets one more iteration start with the Map.
  bool widen_wave(std::uint32_t index, const HistoryEvent& event);
  bool end_map_run(std::uint32_t index, const HistoryEvent& event);
  bool has_just_started_iteration(std::uint32_t index) const;

  // ---- attempts
  bool schedule(std::uint32_t index, const HistoryEvent& event);
  static bool agrees(const std::optional<asl::IntegerField>& field, std::optional<std::int64_t> shown);
  bool start(RunningScope& place);
  TimePoint until(std::optional<std::int64_t> limit) const;
  bool time_out(std::uint32_t index, const HistoryEvent& event);
  static StateFailure::Kind kind_of_failure(const HistoryEvent& event);
  bool in_window(const RunningScope& place);
  std::string described(const Window& window) const;
  bool is_overdue(const RunningScope& place);

  // ---- failures
  /// Follows a failure until it is retried or caught, or ends the execution.
  bool fail(std::uint32_t index, const StateFailure& failure);
  /// Reads EvaluationFailed, which may come in every phase in which a field of the state is evaluated.
  bool fail_evaluation(const HistoryEvent& event);
  /// Returns the place whose state's fields were evaluated at the event; no_place: none.
  std::uint32_t evaluating(const HistoryEvent& event);
  bool may_evaluate(const RunningScope& place);
  /// Returns the iteration that has just begun and whose input failed; no_place: the failure was elsewhere.
  std::uint32_t iteration_without_input(const HistoryEvent& event) const;
  void stand_at_next(std::uint32_t index, EventType type);
  bool back_off(std::uint32_t index, const StateFailure& failure);
  static const asl::Catcher* catcher_for(const asl::State& state, const StateFailure& failure);
  bool propagate(std::uint32_t index, const StateFailure& failure);
  bool end_in_failure(std::uint32_t index, const StateFailure& failure);
  void abort_children(std::uint32_t parent, std::uint32_t failing_child, std::uint32_t failing_event);
  /// Aborts a state that has been entered and not left.
  void abort(std::uint32_t index, std::uint32_t failing_event);
  /// Closes a place, and keeps it in the halted children of its parent.
  void halt(std::uint32_t index);

  // ---- failures without an event of their own
  /// Whether the event ends the execution, right after the last event of its state, because a field could not be
  /// evaluated.
  bool is_break(const HistoryEvent& event) const;
  bool may_break(const RunningScope& place, std::uint32_t index) const;
  /// Source: semantics.md 5.1, the prefix of causes.
  bool says_where(const HistoryEvent& event);
  bool says_where(const HistoryEvent& event, const RunningScope& place);
  /// Returns the place that acts next; no_place: none does.
  std::uint32_t who_acts(const HistoryEvent& event) const;
  bool goes_on(const RunningScope& place, const HistoryEvent& event) const;
  /// Reads the event as the consequence of an output that is too large, which has no event of its own.
  bool overflows(std::uint32_t index, const HistoryEvent& event);

  // ---- the end
  /// Whether the event ends the execution because of a limit of the engine, in any phase.
  bool is_given_up(const HistoryEvent& event) const;
  bool is_ended_from_outside(const HistoryEvent& event);
  bool finish(const HistoryEvent& event);
  bool matches_status(const HistoryEvent& event) const;
  bool complete();

  // ---- redrive
  bool is_redriven_after(const HistoryEvent& end) const;
  bool redrive(const HistoryEvent& event);
  void forget_iteration_without_input(const HistoryEvent& end);
  void revive(std::uint32_t index);
  void revive_children(std::uint32_t index);
  void reopen(std::uint32_t parent, RunningScope&& halted);
  /// The deadline of the execution.
  TimePoint last_instant() const;

  const History& history_;
  const StateMachine& owner_;
  const asl::Machine& machine_;
  const Status& status_;
  const nanoseconds lateness_;
  const seconds most_;           // the maximum duration of its type
  const seconds limit_;          // TimeoutSeconds of the execution
  const std::uint32_t full_at_;  // the id of the event that ends the execution because the history is full

  std::deque<RunningScope> places_;  // the machine's own is the first
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> place_of_;  // by event id
  std::vector<StateIndex> next_state_;   // by event id: the state that is entered right after it
  std::vector<Consequence> due_;         // events that must come next, in this order
  std::size_t taken_ = 0;                // number of consequences read
  std::uint32_t busy_ = no_place;        // the place that goes on before any other
  int unsettled_ = 0;                    // number of places that go on before time passes
  std::uint32_t read_ = 0;               // number of events read, the current one included
  TimePoint now_;                        // of the current event
  TimePoint deadline_;                   // the latest time of the current event
  TimePoint begun_;                      // the start or the last redrive
  std::uint32_t redrives_ = 0;
  bool was_too_large_ = false;  // the execution failed because of the size of an output before it was redriven
  bool lost_ = false;           // the consequences of a failure are not known
  bool ended_ = false;
  const Payload* output_ = nullptr;   // of the machine's last state
  std::optional<std::string> error_;  // the error that must end the execution
  std::string refusal_;
  std::vector<Transition>* const walked_;
};

}  // namespace stepstorm::execution
