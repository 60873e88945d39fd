#include "execution/history_grammar.hpp"

#include <algorithm>
#include <cstdio>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "asl/overload.hpp"
#include "asl/resource.hpp"
#include "execution/backoff.hpp"
#include "execution/event_rules.hpp"
#include "execution/failure.hpp"

namespace stepstorm::execution {
namespace {

using asl::StateIndex;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::uint32_t nobody = ~0u;

// Source: semantics.md 6.2 (limits on seconds), 7.3 (iterations at the same time), 8.7 rule 7 (recordings since then).
constexpr std::int64_t timeout_seconds_max = 99'999'999;
constexpr std::uint32_t iterations_at_once_max = 40;
constexpr TimePoint map_exits_follow_the_start_since = std::chrono::sys_days{std::chrono::October / 1 / 2024};

const ErrorOutput own_timeout{"States.Timeout", std::nullopt};
const ErrorOutput history_full{"States.Runtime", "The execution reached the maximum number of history events (25000)."};

/// When something may come.
struct Window {
  TimePoint from = TimePoint::min();
  TimePoint until = TimePoint::max();
};

/// One running `States` map as its events show it: the machine's, a branch's, an iteration's.
struct Place {
  asl::ScopeIndex definition = 0;
  std::uint32_t parent = nobody;
  std::uint32_t position = 0;  // which branch or iteration of the parent
  std::uint32_t tip = 0;       // what its next event has to name as the one before
  std::uint32_t entered = 0;   // the StateEntered of its state
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
};

/// An event that has to come next, because of what has come before.
struct Consequence {
  EventType type;
  StateIndex state;
  std::uint32_t previous;
  std::uint32_t place;                    // where it belongs to
  std::optional<std::uint32_t> position;  // of the iteration that it is about
};

bool ends_execution(EventType type) {
  return type >= EventType::ExecutionSucceeded && type <= EventType::ExecutionTimedOut;
}

bool equal(const Payload& left, const Payload& right) { return left.same_document(right) || *left == *right; }

const ErrorOutput& reason_in(const HistoryEvent& event) { return *std::get<Failure>(event.details).error; }
std::uint32_t count_in(const HistoryEvent& event) { return std::get<Count>(event.details).value; }

/// Source: semantics.md 8.5; TimeoutSeconds is the machine's own, not that of a Distributed Map's children.
std::optional<seconds> time_limit(const StateMachine& owner) {
  const auto own = owner.root == 0 ? owner.machine->timeout : std::nullopt;
  if (owner.type == asl::MachineType::STANDARD) return own;
  return std::min(own.value_or(express_duration_max), express_duration_max);
}

class Reader {
 public:
  Reader(const History& history, const StateMachine& owner, const Status& status, nanoseconds lateness)
      : history_(history),
        owner_(owner),
        machine_(*owner.machine),
        status_(status),
        lateness_(lateness),
        limit_(time_limit(owner)),
        place_of_(history.size() + 1, nobody),
        next_state_(history.size() + 1, nobody) {
    for (const HistoryEvent& event : history)
      if (event.type == EventType::StateEntered && event.previous <= history.size())
        next_state_[event.previous] = event.state;
  }

  std::optional<GrammarViolation> read() {
    for (const HistoryEvent& event : history_)
      if (!read(event)) return GrammarViolation{event.id, std::move(refusal_)};
    if (!complete()) return GrammarViolation{static_cast<std::uint32_t>(history_.size()) + 1, std::move(refusal_)};
    return std::nullopt;
  }

 private:
  // ---- saying what was expected; false, so that a rule can return it

  bool refuse(std::string what) {
    if (refusal_.empty()) refusal_ = "expected " + std::move(what);
    return false;
  }

  std::string name(EventType type, StateIndex state) const {
    const HistoryEvent event{.type = type, .state = state, .at = {}, .details = {}};
    if (type <= EventType::ExecutionTimedOut) return type_name(event, owner_);
    return type_name(event, owner_) + " of '" + machine_.states[state].name + '\'';
  }

  std::string clock(TimePoint at) const {
    char text[48];
    std::snprintf(text, sizeof text, "%.3f s", std::chrono::duration<double>(at - history_.front().at).count());
    return text;
  }

  std::string described(const Consequence& next) const {
    return name(next.type, next.state) + (next.position ? ' ' + std::to_string(*next.position) : "") + " after event " +
           std::to_string(next.previous);
  }

