#include "execution/grammar/history_reader.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "asl/quotas.hpp"

namespace stepstorm::execution {
namespace {

using std::chrono::seconds;

const ErrorOutput history_full{"States.Runtime", "The execution reached the maximum number of history events (25000)."};

bool ends_execution(EventType type) {
  return type >= EventType::ExecutionSucceeded && type <= EventType::ExecutionTimedOut;
}

/// Source: semantics.md 8.5; TimeoutSeconds is the machine's own, not that of a Distributed Map's children.
seconds longest(const StateMachine& owner) {
  return owner.type == asl::MachineType::STANDARD ? standard_duration_max : express_duration_max;
}

seconds time_limit(const StateMachine& owner) {
  const auto own = owner.root == asl::machine_scope ? owner.machine->timeout : std::nullopt;
  return std::min(own.value_or(longest(owner)), longest(owner));
}

}  // namespace

HistoryReader::HistoryReader(const History& history,
                             const StateMachine& owner,
                             const Status& status,
                             nanoseconds lateness,
                             std::vector<Transition>* walked)
    : history_(history),
      owner_(owner),
      machine_(*owner.machine),
      status_(status),
      lateness_(lateness),
      most_(longest(owner)),
      limit_(time_limit(owner)),
      full_at_(owner.type == asl::MachineType::STANDARD ? asl::history_events_max : no_place),
      place_of_(history.size() + 1, no_place),
      next_state_(history.size() + 1, no_place),
      walked_(walked) {
  for (const HistoryEvent& event : history)
    if (event.type == EventType::StateEntered && event.previous <= history.size())
      next_state_[event.previous] = event.state;
}

std::optional<GrammarViolation> HistoryReader::read() {
  for (const HistoryEvent& event : history_)
    if (!read(event)) return GrammarViolation{event.id, std::move(refusal_)};
  if (!complete()) return GrammarViolation{static_cast<std::uint32_t>(history_.size()) + 1, std::move(refusal_)};
  return std::nullopt;
}

// ---- explaining a refusal; returns false, so that a rule can return it

bool HistoryReader::refuse(std::string what) {
  if (refusal_.empty()) refusal_ = "expected " + std::move(what);
  return false;
}

std::string HistoryReader::name(EventType type, StateIndex state) const {
  const HistoryEvent event{.type = type, .state = state, .at = {}, .details = {}};
  if (belongs_to_execution(type)) return type_name(event, owner_);
  return type_name(event, owner_) + " of '" + machine_.states[state].name + '\'';
}

std::string HistoryReader::clock(TimePoint at) const {
  char text[48];
  std::snprintf(text, sizeof text, "%.3f s", std::chrono::duration<double>(at - history_.front().at).count());
  return text;
}

std::string HistoryReader::described(const Consequence& next) const {
  return name(next.type, next.state) + (next.position ? ' ' + std::to_string(*next.position) : "") + " after event " +
         std::to_string(next.previous);
}

std::string HistoryReader::described(const RunningScope& place) const {
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

std::string HistoryReader::what_is_due() const {
  if (!due_.empty()) return described(due_[taken_]);
  if (busy_ != no_place) return described(places_[busy_]);
  const auto lagging =
      std::find_if(places_.begin(), places_.end(), [](const RunningScope& place) { return is_unsettled(place.phase); });
  return lagging == places_.end() ? "something" : described(*lagging);
}

// ---- reading one event

bool HistoryReader::read(const HistoryEvent& event) {
  if (!is_numbered(event) || !is_timely(event)) return false;
  now_ = event.at;
  if (event.type == EventType::ExecutionRedriven) return redrive(event);
  if (lost_) return !ends_execution(event.type) || finish(event);
  if (event.id == 1) return begin(event);
  if (event.id == full_at_) return is_full(event) && finish(event);
  return follow(event) && refusal_.empty();
}

bool HistoryReader::is_numbered(const HistoryEvent& event) {
  if (ended_ && event.type != EventType::ExecutionRedriven) return refuse("no event after the end");
  const std::uint32_t id = ++read_;
  if (event.id != id) return refuse("the id " + std::to_string(id));
  if (event.previous >= id) return refuse("a previousEventId below its own id");
  if (!belongs_to_execution(event.type) && event.state >= machine_.states.size())
    return refuse("a state of the machine");
  if (event.details.index() != rule_of(event.type).details)
    return refuse("the details of " + name(event.type, event.state));
  return true;
}

bool HistoryReader::is_timely(const HistoryEvent& event) {
  if (event.id == 1) return true;
  if (event.at < now_) return refuse("a time not before " + clock(now_));
  if (ended_) return true;
  if (!lost_ && event.at > now_ && is_in_midst()) return refuse(what_is_due() + " at " + clock(now_));
  if (event.at > last_instant()) return refuse("ExecutionTimedOut at " + clock(last_instant()));
  return true;
}

bool HistoryReader::is_in_midst() const { return unsettled_ > 0 || !due_.empty(); }

bool HistoryReader::begin(const HistoryEvent& event) {
  if (event.type != EventType::ExecutionStarted) return refuse("ExecutionStarted");
  open(no_place, owner_.root, 0, 0);
  places_[0].input = &std::get<Data>(event.details).payload;
  begun_ = event.at;
  place_of_[0] = 0;
  return true;
}

bool HistoryReader::is_full(const HistoryEvent& event) {
  if (event.type != EventType::ExecutionFailed || event.previous != event.id - 1 || reason_in(event) != history_full)
    return refuse("ExecutionFailed after event 24999, because the history is full");
  return true;
}

bool HistoryReader::follow(const HistoryEvent& event) {
  if (is_given_up(event)) return finish(event);
  if (is_break(event)) return says_where(event) && finish(event);
  if (event.type == EventType::EvaluationFailed) return fail_evaluation(event);
  if (!due_.empty()) return take(event);
  if (const std::uint32_t acting = who_acts(event); acting != no_place && !goes_on(places_[acting], event)) {
    if (!overflows(acting, event)) return false;
    if (!due_.empty()) return take(event);
  }
  return ends_execution(event.type) ? is_ended_from_outside(event) && finish(event) : advance(event);
}

// ---- consequences

std::uint32_t HistoryReader::expect(EventType type,
                                    std::uint32_t place,
                                    std::uint32_t previous,
                                    std::optional<std::uint32_t> position) {
  due_.push_back({type, places_[place].state, previous, place, position});
  const std::uint32_t id = read_ + static_cast<std::uint32_t>(due_.size());
  belongs_to(place, id);
  return id;
}

void HistoryReader::belongs_to(std::uint32_t place, std::uint32_t event) {
  if (event < place_of_.size()) place_of_[event] = place;
}

bool HistoryReader::fits(const Consequence& next, const HistoryEvent& event) const {
  return event.type == next.type && (ends_execution(event.type) || event.state == next.state) &&
         event.previous == next.previous && (!next.position || count_in(event) == *next.position);
}

bool HistoryReader::take(const HistoryEvent& event) {
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

bool HistoryReader::advance(const HistoryEvent& event) {
  const std::uint32_t index = find_place(event);
  if (index == no_place) return refuse("a previousEventId at which a running scope of its state stands");
  RunningScope& place = places_[index];
  const EventRule& rule = rule_of(event.type);
  if (event.state != place.state || !contains(rule.kinds, kind(place)) || !contains(rule.from, place.phase))
    return refuse(described(place));
  if (event.previous != place.tip) return refuse("the previousEventId " + std::to_string(place.tip));
  if (!in_window(place)) return refuse(name(event.type, event.state) + ' ' + described(place.window));
  if (rule.effect == Effect::Iterate) return widen_wave(index, event);
  if (is_told(place) && is_in_midst()) return refuse(what_is_due());
  const Phase before = place.phase;
  if (walked_) walked_->push_back({kind(place), before, event.type});
  place.tip = event.id;
  place_of_[event.id] = index;
  settle(index, rule.to);
  return apply(rule.effect, index, before, event);
}

std::uint32_t HistoryReader::find_place(const HistoryEvent& event) const {
  const std::uint32_t index = place_of_[event.previous];
  if (index == no_place || places_[index].phase == Phase::Closed) return no_place;
  const asl::ScopeIndex definition = machine_.states[event.state].scope;
  if (places_[index].definition == definition) return index;
  const auto& children = places_[index].children;
  const auto child = std::find_if(
      children.begin(), children.end(), [&](std::uint32_t at) { return places_[at].definition == definition; });
  return child == children.end() ? no_place : *child;
}

bool HistoryReader::apply(Effect effect, std::uint32_t index, Phase before, const HistoryEvent& event) {
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
    case Effect::Rejoin: places_[index].tip = event.previous; return true;
    case Effect::StartMapRun:
      places_[index].map_run = std::get<MapRunReference>(event.details).arn.get();
      places_[index].map_run_redrives = 0;
      return true;
    case Effect::RedriveMapRun: return redrive_map_run(index, event);
  }
  return true;
}

bool HistoryReader::is_told(const RunningScope& place) const {
  const bool at_once = has_just_begun(place) && contains(set_of(Phase::Waiting, Phase::MapRunning), place.phase);
  return !at_once &&
         contains(
             set_of(
                 Phase::Waiting, Phase::Queued, Phase::Running, Phase::Submitted, Phase::BackingOff, Phase::MapRunning),
             place.phase);
}

Kind HistoryReader::kind(const RunningScope& place) const { return kind_of(machine_.states[place.state]); }

void HistoryReader::settle(std::uint32_t index, Phase phase) {
  RunningScope& place = places_[index];
  unsettled_ += is_unsettled(phase) - is_unsettled(place.phase);
  if (busy_ == index) busy_ = no_place;
  if (is_busy(phase)) busy_ = index;
  place.phase = phase;
  if (phase != Phase::Submitted) place.window = {};
}

}  // namespace stepstorm::execution
