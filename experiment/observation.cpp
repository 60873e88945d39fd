#include "experiment/observation.hpp"

#include <algorithm>
#include <utility>

#include "execution/result.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {
namespace {

using execution::EventType;
using execution::HistoryEvent;

constexpr std::size_t stories_max = 5;

/// Returns the error of an order that did not succeed.
std::string error_of(const execution::Status& status) {
  if (std::holds_alternative<execution::TimedOut>(status)) return "States.Timeout";
  return execution::reason_of(status).error.value_or("(no name)");
}

bool is_order(const execution::Execution& execution) { return execution.id < orchestration::child_id; }

bool succeeded(const execution::Execution& execution) {
  return std::holds_alternative<execution::Succeeded>(execution.status);
}

bool fails_work(EventType type) {
  return fails_attempt(type) || type == EventType::ParallelStateFailed || type == EventType::MapStateFailed ||
         type == EventType::EvaluationFailed;
}

/// Returns the event named by previousEventId; null for the first event of an execution.
const HistoryEvent* before(const orchestration::EndedExecution& ended, const HistoryEvent& event) {
  if (event.previous == 0) return nullptr;
  const HistoryEvent& previous = ended.history[event.previous - 1];
  return previous.type == EventType::ExecutionStarted ? nullptr : &previous;
}

/// Returns whether a catcher led from the state to `next`: after a failure, or because `next` is not the state's own
/// Next. A failure without an event of its own, caught by a catcher that leads to the state's own Next, counts as
/// success.
bool was_caught(const orchestration::EndedExecution& ended, const HistoryEvent& exited, asl::StateIndex next) {
  const asl::State& state = ended.execution.machine().states[exited.state];
  if (state.catchers.empty()) return false;
  const HistoryEvent* last = before(ended, exited);
  return (last && fails_work(last->type)) || state.next != next;
}

}  // namespace

bool begins_attempt(EventType type) {
  return type == EventType::LambdaFunctionScheduled || type == EventType::ActivityScheduled ||
         type == EventType::TaskScheduled;
}

bool fails_attempt(EventType type) {
  switch (type) {
    case EventType::LambdaFunctionFailed:
    case EventType::LambdaFunctionScheduleFailed:
    case EventType::LambdaFunctionStartFailed:
    case EventType::LambdaFunctionTimedOut:
    case EventType::ActivityFailed:
    case EventType::ActivityScheduleFailed:
    case EventType::ActivityTimedOut:
    case EventType::TaskFailed:
    case EventType::TaskStartFailed:
    case EventType::TaskSubmitFailed:
    case EventType::TaskTimedOut: return true;
    default: return false;
  }
}

std::string error_of_attempt(const HistoryEvent& event) {
  const execution::ErrorOutput* error = execution::error_in(event.details);
  if (error && error->error) return *error->error;
  const bool timed_out = event.type == EventType::TaskTimedOut || event.type == EventType::ActivityTimedOut ||
                         event.type == EventType::LambdaFunctionTimedOut;
  return timed_out ? "States.Timeout" : "(no name)";
}

bool begins_work(EventType type) {
  return begins_attempt(type) || type == EventType::ParallelStateStarted || type == EventType::MapStateStarted;
}

bool ends_work(EventType type) {
  switch (type) {
    case EventType::LambdaFunctionSucceeded:
    case EventType::ActivitySucceeded:
    case EventType::TaskSucceeded:
    case EventType::ParallelStateSucceeded:
    case EventType::MapStateSucceeded: return true;
    default: return fails_work(type);
  }
}

Phase phase_at(const FaultTime& faults, world::Time time) {
  if (time < faults.begin) return Phase::Before;
  return time < faults.end ? Phase::During : Phase::After;
}

double length_of(const Experiment& experiment, Phase phase) {
  const FaultTime faults = fault_time(experiment);
  switch (phase) {
    case Phase::Before: return world::seconds(faults.begin);
    case Phase::During: return world::seconds(faults.end - faults.begin);
    case Phase::After: return world::seconds(experiment.scenario.duration - faults.end);
  }
  return 0;
}

Story story_of(const orchestration::EndedExecution& ended, TimePoint epoch) {
  const execution::Execution& execution = ended.execution;
  Story story{.order = execution.order,
              .execution = execution.name(),
              .started = execution.started_at - epoch,
              .response = execution.ended_at - execution.started_at,
              .status = std::string{execution::status_name(execution.status)},
              .error = succeeded(execution) ? std::string{} : error_of(execution.status),
              .cause = execution::reason_of(execution.status).cause.value_or(std::string{}),
              .history = {}};
  for (const HistoryEvent& event : ended.history)
    story.history.push_back(render_line(event, *execution.state_machine, execution.started_at));
  return story;
}

Observation::Observation(const Experiment& experiment, TimePoint epoch)
    : experiment_(experiment),
      faults_(fault_time(experiment)),
      epoch_(epoch),
      states_(experiment.scenario.state_machine->machine->states.size()) {
  series_.interval = experiment.interval;
}

void Observation::ended(const orchestration::EndedExecution& ended) {
  if (ended.execution.state_machine->machine == experiment_.scenario.state_machine->machine) count_states(ended);
  if (!is_order(ended.execution)) return;
  count_end(ended.execution);
  keep_story(ended);
}

