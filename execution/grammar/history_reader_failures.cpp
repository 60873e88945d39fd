#include <algorithm>
#include <array>
#include <string_view>

#include "asl/quotas.hpp"
#include "asl/resource.hpp"
#include "execution/grammar/history_reader.hpp"
#include "execution/planted_bug.hpp"

namespace stepstorm::execution {
namespace {

const ErrorOutput own_timeout{"States.Timeout", std::nullopt};

// ---- matching of ErrorEquals: from the table, independent of the interpreter, which may be wrong

/// The wildcards that match an error's name. A name that ends in a point stands for all names with this prefix.
/// States.TaskFailed does not match where the source is uncertain. Source: semantics.md 5.1.
struct ReservedName {
  std::string_view name;
  bool in_all;
  bool in_task_failed;
};
constexpr std::array<ReservedName, 11> reserved_names{{{"States.TaskFailed", true, true},
                                                       {"States.Timeout", true, false},
                                                       {"States.HeartbeatTimeout", true, false},
                                                       {"States.Permissions", true, true},
                                                       {"States.DataLimitExceeded", true, false},
                                                       {"States.Runtime", false, false},
                                                       {"States.QueryEvaluationError", true, false},
                                                       {"States.ExceedToleratedFailureThreshold", true, false},
                                                       {"States.ItemReaderFailed", true, false},
                                                       {"States.ResultWriterFailed", true, false},
                                                       {"States.Http.", true, true}}};

/// A task must not report any other name that begins with States.
ReservedName row_of(std::string_view error) {
  for (const ReservedName& row : reserved_names)
    if (row.name.ends_with('.') ? error.starts_with(row.name) : error == row.name) return row;
  return {error, true, !error.starts_with("States.")};
}

bool takes(std::string_view listed, const StateFailure& failure) {
  constexpr std::string_view heartbeat_timeout_name = "States.HeartbeatTimeout";
  const auto& error = failure.reason.error;
  if (!error) return listed == "States.ALL";
  const ReservedName row = row_of(*error);
  if (planted(PlantedBug::TimeoutNotInTable) && *error == "States.Timeout" && listed == "States.ALL") return false;
  if (listed == "States.ALL") return row.in_all;
  if (listed == "States.TaskFailed") return row.in_task_failed;
  return listed == *error ? row.in_all
                          : listed == heartbeat_timeout_name && failure.kind == StateFailure::Kind::HeartbeatTimeout;
}

bool list_takes(const std::vector<std::string>& error_equals, const StateFailure& failure) {
  return std::any_of(
      error_equals.begin(), error_equals.end(), [&](const std::string& listed) { return takes(listed, failure); });
}

// ---- back-off

/// IntervalSeconds, grown once for each retry before, and MaxDelaySeconds at most; to the nanosecond.
/// Source: semantics.md 5.2.
std::chrono::nanoseconds longest_delay(const asl::Retrier& retrier, int retries_before) {
  const long double most = retrier.max_delay ? retrier.max_delay->count() : asl::seconds_max;
  long double delay = retrier.interval.count();
  for (int retry = 0; retry < retries_before && delay < most && retrier.backoff_rate > 1; ++retry)
    delay *= retrier.backoff_rate;
  return std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<long double>(std::min(delay, most)));
}

/// Allowed difference between two computations of a back-off, one of them with 53 binary digits: a nanosecond in weeks.
std::chrono::nanoseconds rounding(std::chrono::nanoseconds delay) { return delay / (std::int64_t{1} << 50); }

}  // namespace

// ---- attempts

bool HistoryReader::schedule(std::uint32_t index, const HistoryEvent& event) {
  RunningScope& place = places_[index];
  const auto& task = std::get<asl::TaskState>(machine_.states[place.state].detail);
  const auto& details = std::get<Schedule>(event.details);
  const ScheduledTerms& terms = details.terms;
  if (!agrees(task.timeout_seconds, terms.timeout_seconds())) return refuse("the TimeoutSeconds of its state");
  if (!agrees(task.heartbeat_seconds, terms.heartbeat_seconds())) return refuse("the HeartbeatSeconds of its state");
  const bool beats = asl::is_activity(task.resource) || asl::is_callback(task.resource);
  place.timeout_seconds = asl::longest_attempt(task.resource, terms.timeout_seconds());
  place.heartbeat_seconds = beats ? terms.heartbeat_seconds() : std::nullopt;
  place.heartbeat_from = TimePoint::max();
  if (place.phase == Phase::Queued) place.window.until = until(place.timeout_seconds);
  return true;
}

