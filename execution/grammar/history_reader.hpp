// Reads a history event by event and keeps where every scope stands; the first event that cannot be is refused, in words.
// The rules by theme: history_reader.cpp what comes after what, history_reader_scopes.cpp states, branches and iterations,
// history_reader_failures.cpp attempts, retries and catchers, history_reader_ends.cpp how an execution ends and how it is
// redriven.
// Not a public header: history_grammar.hpp is the way in, and says what is held and where it stands.
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

  /// `walked`: takes what is read of scopes that go on; null: not asked for.
  HistoryReader(const History& history,
                const StateMachine& owner,
                const Status& status,
                nanoseconds lateness,
                std::vector<Transition>* walked = nullptr);
  std::optional<GrammarViolation> read();

 private:
  static constexpr std::uint32_t no_place = ~0u;

  /// When something may come.
  struct Window {
    TimePoint from = TimePoint::min();
    TimePoint until = TimePoint::max();
  };

  /// One running `States` map as its events show it: the machine's, a branch's, an iteration's.
  struct RunningScope {
    asl::ScopeIndex definition = 0;
    std::uint32_t parent = no_place;
    std::uint32_t position = 0;  // which branch or iteration of the parent
    std::uint32_t tip = 0;       // what its next event has to name as the one before
    std::uint32_t entered = 0;   // the StateEntered of its state
    std::uint32_t before = 0;    // what that names as the one before
    StateIndex state = 0;        // that it is in, or will be in next
    Phase phase = Phase::Closed;
    const Payload* input = nullptr;  // that it will be entered with; null: not known
    Window window;                   // for what it waits for
    std::optional<std::int64_t> timeout_seconds;
    std::optional<std::int64_t> heartbeat_seconds;
    TimePoint heartbeat_from = TimePoint::max();  // no heartbeat can have been missed earlier
    StateIndex caught_to = 0;
    std::vector<int> retries;  // by retrier, of this visit
    std::uint32_t items = 0;
    std::uint32_t started_items = 0;
    std::vector<std::uint32_t> children;  // that run, by position
    bool opened = false;                  // its branches or iterations have begun in this visit
    bool no_input = false;                // an iteration that could not be given anything
    std::vector<RunningScope> halted;     // children that failed or were aborted, by position
    std::vector<std::uint32_t> again;     // positions of those that are to be started again
    TimePoint revived_at = TimePoint::max();
    const std::string* map_run = nullptr;  // its ARN
    std::uint32_t map_run_redrives = 0;
  };

  /// An event that has to come next, because of what has come before.
  struct Consequence {
    EventType type;
    StateIndex state;
    std::uint32_t previous;
    std::uint32_t place;                    // where it belongs to
    std::optional<std::uint32_t> position;  // of the iteration that it is about
  };

  // ---- saying what was expected; false, so that a rule can return it
  bool refuse(std::string what);
  std::string name(EventType type, StateIndex state) const;
  std::string clock(TimePoint at) const;
  std::string described(const Consequence& next) const;
  /// All types that could come there.
  std::string described(const RunningScope& place) const;
  std::string whatever_is_next() const;

  // ---- reading one event
  bool read(const HistoryEvent& event);
  bool is_numbered(const HistoryEvent& event);
  bool is_timely(const HistoryEvent& event);
  /// Something comes before time goes on.
  bool is_in_midst() const;
  bool begin(const HistoryEvent& event);
  bool is_full(const HistoryEvent& event);
  bool follow(const HistoryEvent& event);

  // ---- consequences
  /// The id that it will have.
  std::uint32_t expect(EventType type,
                       std::uint32_t place,
                       std::uint32_t previous,
                       std::optional<std::uint32_t> position = {});
  /// An event that is still to come, in a history that may lack it.
  void belongs_to(std::uint32_t place, std::uint32_t event);
  bool fits(const Consequence& next, const HistoryEvent& event) const;
  bool take(const HistoryEvent& event);

  // ---- an event of a scope that goes on
  bool advance(const HistoryEvent& event);
  /// Where the event before it belongs to; or, for the first of a branch, the branch that begins there.
  std::uint32_t find_place(const HistoryEvent& event) const;
  bool apply(Effect effect, std::uint32_t index, Phase before, const HistoryEvent& event);
  /// What comes from outside, or from a timer, comes when nothing is left to do.
  bool is_told(const RunningScope& place) const;
  /// It was entered by the event before, or brought back by a redrive at this instant.
  bool has_just_begun(const RunningScope& place) const { return place.tip == read_ - 1 || place.revived_at == now_; }
  Kind kind(const RunningScope& place) const;
  void settle(std::uint32_t index, Phase phase);

  // ---- entering and leaving
  bool enter(std::uint32_t index, const HistoryEvent& event);
  void wait(std::uint32_t index);
  bool fail_by_itself(std::uint32_t index);
  static bool is_computed(const std::optional<asl::TextField>& field);
  /// Whether a Fail state could not even say why.
  bool breaks_next(const RunningScope& place) const;
  bool leave(std::uint32_t index, Phase before, const HistoryEvent& event);
  /// Of a scope that fails with others before it gets there.
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
  /// Its next event follows one of another scope.
  void stand_at(std::uint32_t index, std::uint32_t event);
  bool open_branches(std::uint32_t index);

  // ---- maps
  const asl::MapState& map_of(const RunningScope& place) const;
  bool open_map(std::uint32_t index, const HistoryEvent& event);
  bool open_distributed_map(std::uint32_t index);
  bool only_input_tells_concurrency(const RunningScope& place) const;
  /// How many iterations start with the Map, at least.
  std::uint32_t first_wave(const RunningScope& place) const;
  void open_iteration(std::uint32_t index, std::uint32_t started);
  static bool has_more(const RunningScope& map) { return map.started_items < map.items || !map.again.empty(); }
  static std::uint32_t next_position(const RunningScope& map) {
    return map.again.empty() ? map.started_items : map.again.back();
  }
  bool redrive_map_run(std::uint32_t index, const HistoryEvent& event);
  /// One more that starts with the Map.
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
  /// What becomes of a state that has failed, up to where the failure is retried or caught, or ends the execution.
  bool fail(std::uint32_t index, const StateFailure& failure);
  /// A field of a state could not be evaluated: an event that comes in whatever phase the state is evaluated.
  bool fail_evaluation(const HistoryEvent& event);
  /// The place whose state's fields were evaluated then; no_place: there is none.
  std::uint32_t evaluating(const HistoryEvent& event);
  bool may_evaluate(const RunningScope& place);
  /// What was to be given to an iteration that has just begun; no_place: it was something else.
  std::uint32_t iteration_without_input(const HistoryEvent& event) const;
  void stand_at_next(std::uint32_t index, EventType type);
  bool back_off(std::uint32_t index, const StateFailure& failure);
  static const asl::Catcher* catcher_for(const asl::State& state, const StateFailure& failure);
  bool propagate(std::uint32_t index, const StateFailure& failure);
  bool end_in_failure(std::uint32_t index, const StateFailure& failure);
  void abort_children(std::uint32_t parent, std::uint32_t failing_child, std::uint32_t failing_event);
  /// Of a state that has been entered and not left.
  void abort(std::uint32_t index, std::uint32_t failing_event);
  /// It is closed, and stays known to the place around it.
  void halt(std::uint32_t index);

  // ---- failures without an event of their own
  /// An expression that could not be evaluated ends the execution after the last event of its state, whatever would
  /// have come next.
  bool is_break(const HistoryEvent& event) const;
  bool may_break(const RunningScope& place, std::uint32_t index) const;
  /// Source: semantics.md 5.1, the prefix of causes.
  bool says_where(const HistoryEvent& event);
  bool says_where(const HistoryEvent& event, const RunningScope& place);
  /// Whose turn it is, if it is a place's.
  std::uint32_t who_acts(const HistoryEvent& event) const;
  bool goes_on(const RunningScope& place, const HistoryEvent& event) const;
  /// It was to be left, but its output is too large: nothing says so but what comes of it.
  bool overflows(std::uint32_t index, const HistoryEvent& event);

  // ---- the end
  /// The id that no event passes.
  /// It takes more than the engine gives, whatever would have come next.
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
  /// By which the execution has to end.
  TimePoint last_instant() const;

  const History& history_;
  const StateMachine& owner_;
  const asl::Machine& machine_;
  const Status& status_;
  const nanoseconds lateness_;
  const seconds most_;           // that its type allows it
  const seconds limit_;          // of the whole execution
  const std::uint32_t full_at_;  // the event that ends it, because the history is full

  std::deque<RunningScope> places_;  // the machine's own is the first
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> place_of_;  // by event id
  std::vector<StateIndex> next_state_;   // by event id: what is entered right after it
  std::vector<Consequence> due_;         // what has to come next, in this order
  std::size_t taken_ = 0;                // of those
  std::uint32_t busy_ = no_place;        // the place that goes on before any other
  int unsettled_ = 0;                    // places that go on before time does
  std::uint32_t read_ = 0;               // events, this one included
  TimePoint now_;                        // of the event that is read
  TimePoint deadline_;                   // by which it had to come
  TimePoint begun_;                      // when it was started or redriven last
  std::uint32_t redrives_ = 0;
  bool was_too_large_ = false;  // what it failed of before it was redriven was the size of an output
  bool lost_ = false;           // what becomes of a failure is not known
  bool ended_ = false;
  const Payload* output_ = nullptr;   // of the machine's last state
  std::optional<std::string> error_;  // that has to end the execution
  std::string refusal_;
  std::vector<Transition>* const walked_;
};

}  // namespace stepstorm::execution