  /// All types that could come there.
  std::string described(const Place& place) const {
    std::string types;
    for (std::size_t i = 0; i < event_types; ++i) {
      const EventRule& rule = rule_of(static_cast<EventType>(i));
      if (!contains(rule.kinds, kind(place)) || !contains(rule.from, place.phase)) continue;
      types += (types.empty() ? "" : " or ") +
               type_name({.type = rule.type, .state = place.state, .at = {}, .details = {}}, owner_);
    }
    if (types.empty()) types = "nothing";
    return types + " of '" + machine_.states[place.state].name + '\'';
  }

  std::string whatever_is_next() const {
    if (!due_.empty()) return described(due_[taken_]);
    if (busy_ != nobody) return described(places_[busy_]);
    const auto lagging =
        std::find_if(places_.begin(), places_.end(), [](const Place& place) { return is_unsettled(place.phase); });
    return lagging == places_.end() ? "something" : described(*lagging);
  }

  // ---- reading one event

  bool read(const HistoryEvent& event) {
    if (!is_numbered(event) || !is_timely(event)) return false;
    now_ = event.at;
    if (lost_) return !ends_execution(event.type) || finish(event);
    if (event.id == 1) return begin(event);
    if (event.id == history_events_max) return is_full(event) && finish(event);
    return follow(event) && refusal_.empty();
  }

  bool is_numbered(const HistoryEvent& event) {
    if (ended_) return refuse("no event after the end");
    const std::uint32_t id = ++read_;
    if (event.id != id) return refuse("the id " + std::to_string(id));
    if (event.previous >= id) return refuse("a previousEventId below its own id");
    if (event.type > EventType::ExecutionTimedOut && event.state >= machine_.states.size())
      return refuse("a state of the machine");
    if (event.details.index() != rule_of(event.type).details)
      return refuse("the details of " + name(event.type, event.state));
    return true;
  }

  bool is_timely(const HistoryEvent& event) {
    if (event.id == 1) return true;
    if (event.at < now_) return refuse("a time not before " + clock(now_));
    if (!lost_ && event.at > now_ && is_in_midst()) return refuse(whatever_is_next() + " at " + clock(now_));
    if (limit_ && event.at - lateness_ > history_.front().at + *limit_)
      return refuse("ExecutionTimedOut at " + clock(history_.front().at + *limit_));
    return true;
  }

  /// Something comes before time goes on.
  bool is_in_midst() const { return unsettled_ > 0 || !due_.empty(); }

  bool begin(const HistoryEvent& event) {
    if (event.type != EventType::ExecutionStarted) return refuse("ExecutionStarted");
    open(nobody, owner_.root, 0, 0);
    places_[0].input = &std::get<Data>(event.details).payload;
    place_of_[0] = 0;
    return true;
  }

  bool is_full(const HistoryEvent& event) {
    if (event.type != EventType::ExecutionFailed || event.previous != event.id - 1 || reason_in(event) != history_full)
      return refuse("ExecutionFailed after event 24999, because the history is full");
    return true;
  }

  bool follow(const HistoryEvent& event) {
    if (is_break(event)) return says_where(event) && finish(event);
    if (!due_.empty()) return take(event);
    if (const std::uint32_t acting = who_acts(event); acting != nobody && !goes_on(places_[acting], event)) {
      if (!overflows(acting, event)) return false;
      if (!due_.empty()) return take(event);
    }
    return ends_execution(event.type) ? is_ended_from_outside(event) && finish(event) : advance(event);
  }

  // ---- consequences

  /// The id that it will have.
  std::uint32_t expect(EventType type,
                       std::uint32_t place,
                       std::uint32_t previous,
                       std::optional<std::uint32_t> position = {}) {
    due_.push_back({type, places_[place].state, previous, place, position});
    const std::uint32_t id = read_ + static_cast<std::uint32_t>(due_.size());
    belongs_to(place, id);
    return id;
  }

  /// An event that is still to come, in a history that may lack it.
  void belongs_to(std::uint32_t place, std::uint32_t event) {
    if (event < place_of_.size()) place_of_[event] = place;
  }

  bool fits(const Consequence& next, const HistoryEvent& event) const {
    return event.type == next.type && (ends_execution(event.type) || event.state == next.state) &&
           event.previous == next.previous && (!next.position || count_in(event) == *next.position);
  }

