#include <algorithm>

#include "execution/frontier.hpp"
#include "execution/grammar/history_reader.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {

// ---- failures without an event of their own

bool HistoryReader::is_break(const HistoryEvent& event) const {
  if (event.type != EventType::ExecutionFailed) return false;
  const std::string error = reason_in(event).error.value_or("");
  if (!is_terminal(error) && error != "States.DataLimitExceeded") return false;  // the latter of an input
  const std::uint32_t index = place_of_[event.previous];
  return index != no_place && places_[index].tip == event.previous && may_break(places_[index], index);
}

bool HistoryReader::may_break(const RunningScope& place, std::uint32_t index) const {
  if (place.phase == Phase::Children) return has_just_started_iteration(index);
  if (place.phase == Phase::Failed) return place.tip == read_ - 1 && kind(place) == Kind::Fail;
  if (!due_.empty()) return false;
  if (place.phase == Phase::Waiting && has_just_begun(place)) return true;
  if (place.phase == Phase::Waiting || place.phase == Phase::BackingOff)
    return now_ >= place.window.from && now_ - lateness_ <= place.window.until;
  return index == busy_ || place.phase == Phase::MapRunning || is_revived(place.phase);
}

bool HistoryReader::says_where(const HistoryEvent& event) {
  if (!names_its_state(*reason_in(event).error)) return true;
  return says_where(event, places_[place_of_[event.previous]]);
}

bool HistoryReader::says_where(const HistoryEvent& event, const RunningScope& place) {
  const std::string prefix = place_of_failure(machine_.states[place.state].name, place.entered);
  const auto& cause = reason_in(event).cause;
  return (cause && cause->starts_with(prefix)) || refuse("a cause that begins: " + prefix);
}

std::uint32_t HistoryReader::who_acts(const HistoryEvent& event) const {
  if (busy_ != no_place) return busy_;
  const std::uint32_t index = place_of_[event.previous];
  if (index == no_place || places_[index].tip != event.previous) return no_place;
  const Phase phase = places_[index].phase;
  return phase == Phase::Waiting || phase == Phase::RevivedWorked ? index : no_place;
}

bool HistoryReader::goes_on(const RunningScope& place, const HistoryEvent& event) const {
  const EventRule& rule = rule_of(event.type);
  return event.state == place.state && event.previous == place.tip && contains(rule.kinds, kind(place)) &&
         contains(rule.from, place.phase);
}

bool HistoryReader::overflows(std::uint32_t index, const HistoryEvent& event) {
  const RunningScope& place = places_[index];
  const std::string otherwise = described(place);
  const bool leaves = place.phase == Phase::Worked || place.phase == Phase::Caught ||
                      place.phase == Phase::RevivedWorked ||
                      (place.phase == Phase::Waiting && now_ >= place.window.from);
  if (!leaves) return refuse(otherwise);
  const StateFailure failure = data_limit_exceeded(machine_.states[place.state].name);
  const bool caught_already = place.phase == Phase::Caught;
  settle(index, Phase::Failed);
  --read_;  // the event that is read is the first of the consequences
  const bool is_known = caught_already ? propagate(index, failure) : fail(index, failure);
  ++read_;
  if (!is_known) return false;
  if (!due_.empty() && !fits(due_.front(), event)) return refuse(otherwise);
  return busy_ == no_place || !due_.empty() || refuse(otherwise);
}

// ---- the end

bool HistoryReader::is_given_up(const HistoryEvent& event) const {
  return event.type == EventType::ExecutionFailed && event.previous == 0 &&
         reason_in(event).error == execution_limit_exceeded;
}

bool HistoryReader::is_ended_from_outside(const HistoryEvent& event) {
  if (is_in_midst()) return refuse(what_is_due());
  if (event.type != EventType::ExecutionAborted && event.type != EventType::ExecutionTimedOut)
    return refuse("nothing to end an execution in which something is under way but what failed in it");
  if (event.previous != 0) return refuse("the previousEventId 0");
  if (event.type == EventType::ExecutionTimedOut && now_ != last_instant())
    return refuse("no time-out of the execution but when its time is up");
  return true;
}

bool HistoryReader::finish(const HistoryEvent& event) {
  ended_ = true;
  due_.clear();
  if (event.id < full_at_ &&
      std::any_of(places_.begin(), places_.end(), [this](const RunningScope& place) { return is_overdue(place); }))
    return false;
  if (error_ && event.type == EventType::ExecutionFailed && event.id < full_at_ && reason_in(event).error != error_)
    return refuse("the error " + *error_);
  return is_redriven_after(event) || matches_status(event) ||
         refuse("an end that is the execution's status, " + std::string(status_name(status_)));
}

