#include "experiment/observation.hpp"

#include <algorithm>
#include <utility>

#include "execution/result.hpp"
#include "orchestration/orchestrator.hpp"

namespace stepstorm::experiment {
namespace {

using execution::EventType;
using execution::HistoryEvent;

constexpr std::size_t stories_max = 5;

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

/// The error of an order that did not succeed.
std::string error_of(const execution::Status& status) {
  if (std::holds_alternative<execution::TimedOut>(status)) return "States.Timeout";
  return execution::reason_of(status).error.value_or("(no name)");
}

bool is_order(const execution::Execution& execution) { return execution.id < orchestration::child_id; }

bool succeeded(const execution::Execution& execution) {
  return std::holds_alternative<execution::Succeeded>(execution.status);
}

}  // namespace

bool begins_attempt(EventType type) {
  return type == EventType::LambdaFunctionScheduled || type == EventType::ActivityScheduled ||
         type == EventType::TaskScheduled;
}

Story story_of(const orchestration::EndedExecution& ended, TimePoint epoch) {
  const execution::Execution& execution = ended.execution;
  Story story{.order = execution.id,
              .execution = execution.name(),
              .started = execution.started_at - epoch,
              .response = execution.ended_at - execution.started_at,
              .status = std::string{execution::status_name(execution.status)},
              .error = succeeded(execution) ? std::string{} : error_of(execution.status),
              .history = {}};
  for (const HistoryEvent& event : ended.history)
    story.history.push_back(render_line(event, *execution.state_machine, execution.started_at));
  return story;
}

Observation::Observation(world::Duration interval, world::Time faults_begin, world::Time faults_end, TimePoint epoch)
    : epoch_(epoch), faults_begin_(faults_begin), faults_end_(faults_end) {
  series_.interval = interval;
}

void Observation::ended(const orchestration::EndedExecution& ended) {
  if (!is_order(ended.execution)) return;
  count_states(ended);
  count_end(ended.execution);
  keep_story(ended);
}

/// What an order does in its states adds up from its events, each at its time since the order has started.
void Observation::count_states(const orchestration::EndedExecution& ended) {
  const execution::Execution& order = ended.execution;
  states_.resize(std::max(states_.size(), order.machine().states.size()));
  std::vector<std::int64_t> inside(states_.size());
  std::vector<bool> last_attempt_failed(states_.size());
  for (const HistoryEvent& event : ended.history) {
    StateTotals& state = states_[event.state];
    const world::Duration at = event.at - order.started_at;
    if (event.type == EventType::StateEntered) {
      ++state.entered;
      if (event.previous > 0) {
        const HistoryEvent& before = ended.history[event.previous - 1];
        const bool leads_here = before.type != EventType::ExecutionStarted;
        if (leads_here) ++steps_[{before.state, event.state, last_attempt_failed[before.state]}];
      }
      ++inside[event.state];
      state.time -= at;
    } else if (event.type == EventType::StateExited || event.type == EventType::StateAborted) {
      if (event.type == EventType::StateExited && last_attempt_failed[event.state]) ++state.caught;
      --inside[event.state];
      state.time += at;
    } else if (begins_attempt(event.type)) {
      ++state.attempts;
      last_attempt_failed[event.state] = false;
    } else if (fails_attempt(event.type)) {
      ++state.failed;
      last_attempt_failed[event.state] = true;
    }
  }
  for (std::size_t index = 0; index < inside.size(); ++index)
    states_[index].time += inside[index] * (order.ended_at - order.started_at);
}

void Observation::count_end(const execution::Execution& ended) {
  const world::Duration response = ended.ended_at - ended.started_at;
  PhaseTotals& phase = phases_[static_cast<std::size_t>(phase_of(ended.started_at - epoch_))];
  ++phase.ended;
  phase.response.record(response);
  response_.record(response);
  if (succeeded(ended)) {
    ++phase.succeeded;
    ++succeeded_;
  } else {
    ++errors_[error_of(ended.status)];
  }
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

Phase Observation::phase_of(world::Time started) const {
  if (started < faults_begin_) return Phase::Before;
  return started < faults_end_ ? Phase::During : Phase::After;
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