  bool take(const HistoryEvent& event) {
    const Consequence next = due_[taken_];
    if (!fits(next, event)) return refuse(described(next));
    if (++taken_ == due_.size()) {
      due_.clear();
      taken_ = 0;
    }
    if (next.type == EventType::MapIterationStarted) open_iteration(next.place, event.id);
    return !ends_execution(event.type) || finish(event);
  }

  // ---- an event of a scope that goes on

  bool advance(const HistoryEvent& event) {
    const std::uint32_t index = find_place(event);
    if (index == nobody) return refuse("a previousEventId at which a running scope of its state stands");
    Place& place = places_[index];
    const EventRule& rule = rule_of(event.type);
    if (event.state != place.state || !contains(rule.kinds, kind(place)) || !contains(rule.from, place.phase))
      return refuse(described(place));
    if (event.previous != place.tip) return refuse("the previousEventId " + std::to_string(place.tip));
    if (!in_window(place)) return refuse(name(event.type, event.state) + ' ' + described(place.window));
    if (rule.effect == Effect::Iterate) return widen_wave(index, event);
    if (is_told(place) && is_in_midst()) return refuse(whatever_is_next());
    const Phase before = place.phase;
    place.tip = event.id;
    place_of_[event.id] = index;
    settle(index, rule.to);
    return apply(rule.effect, index, before, event);
  }

  /// Where the event before it belongs to; or, for the first of a branch, the branch that begins there.
  std::uint32_t find_place(const HistoryEvent& event) const {
    const std::uint32_t index = place_of_[event.previous];
    if (index == nobody || places_[index].phase == Phase::Closed) return nobody;
    const asl::ScopeIndex definition = machine_.states[event.state].scope;
    if (places_[index].definition == definition) return index;
    const auto& children = places_[index].children;
    const auto child = std::find_if(
        children.begin(), children.end(), [&](std::uint32_t at) { return places_[at].definition == definition; });
    return child == children.end() ? nobody : *child;
  }

  bool apply(Effect effect, std::uint32_t index, Phase before, const HistoryEvent& event) {
    switch (effect) {
      case Effect::None:
      case Effect::Iterate: return true;
      case Effect::Enter: return enter(index, event);
      case Effect::Leave: return leave(index, before, event);
      case Effect::Schedule: return schedule(index, event);
      case Effect::Start: return start(places_[index]);
      case Effect::Fail: return fail(index, {reason_in(event), kind_of_failure(event)});
      case Effect::TimeOut: return time_out(index, event);
      case Effect::OpenBranches: return open_branches(index);
      case Effect::OpenMap: return open_map(index, event);
      case Effect::EndMapRun: return end_map_run(index, event);
    }
    return true;
  }

  /// What comes from outside, or from a timer, comes when nothing is left to do.
  bool is_told(const Place& place) const {
    const bool at_once = place.tip == read_ - 1 && contains(set_of(Phase::Waiting, Phase::MapRunning), place.phase);
    return !at_once && contains(set_of(Phase::Waiting,
                                       Phase::Queued,
                                       Phase::Running,
                                       Phase::Submitted,
                                       Phase::BackingOff,
                                       Phase::MapRunning),
                                place.phase);
  }

  Kind kind(const Place& place) const { return kind_of(machine_.states[place.state]); }

  void settle(std::uint32_t index, Phase phase) {
    Place& place = places_[index];
    unsettled_ += is_unsettled(phase) - is_unsettled(place.phase);
    if (busy_ == index) busy_ = nobody;
    if (is_busy(phase)) busy_ = index;
    place.phase = phase;
    if (phase != Phase::Submitted) place.window = {};
  }

  // ---- entering and leaving

  bool enter(std::uint32_t index, const HistoryEvent& event) {
    Place& place = places_[index];
    if (place.input && !equal(*place.input, std::get<Data>(event.details).payload))
      return refuse("the input of '" + machine_.states[place.state].name + "' to be the output before it");
    place.entered = event.id;
    place.retries.assign(machine_.states[place.state].retriers.size(), 0);
    const Kind entered = kind(place);
    if (entered == Kind::Instant) settle(index, Phase::Worked);
    if (entered == Kind::Wait) wait(index);
    return entered != Kind::Fail || fail_by_itself(index);
  }