bool HistoryReader::agrees(const std::optional<asl::IntegerField>& field, std::optional<std::int64_t> shown) {
  if (!field) return !shown;
  const auto* literal = std::get_if<std::int64_t>(&*field);
  return shown && (!literal || *literal == *shown);
}

bool HistoryReader::start(RunningScope& place) {
  place.window.until = until(place.timeout_seconds);
  place.heartbeat_from = until(place.heartbeat_seconds);
  return true;
}

TimePoint HistoryReader::until(std::optional<std::int64_t> limit) const {
  return limit ? after(now_, seconds(std::min(*limit, asl::seconds_max))) : never;
}

bool HistoryReader::time_out(std::uint32_t index, const HistoryEvent& event) {
  if (reason_in(event) != own_timeout) return fail(index, {reason_in(event), kind_of_failure(event)});
  const bool timed_out = deadline_ <= now_;
  const bool heartbeat_missed = places_[index].heartbeat_from <= now_;
  if (!timed_out && !heartbeat_missed)
    return refuse("no time-out before " + (deadline_ == TimePoint::max()
                                               ? "one was asked for"
                                               : clock(std::min(deadline_, places_[index].heartbeat_from))));
  return fail(index, timed_out ? timeout() : heartbeat_timeout());
}

StateFailure::Kind HistoryReader::kind_of_failure(const HistoryEvent& event) { return reported(reason_in(event)).kind; }

bool HistoryReader::in_window(const RunningScope& place) {
  deadline_ = place.window.until;
  return now_ >= place.window.from && now_ - lateness_ <= place.window.until;
}

std::string HistoryReader::described(const Window& window) const {
  if (window.from == window.until) return "at " + clock(window.from);
  if (now_ < window.from) return "not before " + clock(window.from);
  return "by " + clock(window.until);
}

bool HistoryReader::is_overdue(const RunningScope& place) {
  return now_ - lateness_ > place.window.until && !refuse(described(place) + " by " + clock(place.window.until));
}

// ---- failures

bool HistoryReader::fail_evaluation(const HistoryEvent& event) {
  const StateFailure failure{reason_in(event), StateFailure::Kind::Query};
  if (failure.reason.error != "States.QueryEvaluationError") return refuse("the error States.QueryEvaluationError");
  if (const std::uint32_t iteration = iteration_without_input(event); iteration != no_place) {
    due_.clear();  // the iterations after it do not start
    taken_ = 0;
    stand_at(iteration, event.id);
    places_[iteration].no_input = true;
    return says_where(event, places_[places_[iteration].parent]) && propagate(iteration, failure);
  }
  if (!due_.empty()) return refuse(described(due_[taken_]));
  const std::uint32_t index = evaluating(event);
  if (index == no_place) return refuse("a state that is evaluated, and the event before it, of EvaluationFailed");
  RunningScope& place = places_[index];
  if (!says_where(event, place)) return false;
  stand_at(index, event.id);
  if (place.phase == Phase::MapRunning) return true;  // MapRunFailed comes
  const bool by_catcher = place.phase == Phase::Caught;
  settle(index, Phase::Failed);
  return by_catcher ? propagate(index, failure) : fail(index, failure);
}

std::uint32_t HistoryReader::evaluating(const HistoryEvent& event) {
  for (std::uint32_t index = 0; index < places_.size(); ++index) {
    const RunningScope& place = places_[index];
    if (place.state != event.state || !may_evaluate(place)) continue;
    const bool as_entered = place.tip == place.entered && kind(place) != Kind::Wait;
    if (event.previous == (as_entered ? place.before : place.tip)) return index;
  }
  return no_place;
}