/// Sums up an execution's work in its states from its events, each at its time since the start.
void Observation::count_states(const orchestration::EndedExecution& ended) {
  const execution::Execution& execution = ended.execution;
  std::vector<std::int64_t> inside(states_.size());
  for (const HistoryEvent& event : ended.history) {
    StateTotals& state = states_[event.state];
    const world::Duration at = event.at - execution.started_at;
    if (event.type == EventType::StateEntered) {
      ++state.entered;
      count_step(ended, event);
      ++inside[event.state];
      state.time -= at;
    } else if (event.type == EventType::StateExited || event.type == EventType::StateAborted) {
      --inside[event.state];
      state.time += at;
    } else if (begins_work(event.type)) {
      ++state.attempts;
      const bool again = before(ended, event)->type != EventType::StateEntered;
      state.retries += again;
      state.failed += again && !begins_attempt(event.type);  // failed without an event of its own
    } else if (fails_work(event.type)) {
      ++state.failed;
    }
  }
  for (std::size_t index = 0; index < inside.size(); ++index)
    states_[index].time += inside[index] * (execution.ended_at - execution.started_at);
}

/// Counts the transition from the state that the execution was in, or inside of, before.
void Observation::count_step(const orchestration::EndedExecution& ended, const HistoryEvent& entered) {
  const execution::StateMachine& owner = *ended.execution.state_machine;
  const HistoryEvent* from = before(ended, entered);
  if (!from) {
    const auto map = owner.machine->scope(owner.root).owner;
    if (map) ++steps_[{*map, entered.state, false}];
    return;
  }
  const bool by_catcher = from->type == EventType::StateExited && was_caught(ended, *from, entered.state);
  ++steps_[{from->state, entered.state, by_catcher}];
  states_[from->state].caught += by_catcher;
}

void Observation::count_end(const execution::Execution& ended) {
  const world::Duration response = ended.ended_at - ended.started_at;
  const Phase started_in = phase_at(ended.started_at - epoch_);
  PhaseTotals& phase = totals_of(started_in);
  ++phase.ended;
  phase.response.record(response);
  response_.record(response);
  if (!succeeded(ended)) {
    ++errors_[error_of(ended.status)];
    return;
  }
  ++phase.succeeded;
  ++succeeded_;
  const bool is_over = ended.ended_at - epoch_ >= experiment_.scenario.duration;
  const Phase ended_in = phase_at(ended.ended_at - epoch_);
  if (ended_in == started_in && !is_over) return;
  ++phase.succeeded_later;
  if (!is_over) ++totals_of(ended_in).brought;
}

void Observation::keep_story(const orchestration::EndedExecution& ended) {
  const world::Duration response = ended.execution.ended_at - ended.execution.started_at;
  if (slowest_.size() < stories_max || response > std::prev(slowest_.end())->first) {
    slowest_.emplace(response, story_of(ended, epoch_));
    if (slowest_.size() > stories_max) slowest_.erase(std::prev(slowest_.end()));
  }
  if (succeeded(ended.execution) || failed_.size() >= 2 * stories_max) return;
  const std::string error = error_of(ended.execution.status);
  const bool known =
      std::any_of(failed_.begin(), failed_.end(), [&](const Story& story) { return story.error == error; });
  if (!known) failed_.push_back(story_of(ended, epoch_));
}

void Observation::interval_ended(const simulation::Simulation& simulation, const simulation::Scenario& scenario) {
  const std::size_t passed = series_.started.size();
  const std::uint64_t started = simulation.so_far().started;
  const std::uint64_t retries = simulation.shell().counters().retries;
  series_.started.push_back(started - std::exchange(started_before_, started));
  series_.succeeded.push_back(std::exchange(succeeded_, 0));
  series_.retries.push_back(retries - std::exchange(retries_, retries));
  series_.open.push_back(simulation.open());
  for (const auto& [error, count] : errors_) series_.failed[error].resize(passed);
  for (auto& [error, counts] : series_.failed) {
    const auto now = errors_.find(error);
    counts.push_back(now == errors_.end() ? 0 : now->second);
  }
  errors_.clear();
  const bool any = response_.count() > 0;
  series_.response_p50.push_back(any ? std::optional{response_.value_at_percentile(50)} : std::nullopt);
  series_.response_p99.push_back(any ? std::optional{response_.value_at_percentile(99)} : std::nullopt);
  response_ = {};
  series_.resources.resize(scenario.resources.size());
  for (orchestration::ResourceIndex index = 0; index < scenario.resources.size(); ++index) {
    Series::Resource& resource = series_.resources[index];
    resource.name = scenario.resources[index].name;
    resource.servers = std::uint64_t{scenario.resources[index].actors} * scenario.resources[index].capacity;
    const simulation::ResourceMeter* meter = simulation.shell().meter(index);
    resource.queued.push_back(meter ? meter->queued.value() : 0);
    resource.busy.push_back(meter ? meter->busy.value() : 0);
  }
}

std::vector<Story> Observation::slowest() const {
  std::vector<Story> stories;
  for (const auto& [response, story] : slowest_) stories.push_back(story);
  return stories;
}

}  // namespace stepstorm::experiment