  void wait(std::uint32_t index) {
    settle(index, Phase::Waiting);
    Window& window = places_[index].window;
    window.from = now_;
    const auto until = [&](TimePoint at) { window = {std::max(at, now_), std::max(at, now_)}; };
    std::visit(Overload{[&](const asl::WaitSeconds& wait) {
                          if (const auto* literal = std::get_if<std::int64_t>(&wait.seconds))
                            until(now_ + seconds(*literal));
                        },
                        [&](const asl::WaitUntil& wait) {
                          if (const auto* literal = std::get_if<TimePoint>(&wait.timestamp)) until(*literal);
                        }},
               std::get<asl::WaitState>(machine_.states[places_[index].state].detail).wait);
  }

  bool fail_by_itself(std::uint32_t index) {
    settle(index, Phase::Failed);
    const Place& place = places_[index];
    const auto& [error, cause] = std::get<asl::FailState>(machine_.states[place.state].detail);
    const auto* literal = error ? std::get_if<std::string>(&*error) : nullptr;
    if ((is_computed(error) || is_computed(cause)) && breaks_next()) return true;
    if (is_computed(error) && place.parent != nobody) {
      lost_ = true;
      return true;
    }
    return fail(index, {{literal ? std::optional{*literal} : std::nullopt, std::nullopt}, StateFailure::Kind::Error});
  }

  static bool is_computed(const std::optional<asl::TextField>& field) {
    return field && !std::holds_alternative<std::string>(*field);
  }

  /// Whether a Fail state could not even say why.
  bool breaks_next() const {
    if (read_ == history_.size()) return false;
    const HistoryEvent& next = history_[read_];
    const auto* details = std::get_if<Failure>(&next.details);
    return next.type == EventType::ExecutionFailed && next.previous == read_ && details &&
           details->error->error == "States.Runtime";
  }

  bool leave(std::uint32_t index, Phase before, const HistoryEvent& event) {
    Place& place = places_[index];
    const asl::State& left = machine_.states[place.state];
    const StateIndex next = next_state_[event.id];
    place.input = &std::get<Exit>(event.details).output;
    if (next == nobody && may_end(left, before)) return end_scope(index);
    if (next != nobody && !may_lead_to(place, before, next))
      return refuse("a state that '" + left.name + "' leads to, not '" + machine_.states[next].name + '\'');
    place.state = next != nobody ? next : likely_next(place, before);
    return true;
  }

  /// Of a scope that fails with others before it gets there.
  StateIndex likely_next(const Place& place, Phase before) const {
    const asl::State& left = machine_.states[place.state];
    if (before == Phase::Caught) return place.caught_to;
    const auto* choice = std::get_if<asl::ChoiceState>(&left.detail);
    return choice ? choice->otherwise.value_or(choice->choices.front().next) : *left.next;
  }

  static bool may_end(const asl::State& state, Phase before) {
    return before != Phase::Caught && !state.next && !std::holds_alternative<asl::ChoiceState>(state.detail);
  }

  bool may_lead_to(const Place& place, Phase before, StateIndex next) const {
    const asl::State& left = machine_.states[place.state];
    if (before == Phase::Caught) return next == place.caught_to;
    if (const auto* choice = std::get_if<asl::ChoiceState>(&left.detail))
      return choice->otherwise == next ||
             std::any_of(
                 choice->choices.begin(), choice->choices.end(), [&](const auto& one) { return one.next == next; });
    if (left.next == next) return true;
    const bool task = std::holds_alternative<asl::TaskState>(left.detail);  // caught, without an event that says so
    const asl::Catcher* catcher = task ? catcher_for(left, data_limit_exceeded(left.name)) : nullptr;
    return catcher && catcher->next == next;
  }

  // ---- scopes

  std::uint32_t open(std::uint32_t parent, asl::ScopeIndex definition, std::uint32_t position, std::uint32_t tip) {
    std::uint32_t index = static_cast<std::uint32_t>(places_.size());
    if (free_.empty()) {
      places_.emplace_back();
    } else {
      index = free_.back();
      free_.pop_back();
    }
    Place& place = places_[index];
    place.definition = definition;
    place.parent = parent;
    place.position = position;
    place.tip = tip;
    place.state = machine_.scopes[definition].start_at;
    place.input = nullptr;
    if (parent != nobody) places_[parent].children.push_back(index);
    settle(index, Phase::Arriving);
    return index;
  }

  void close(std::uint32_t index) {
    settle(index, Phase::Closed);
    places_[index].children.clear();
    free_.push_back(index);
  }

