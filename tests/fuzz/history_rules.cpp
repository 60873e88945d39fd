#include "tests/fuzz/history_rules.hpp"

#include <vector>

#include "tests/fuzz/demand.hpp"

namespace stepstorm::fuzz {
namespace {

using execution::EventType;
using execution::History;
using execution::HistoryEvent;

bool ends_execution(EventType type) {
  return type >= EventType::ExecutionSucceeded && type <= EventType::ExecutionTimedOut;
}

void demand_order(const History& history) {
  demand(history.front().type == EventType::ExecutionStarted, "a history begins with ExecutionStarted");
  for (std::size_t i = 0; i < history.size(); ++i) {
    demand(history[i].id == i + 1, "ids count from 1 without gaps");
    demand(history[i].previous < history[i].id, "previousEventId is below the event's own id");
    demand(i == 0 || history[i].at >= history[i - 1].at, "events are in the order of time");
    demand(ends_execution(history[i].type) == (i + 1 == history.size()),
           "the last event, and no other, ends the execution");
  }
}

void demand_nesting(const History& history, std::size_t state_count) {
  std::vector<int> open(state_count);
  for (const auto& event : history) {
    if (event.type == EventType::StateEntered) ++open[event.state];
    if (event.type == EventType::StateExited) demand(--open[event.state] >= 0, "what is exited was entered");
  }
}

bool follows_submission(EventType type) { return type == EventType::TaskStarted || type == EventType::TaskSubmitted; }

/// Whether an event of this type can come right after the event that it names as its previous one.
bool may_follow(EventType type, EventType previous) {
  switch (type) {
    case EventType::StateEntered:
      return previous == EventType::StateExited || previous == EventType::ParallelStateStarted ||
             previous == EventType::MapIterationStarted;
    case EventType::LambdaFunctionStarted: return previous == EventType::LambdaFunctionScheduled;
    case EventType::TaskStarted: return previous == EventType::TaskScheduled;
    case EventType::ActivityStarted:
      return previous == EventType::ActivityScheduled || previous == EventType::ActivityStarted;
    case EventType::LambdaFunctionSucceeded: return previous == EventType::LambdaFunctionStarted;
    case EventType::ActivitySucceeded:
      return previous == EventType::ActivityStarted || previous == EventType::ActivityScheduled;
    case EventType::TaskSubmitted: return follows_submission(previous);
    case EventType::TaskSucceeded: return follows_submission(previous);
    default: return true;
  }
}

void demand_chains(const History& history) {
  for (const auto& event : history) {
    if (event.previous == 0) continue;
    demand(may_follow(event.type, history[event.previous - 1].type), "an event follows one that it can follow");
  }
}

void demand_end(const History& history, const execution::Execution& execution) {
  demand(!execution.running(), "the execution has ended");
  demand(history.size() == execution.events, "every event is counted");
  demand(history.size() <= execution::history_events_max, "the limit of 25,000 events holds");
  demand(execution.scopes.empty(), "nothing goes on after the end");
  demand(execution.ended_at >= execution.started_at, "an execution ends after it has started");
}

}  // namespace

void demand_history_rules(const History& history, const execution::Execution& execution) {
  demand(!history.empty(), "an execution has a history");
  demand_end(history, execution);
  demand_order(history);
  demand_nesting(history, execution.machine().states.size());
  demand_chains(history);
}

}  // namespace stepstorm::fuzz