bool HistoryReader::may_evaluate(const RunningScope& place) {
  constexpr Set timed = set_of(Phase::Waiting, Phase::BackingOff);
  constexpr Set at_once = set_of(Phase::Entered,
                                 Phase::Worked,
                                 Phase::Caught,
                                 Phase::MapOpened,
                                 Phase::MapRunning,
                                 Phase::Revived,
                                 Phase::RevivedWorked,
                                 Phase::Rejoining);
  if (contains(timed, place.phase)) return in_window(place);
  const bool of_fail = place.phase == Phase::Failed && place.tip == read_ - 1 && kind(place) == Kind::Fail;
  return of_fail || contains(at_once, place.phase);
}

std::uint32_t HistoryReader::iteration_without_input(const HistoryEvent& event) const {
  if (event.previous != read_ - 1 || history_[event.previous - 1].type != EventType::MapIterationStarted)
    return no_place;
  return history_[event.previous - 1].state == event.state ? place_of_[event.previous] : no_place;
}

bool HistoryReader::fail(std::uint32_t index, const StateFailure& failure) {
  RunningScope& place = places_[index];
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

void HistoryReader::stand_at_next(std::uint32_t index, EventType type) {
  places_[index].tip = expect(type, index, places_[index].tip);
}

bool HistoryReader::back_off(std::uint32_t index, const StateFailure& failure) {
  RunningScope& place = places_[index];
  const auto& retriers = machine_.states[place.state].retriers;
  const auto retrier = std::find_if(
      retriers.begin(), retriers.end(), [&](const auto& one) { return list_takes(one.error_equals, failure); });
  if (retrier == retriers.end()) return false;
  int& retries = place.retries[static_cast<std::size_t>(retrier - retriers.begin())];
  if (retries >= retrier->max_attempts) return false;
  const nanoseconds delay = longest_delay(*retrier, retries++);
  const nanoseconds rounded = rounding(delay);
  settle(index, Phase::BackingOff);
  close_children(place);
  const bool exact = retrier->jitter == asl::JitterStrategy::NONE;
  place.window = {exact ? after(now_, delay - rounded) : now_, after(now_, delay + rounded)};
  return true;
}

const asl::Catcher* HistoryReader::catcher_for(const asl::State& state, const StateFailure& failure) {
  for (const asl::Catcher& catcher : state.catchers)
    if (list_takes(catcher.error_equals, failure)) return &catcher;
  return nullptr;
}

bool HistoryReader::propagate(std::uint32_t index, const StateFailure& failure) {
  const std::uint32_t parent = places_[index].parent;
  if (parent == no_place) return end_in_failure(index, failure);
  const std::uint32_t failing_event = places_[index].tip;
  abort_children(parent, index, failing_event);
  stand_at(parent, failing_event);
  return fail(parent, failure);
}

bool HistoryReader::end_in_failure(std::uint32_t index, const StateFailure& failure) {
  error_ = failure.reason.error;
  expect(EventType::ExecutionFailed, index, places_[index].tip);
  return true;
}

void HistoryReader::abort_children(std::uint32_t parent, std::uint32_t failing_child, std::uint32_t failing_event) {
  RunningScope& place = places_[parent];
  const bool iterations = kind(place) == Kind::InlineMap;
  for (const std::uint32_t child : place.children) {
    const auto type = child == failing_child ? EventType::MapIterationFailed : EventType::MapIterationAborted;
    if (iterations) expect(type, parent, failing_event, places_[child].position);
    abort(child, failing_event);
  }
  place.children.clear();
}

void HistoryReader::abort(std::uint32_t index, std::uint32_t failing_event) {
  const RunningScope& place = places_[index];
  if (is_overdue(place)) return;
  if (place.phase != Phase::Arriving && shows_abortion(kind(place)))
    expect(EventType::StateAborted, index, failing_event);
  abort_children(index, no_place, failing_event);
  halt(index);
}

void HistoryReader::halt(std::uint32_t index) {
  RunningScope halted = places_[index];
  close(index);
  places_[halted.parent].halted.push_back(std::move(halted));
}

}  // namespace stepstorm::execution