  bool end_scope(std::uint32_t index) {
    const Place& ended = places_[index];
    if (ended.parent == nobody) {
      output_ = ended.input;
      expect(EventType::ExecutionSucceeded, index, ended.tip);
      return true;
    }
    std::erase(places_[ended.parent].children, index);
    const auto join = kind(places_[ended.parent]) == Kind::InlineMap ? &Reader::end_iteration : &Reader::end_branch;
    (this->*join)(ended.parent, ended);
    close(index);
    return true;
  }

  void end_branch(std::uint32_t parent, const Place& branch) {
    if (!places_[parent].children.empty()) return;
    settle(parent, Phase::Worked);
    stand_at(parent, branch.tip);
    expect(EventType::ParallelStateSucceeded, parent, branch.tip);
  }

  void end_iteration(std::uint32_t parent, const Place& iteration) {
    Place& map = places_[parent];
    const std::uint32_t succeeded = expect(EventType::MapIterationSucceeded, parent, iteration.tip, iteration.position);
    if (map.started_items < map.items) {
      expect(EventType::MapIterationStarted, parent, iteration.tip, map.started_items);
    } else if (map.children.empty()) {
      map.tip = succeeded;
      settle(parent, Phase::Worked);
      expect(EventType::MapStateSucceeded, parent, succeeded);
    }
  }

  /// Its next event follows one of another scope.
  void stand_at(std::uint32_t index, std::uint32_t event) {
    places_[index].tip = event;
    belongs_to(index, event);
  }

  bool open_branches(std::uint32_t index) {
    const auto& parallel = std::get<asl::ParallelState>(machine_.states[places_[index].state].detail);
    const std::uint32_t started = places_[index].tip;
    for (std::uint32_t branch = 0; branch < parallel.branches.size(); ++branch)
      open(index, parallel.branches[branch], branch, started);
    return true;
  }

  // ---- maps

  const asl::MapState& map_of(const Place& place) const {
    return std::get<asl::MapState>(machine_.states[place.state].detail);
  }

  bool open_map(std::uint32_t index, const HistoryEvent& event) {
    Place& place = places_[index];
    place.items = count_in(event);
    place.started_items = 0;
    if (kind(place) == Kind::DistributedMap) return open_distributed_map(index);
    if (place.items == 0) {
      settle(index, Phase::Worked);
      expect(EventType::MapStateSucceeded, index, event.id);
    }
    for (std::uint32_t item = 0; item < first_wave(place); ++item)
      expect(EventType::MapIterationStarted, index, event.id, item);
    return true;
  }

  bool open_distributed_map(std::uint32_t index) {
    settle(index, Phase::MapOpened);
    if (map_of(places_[index]).item_reader && places_[index].items != 0)
      return refuse("the length 0, because an ItemReader supplies the items");
    return true;
  }

  bool only_input_tells_concurrency(const Place& place) const {
    const auto& asked = map_of(place).max_concurrency;
    return asked && !std::holds_alternative<std::int64_t>(*asked);
  }

  /// How many iterations start with the Map, at least.
  std::uint32_t first_wave(const Place& place) const {
    if (only_input_tells_concurrency(place)) return std::min(place.items, 1u);
    const auto& asked = map_of(place).max_concurrency;
    const auto at_once = asked ? std::get<std::int64_t>(*asked) : 0;
    const bool limited = at_once > 0 && at_once < iterations_at_once_max;
    return std::min(place.items, limited ? static_cast<std::uint32_t>(at_once) : iterations_at_once_max);
  }

  void open_iteration(std::uint32_t index, std::uint32_t started) {
    Place& map = places_[index];
    place_of_[started] = open(index, map_of(map).processor, map.started_items++, started);
  }

  /// One more that starts with the Map.
  bool widen_wave(std::uint32_t index, const HistoryEvent& event) {
    const Place& place = places_[index];
    if (!only_input_tells_concurrency(place) || !has_just_started_iteration(index) ||
        place.started_items == place.items || place.children.size() == iterations_at_once_max)
      return refuse("no more iterations of '" + machine_.states[place.state].name + "' than run at once");
    if (count_in(event) != place.started_items) return refuse("the iteration " + std::to_string(place.started_items));
    open_iteration(index, event.id);
    return true;
  }

  bool end_map_run(std::uint32_t index, const HistoryEvent& event) {
    expect(EventType::MapStateSucceeded, index, event.id);
    if (now_ >= map_exits_follow_the_start_since) places_[index].tip = event.previous;
    return true;
  }

