#include <algorithm>

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

bool HistoryReader::may_break(const Place& place, std::uint32_t index) const {
  if (place.phase == Phase::Children) return has_just_started_iteration(index);
  if (place.phase == Phase::Failed) return place.tip == read_ - 1 && kind(place) == Kind::Fail;
  if (!due_.empty()) return false;
  if (place.phase == Phase::Waiting && place.tip == read_ - 1) return true;
  if (place.phase == Phase::Waiting || place.phase == Phase::BackingOff)
    return now_ >= place.window.from && now_ - lateness_ <= place.window.until;
  return index == busy_ || place.phase == Phase::MapRunning;
}

bool HistoryReader::says_where(const HistoryEvent& event) {
  if (!names_its_state(*reason_in(event).error)) return true;
  return says_where(event, places_[place_of_[event.previous]]);
}

bool HistoryReader::says_where(const HistoryEvent& event, const Place& place) {
  const std::string prefix = place_of_failure(machine_.states[place.state].name, place.entered);
  const auto& cause = reason_in(event).cause;
  return (cause && cause->starts_with(prefix)) || refuse("a cause that begins: " + prefix);
}

std::uint32_t HistoryReader::who_acts(const HistoryEvent& event) const {
  if (busy_ != no_place) return busy_;
  const std::uint32_t index = place_of_[event.previous];
  const bool waits =
      index != no_place && places_[index].phase == Phase::Waiting && places_[index].tip == event.previous;
  return waits ? index : no_place;
}

bool HistoryReader::goes_on(const Place& place, const HistoryEvent& event) const {
  const EventRule& rule = rule_of(event.type);
  return event.state == place.state && event.previous == place.tip && contains(rule.kinds, kind(place)) &&
         contains(rule.from, place.phase);
}

bool HistoryReader::overflows(std::uint32_t index, const HistoryEvent& event) {
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
  return busy_ == no_place || !due_.empty() || refuse(otherwise);
}

// ---- the end

bool HistoryReader::is_given_up(const HistoryEvent& event) const {
  return event.type == EventType::ExecutionFailed && event.previous == 0 &&
         reason_in(event).error == execution_limit_exceeded;
}

bool HistoryReader::is_ended_from_outside(const HistoryEvent& event) {
  if (is_in_midst()) return refuse(whatever_is_next());
  if (event.type != EventType::ExecutionAborted && event.type != EventType::ExecutionTimedOut)
    return refuse("nothing to end an execution in which something is under way but what failed in it");
  if (event.previous != 0) return refuse("the previousEventId 0");
  if (event.type == EventType::ExecutionTimedOut && now_ != after(history_.front().at, limit_))
    return refuse("no time-out of the execution but when its time is up");
  return true;
}

bool HistoryReader::finish(const HistoryEvent& event) {
  ended_ = true;
  due_.clear();
  if (event.id < full_at_ &&
      std::any_of(places_.begin(), places_.end(), [this](const Place& place) { return is_overdue(place); }))
    return false;
  if (error_ && event.type == EventType::ExecutionFailed && event.id < full_at_ && reason_in(event).error != error_)
    return refuse("the error " + *error_);
  return matches_status(event) || refuse("an end that is the execution's status, " + std::string(status_name(status_)));
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

bool HistoryReader::complete() {
  if (ended_) return true;
  if (!std::holds_alternative<Running>(status_))
    return refuse("an end that is the execution's status, " + std::string(status_name(status_)));
  if (history_.empty()) return refuse("ExecutionStarted");
  return lost_ || !is_in_midst() || refuse(whatever_is_next());
}

}  // namespace stepstorm::execution