bool HistoryReader::matches_status(const HistoryEvent& event) const {
  return std::visit(Overload{[](const Running&) { return false; },
                             [&](const Succeeded& succeeded) {
                               return event.type == EventType::ExecutionSucceeded &&
                                      equal(succeeded.output, std::get<Data>(event.details).payload) &&
                                      (!output_ || equal(succeeded.output, *output_));
                             },
                             [&](const Failed& failed) {
                               return event.type == EventType::ExecutionFailed && reason_in(event) == *failed.reason;
                             },
                             [&](const TimedOut&) { return event.type == EventType::ExecutionTimedOut; },
                             [&](const Aborted& aborted) {
                               return event.type == EventType::ExecutionAborted && reason_in(event) == *aborted.reason;
                             }},
                    status_);
}

// ---- redrive: every scope goes on in its visit, from its own last event; the work of the state begins again.
// Source: semantics.md 8.4.

bool HistoryReader::is_redriven_after(const HistoryEvent& end) const {
  return end.type != EventType::ExecutionSucceeded && end.id < history_.size() &&
         history_[end.id].type == EventType::ExecutionRedriven;
}

bool HistoryReader::redrive(const HistoryEvent& event) {
  if (!ended_ || owner_.type != asl::MachineType::STANDARD || !is_redriven_after(history_[event.id - 2]))
    return refuse("no redrive but of a STANDARD execution that has ended without success");
  if (event.previous != event.id - 1) return refuse("the previousEventId " + std::to_string(event.id - 1));
  if (count_in(event) != ++redrives_) return refuse("the redriveCount " + std::to_string(redrives_));
  if (event.id - 1 > redrivable_events_max) return refuse("no redrive of so long a history");
  was_too_large_ = error_ == "States.DataLimitExceeded";
  begun_ = now_;
  ended_ = false;
  output_ = nullptr;
  error_.reset();
  busy_ = no_place;
  taken_ = 0;
  if (lost_) return true;
  forget_iteration_without_input(history_[event.id - 2]);
  revive(0);
  return true;
}

/// An iteration whose input could not be evaluated, which ended the execution, is started again.
void HistoryReader::forget_iteration_without_input(const HistoryEvent& end) {
  if (end.type != EventType::ExecutionFailed || history_[end.id - 2].type != EventType::MapIterationStarted) return;
  const std::uint32_t index = place_of_[end.id - 1];
  if (index == no_place || places_[index].phase == Phase::Closed) return;
  RunningScope& map = places_[places_[index].parent];
  if (end.previous != map.tip) return;
  map.again.push_back(places_[index].position);
  std::erase(map.children, index);
  close(index);
}

TimePoint HistoryReader::last_instant() const {
  return std::min(after(begun_, limit_), after(history_.front().at, most_));
}

void HistoryReader::revive(std::uint32_t index) {
  RunningScope& place = places_[index];
  place.retries.assign(machine_.states[place.state].retriers.size(), 0);
  place.revived_at = now_;
  const bool shares_tip =
      place.entered == 0 && place.parent != no_place && kind(places_[place.parent]) == Kind::Parallel;
  belongs_to(shares_tip ? place.parent : index, place.tip);
  if (place.phase == Phase::Arriving) return;
  switch (kind(place)) {
    case Kind::Fail: return settle(index, Phase::Arriving);
    case Kind::Instant: return settle(index, Phase::RevivedWorked);
    case Kind::Wait: return wait(index);
    case Kind::Parallel:
    case Kind::InlineMap: return revive_children(index);
    default: return settle(index, Phase::Revived);
  }
}

void HistoryReader::revive_children(std::uint32_t index) {
  if (!places_[index].opened) return settle(index, Phase::Revived);
  for (RunningScope& halted : std::exchange(places_[index].halted, {})) {
    if (halted.no_input)
      places_[index].again.push_back(halted.position);
    else
      reopen(index, std::move(halted));
  }
  RunningScope& place = places_[index];
  const bool rerun = was_too_large_ && place.phase == Phase::Failed;
  if (!place.children.empty() || has_more(place))
    settle(index, Phase::Children);
  else
    settle(index, rerun ? Phase::Revived : Phase::Rejoining);
  for (const std::uint32_t child : std::vector(place.children)) revive(child);
}

void HistoryReader::reopen(std::uint32_t parent, RunningScope&& halted) {
  const std::uint32_t index = open(parent, halted.definition, halted.position, halted.tip);
  settle(index, Phase::Closed);
  RunningScope& place = places_[index];
  place = std::move(halted);
  place.parent = parent;
  const Phase phase = std::exchange(place.phase, Phase::Closed);
  settle(index, phase);
}

bool HistoryReader::complete() {
  if (ended_) return true;
  if (!std::holds_alternative<Running>(status_))
    return refuse("an end that is the execution's status, " + std::string(status_name(status_)));
  if (history_.empty()) return refuse("ExecutionStarted");
  return lost_ || !is_in_midst() || refuse(what_is_due());
}

}  // namespace stepstorm::execution