  bool has_just_started_iteration(std::uint32_t index) const {
    return history_[read_ - 2].type == EventType::MapIterationStarted && places_[place_of_[read_ - 1]].parent == index;
  }

  // ---- attempts

  bool schedule(std::uint32_t index, const HistoryEvent& event) {
    Place& place = places_[index];
    const auto& task = std::get<asl::TaskState>(machine_.states[place.state].detail);
    const auto& details = std::get<Schedule>(event.details);
    const asl::TaskTerms& terms = *details.terms;
    if (!agrees(task.timeout_seconds, terms.timeout_seconds)) return refuse("the TimeoutSeconds of its state");
    if (!agrees(task.heartbeat_seconds, terms.heartbeat_seconds)) return refuse("the HeartbeatSeconds of its state");
    const bool beats = asl::is_activity(task.resource) || asl::is_callback(task.resource);
    place.timeout_seconds = terms.timeout_seconds;
    place.heartbeat_seconds = beats ? terms.heartbeat_seconds : std::nullopt;
    place.heartbeat_from = TimePoint::max();
    if (place.phase == Phase::Queued) place.window.until = after(place.timeout_seconds);
    return true;
  }

  static bool agrees(const std::optional<asl::IntegerField>& field, std::optional<std::int64_t> shown) {
    if (!field) return !shown;
    const auto* literal = std::get_if<std::int64_t>(&*field);
    return shown && (!literal || *literal == *shown);
  }

  bool start(Place& place) {
    place.window.until = after(place.timeout_seconds);
    place.heartbeat_from = after(place.heartbeat_seconds);
    return true;
  }

  TimePoint after(std::optional<std::int64_t> limit) const {
    return limit ? now_ + seconds(std::min(*limit, timeout_seconds_max)) : TimePoint::max();
  }

  bool time_out(std::uint32_t index, const HistoryEvent& event) {
    if (reason_in(event) != own_timeout) return fail(index, {reason_in(event), kind_of_failure(event)});
    const bool timed_out = deadline_ <= now_;
    const bool heartbeat_missed = places_[index].heartbeat_from <= now_;
    if (!timed_out && !heartbeat_missed)
      return refuse("no time-out before " + (deadline_ == TimePoint::max()
                                                 ? "one was asked for"
                                                 : clock(std::min(deadline_, places_[index].heartbeat_from))));
    return fail(index, timed_out ? timeout() : heartbeat_timeout());
  }

  static StateFailure::Kind kind_of_failure(const HistoryEvent& event) {
    return reason_in(event).error == "States.Runtime" ? StateFailure::Kind::Runtime : StateFailure::Kind::Error;
  }

  bool in_window(const Place& place) {
    deadline_ = place.window.until;
    return now_ >= place.window.from && now_ - lateness_ <= place.window.until;
  }

  std::string described(const Window& window) const {
    if (window.from == window.until) return "at " + clock(window.from);
    if (now_ < window.from) return "not before " + clock(window.from);
    return "by " + clock(window.until);
  }

  bool is_overdue(const Place& place) {
    return now_ - lateness_ > place.window.until && !refuse(described(place) + " by " + clock(place.window.until));
  }

  // ---- failures

  /// What becomes of a state that has failed, up to where the failure is retried or caught, or ends the execution.
  bool fail(std::uint32_t index, const StateFailure& failure) {
    Place& place = places_[index];
    if (failure.kind == StateFailure::Kind::Runtime) return end_in_failure(index, failure);
    if (back_off(index, failure)) return true;
    const Kind failed = kind(place);
    if (failed == Kind::Parallel) stand_at_next(index, EventType::ParallelStateFailed);
    if (failed == Kind::InlineMap || failed == Kind::DistributedMap) stand_at_next(index, EventType::MapStateFailed);
    const asl::Catcher* catcher = catcher_for(machine_.states[place.state], failure);
    if (!catcher) return propagate(index, failure);
    place.caught_to = catcher->next;
    settle(index, Phase::Caught);
    return true;
  }

  void stand_at_next(std::uint32_t index, EventType type) {
    places_[index].tip = expect(type, index, places_[index].tip);
  }

  bool back_off(std::uint32_t index, const StateFailure& failure) {
    Place& place = places_[index];
    const auto& retriers = machine_.states[place.state].retriers;
    const auto retrier = std::find_if(
        retriers.begin(), retriers.end(), [&](const auto& one) { return matches(one.error_equals, failure); });
    if (retrier == retriers.end()) return false;
    int& retries = place.retries[static_cast<std::size_t>(retrier - retriers.begin())];
    if (retries >= retrier->max_attempts) return false;
    const nanoseconds delay = nominal_backoff(*retrier, retries++);
    settle(index, Phase::BackingOff);
    place.window = {now_ + (retrier->jitter == asl::JitterStrategy::NONE ? delay : nanoseconds{0}), now_ + delay};
    return true;
  }

  static const asl::Catcher* catcher_for(const asl::State& state, const StateFailure& failure) {
    for (const asl::Catcher& catcher : state.catchers)
      if (matches(catcher.error_equals, failure)) return &catcher;
    return nullptr;
  }

  bool propagate(std::uint32_t index, const StateFailure& failure) {
    const std::uint32_t parent = places_[index].parent;
    if (parent == nobody) return end_in_failure(index, failure);
    const std::uint32_t failing_event = places_[index].tip;
    abort_children(parent, index, failing_event);
    stand_at(parent, failing_event);
    return fail(parent, failure);
  }

  bool end_in_failure(std::uint32_t index, const StateFailure& failure) {
    error_ = failure.reason.error;
    expect(EventType::ExecutionFailed, index, places_[index].tip);
    return true;
  }

  void abort_children(std::uint32_t parent, std::uint32_t failing_child, std::uint32_t failing_event) {
    Place& place = places_[parent];
    const bool iterations = kind(place) == Kind::InlineMap;
    for (const std::uint32_t child : place.children) {
      const auto type = child == failing_child ? EventType::MapIterationFailed : EventType::MapIterationAborted;
      if (iterations) expect(type, parent, failing_event, places_[child].position);
      abort(child, failing_event);
    }
    place.children.clear();
  }

  /// Of a state that has been entered and not left.
  void abort(std::uint32_t index, std::uint32_t failing_event) {
    const Place& place = places_[index];
    if (is_overdue(place)) return;
    if (place.phase != Phase::Arriving && shows_abortion(kind(place)))
      expect(EventType::StateAborted, index, failing_event);
    abort_children(index, nobody, failing_event);
    close(index);
  }

  // ---- failures without an event of their own

  /// An expression that could not be evaluated ends the execution after the last event of its state, whatever would
  /// have come next.
  bool is_break(const HistoryEvent& event) const {
    if (event.type != EventType::ExecutionFailed || reason_in(event).error != "States.Runtime") return false;
    const std::uint32_t index = place_of_[event.previous];
    return index != nobody && places_[index].tip == event.previous && may_break(places_[index], index);
  }

  bool may_break(const Place& place, std::uint32_t index) const {
    if (place.phase == Phase::Children) return has_just_started_iteration(index);
    if (place.phase == Phase::Failed) return place.tip == read_ - 1 && kind(place) == Kind::Fail;
    if (!due_.empty()) return false;
    if (place.phase == Phase::Waiting && place.tip == read_ - 1) return true;
    if (place.phase == Phase::Waiting || place.phase == Phase::BackingOff)
      return now_ >= place.window.from && now_ - lateness_ <= place.window.until;
    return index == busy_ || place.phase == Phase::MapRunning;
  }

  /// Source: semantics.md 5.1, the prefix of causes.
  bool says_where(const HistoryEvent& event) {
    const Place& place = places_[place_of_[event.previous]];
    const std::string prefix = "An error occurred while executing the state '" + machine_.states[place.state].name +
                               "' (entered at the event id #" + std::to_string(place.entered) + "). ";
    const auto& cause = reason_in(event).cause;
    return (cause && cause->starts_with(prefix)) || refuse("a cause that begins: " + prefix);
  }

  /// Whose turn it is, if it is somebody's.
  std::uint32_t who_acts(const HistoryEvent& event) const {
    if (busy_ != nobody) return busy_;
    const std::uint32_t index = place_of_[event.previous];
    const bool waits =
        index != nobody && places_[index].phase == Phase::Waiting && places_[index].tip == event.previous;
    return waits ? index : nobody;
  }

  bool goes_on(const Place& place, const HistoryEvent& event) const {
    const EventRule& rule = rule_of(event.type);
    return event.state == place.state && event.previous == place.tip && contains(rule.kinds, kind(place)) &&
           contains(rule.from, place.phase);
  }

  /// It was to be left, but its output is too large: nothing says so but what comes of it.
  bool overflows(std::uint32_t index, const HistoryEvent& event) {
    const Place& place = places_[index];
    const std::string otherwise = described(place);
    const bool leaves = place.phase == Phase::Worked || place.phase == Phase::Caught ||
                        (place.phase == Phase::Waiting && now_ >= place.window.from);
    if (!leaves) return refuse(otherwise);
    const StateFailure failure = data_limit_exceeded(machine_.states[place.state].name);
    const bool caught_already = place.phase == Phase::Caught;
    settle(index, Phase::Failed);
    if (!(caught_already ? propagate(index, failure) : fail(index, failure))) return false;
    if (!due_.empty() && !fits(due_.front(), event)) return refuse(otherwise);
    return busy_ == nobody || !due_.empty() || refuse(otherwise);
  }

  // ---- the end

  bool is_ended_from_outside(const HistoryEvent& event) {
    if (is_in_midst()) return refuse(whatever_is_next());
    if (event.type != EventType::ExecutionAborted && event.type != EventType::ExecutionTimedOut)
      return refuse("nothing to end an execution in which something is under way but what failed in it");
    if (event.previous != 0) return refuse("the previousEventId 0");
    if (event.type == EventType::ExecutionTimedOut && (!limit_ || now_ < history_.front().at + *limit_))
      return refuse("no time-out of the execution before its time is up");
    return true;
  }

  bool finish(const HistoryEvent& event) {
    ended_ = true;
    due_.clear();
    if (event.id < history_events_max &&
        std::any_of(places_.begin(), places_.end(), [this](const Place& place) { return is_overdue(place); }))
      return false;
    if (error_ && event.type == EventType::ExecutionFailed && event.id < history_events_max &&
        reason_in(event).error != error_)
      return refuse("the error " + *error_);
    return matches_status(event) ||
           refuse("an end that is the execution's status, " + std::string(status_name(status_)));
  }

  bool matches_status(const HistoryEvent& event) const {
    return std::visit(Overload{[](const Running&) { return false; },
                               [&](const Succeeded& succeeded) {
                                 return event.type == EventType::ExecutionSucceeded &&
                                        equal(succeeded.output, std::get<Data>(event.details).payload) &&
                                        (!output_ || equal(succeeded.output, *output_));
                               },
                               [&](const Failed& failed) {
                                 return event.type == EventType::ExecutionFailed && reason_in(event) == failed.reason;
                               },
                               [&](const TimedOut&) { return event.type == EventType::ExecutionTimedOut; },
                               [&](const Aborted& aborted) {
                                 return event.type == EventType::ExecutionAborted && reason_in(event) == aborted.reason;
                               }},
                      status_);
  }

  bool complete() {
    if (ended_) return true;
    if (!std::holds_alternative<Running>(status_))
      return refuse("an end that is the execution's status, " + std::string(status_name(status_)));
    if (history_.empty()) return refuse("ExecutionStarted");
    return lost_ || !is_in_midst() || refuse(whatever_is_next());
  }

  const History& history_;
  const StateMachine& owner_;
  const asl::Machine& machine_;
  const Status& status_;
  const nanoseconds lateness_;
  const std::optional<seconds> limit_;  // of the whole execution

  std::deque<Place> places_;  // the machine's own is the first
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> place_of_;  // by event id
  std::vector<StateIndex> next_state_;   // by event id: what is entered right after it
  std::vector<Consequence> due_;         // what has to come next, in this order
  std::size_t taken_ = 0;                // of those
  std::uint32_t busy_ = nobody;          // the place that goes on before any other
  int unsettled_ = 0;                    // places that go on before time does
  std::uint32_t read_ = 0;               // events, this one included
  TimePoint now_;                        // of the event that is read
  TimePoint deadline_;                   // by which it had to come
  bool lost_ = false;                    // what becomes of a failure is not known
  bool ended_ = false;
  const Payload* output_ = nullptr;   // of the machine's last state
  std::optional<std::string> error_;  // that has to end the execution
  std::string refusal_;
};

}  // namespace

std::optional<GrammarViolation> find_violation(const History& history,
                                               const StateMachine& state_machine,
                                               const Status& status,
                                               nanoseconds lateness) {
  return Reader{history, state_machine, status, lateness}.read();
}

}  // namespace stepstorm::execution
