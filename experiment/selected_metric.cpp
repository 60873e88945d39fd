#include "experiment/selected_metric.hpp"

#include <array>

#include "experiment/observation.hpp"
#include "orchestration/orchestrator.hpp"

namespace stepstorm::experiment {
namespace {

using execution::EventType;
using execution::HistoryEvent;
using orchestration::EndedExecution;

struct Form {
  std::string_view name;
  std::string_view label;
  std::string_view value;  // what stands for one
  Selector selector;
};
constexpr std::array forms{Form{"response_time_ms", "visited", "STATE", Selector::Visited},
                           Form{"response_time_ms", "not_visited", "STATE", Selector::NotVisited},
                           Form{"share", "reached", "STATE", Selector::Reached},
                           Form{"state_time_ms", "state", "STATE", Selector::StateTime},
                           Form{"attempts", "state", "STATE", Selector::Attempts},
                           Form{"retries", "state", "STATE", Selector::Retries},
                           Form{"failed_attempts", "state", "STATE", Selector::FailedAttempts},
                           Form{"effects", "effect", "EFFECT", Selector::Effects}};

bool is_of_visits(Selector selector) {
  return selector == Selector::Visited || selector == Selector::NotVisited || selector == Selector::Reached;
}

const std::string& state_of(const EndedExecution& ended, const HistoryEvent& event) {
  return ended.execution.machine().states[event.state].name;
}

/// The event with which the state was entered that this event leaves; null: there is none in the history.
const HistoryEvent* entry_of(const EndedExecution& ended, const HistoryEvent& left) {
  for (auto id = left.previous; id != 0; id = ended.history[id - 1].previous) {
    const HistoryEvent& event = ended.history[id - 1];
    if (event.type == EventType::StateEntered && event.state == left.state) return &event;
  }
  return nullptr;
}

bool comes_after_entry(const EndedExecution& ended, const HistoryEvent& event) {
  return event.previous != 0 && ended.history[event.previous - 1].type == EventType::StateEntered;
}

}  // namespace

std::optional<SelectedMetric> parse_selected(std::string_view name) {
  for (const Form& form : forms) {
    const std::string begin = std::string{form.name} + '{' + std::string{form.label} + ':';
    if (name.starts_with(begin) && name.ends_with('}') && name.size() > begin.size() + 1)
      return SelectedMetric{form.selector, std::string{name.substr(begin.size(), name.size() - begin.size() - 1)}};
  }
  return std::nullopt;
}

std::vector<std::string> selected_forms() {
  std::vector<std::string> all;
  for (const Form& form : forms)
    all.push_back(std::string{form.name} + '{' + std::string{form.label} + ':' + std::string{form.value} + '}');
  return all;
}

metrics::Metric metric_of(const Selected& selected, double seconds) {
  switch (selected.metric.selector) {
    case Selector::Visited:
    case Selector::NotVisited:
    case Selector::StateTime: return metrics::Trend{&selected.times};
    case Selector::Reached: return metrics::Rate{selected.count, selected.total};
    case Selector::Attempts:
    case Selector::Retries:
    case Selector::FailedAttempts:
    case Selector::Effects: return metrics::Counter{selected.count, seconds};
  }
  return metrics::Gauge{};
}

Selection::Selection(const Experiment& experiment, TimePoint epoch)
    : warm_up_(experiment.scenario.warm_up), epoch_(epoch) {
  for (const Demand& demand : experiment.thresholds)
    if (auto metric = parse_selected(demand.metric)) selected_[demand.metric].metric = std::move(*metric);
}

void Selection::ended(const EndedExecution& ended) {
  if (selected_.empty()) return;
  const execution::Execution& execution = ended.execution;
  const bool is_child = execution.id >= orchestration::child_id;
  std::set<std::string>& visited = visited_[execution.order];
  for (const HistoryEvent& event : ended.history)
    if (event.type == EventType::StateEntered) visited.insert(state_of(ended, event));
  const bool measured = is_measured(execution.started_at);
  for (auto& [name, selected] : selected_) {
    if (!measured) break;
    if (!is_of_visits(selected.metric.selector)) {
      count_events(selected, ended);
    } else if (!is_child) {
      const bool reached = visited.contains(selected.metric.value);
      ++selected.total;
      selected.count += reached;
      if (reached == (selected.metric.selector == Selector::Visited))
        selected.times.record(execution.ended_at - execution.started_at);
    }
  }
  if (!is_child) visited_.erase(execution.order);
}

void Selection::count_events(Selected& selected, const EndedExecution& ended) const {
  if (selected.metric.selector == Selector::Effects) return;
  for (const HistoryEvent& event : ended.history) {
    switch (selected.metric.selector) {
      case Selector::StateTime:
        if (event.type != EventType::StateExited || state_of(ended, event) != selected.metric.value) break;
        if (const HistoryEvent* entry = entry_of(ended, event)) selected.times.record(event.at - entry->at);
        break;
      case Selector::Attempts:
        selected.count += begins_attempt(event.type) && state_of(ended, event) == selected.metric.value;
        break;
      case Selector::Retries:
        selected.count += begins_attempt(event.type) && state_of(ended, event) == selected.metric.value &&
                          !comes_after_entry(ended, event);
        break;
      case Selector::FailedAttempts:
        selected.count += fails_attempt(event.type) && state_of(ended, event) == selected.metric.value;
        break;
      case Selector::Visited:
      case Selector::NotVisited:
      case Selector::Reached:
      case Selector::Effects: break;
    }
  }
}

std::map<std::string, Selected> Selection::results(const orchestration::EffectBook& book) const {
  auto all = selected_;
  if (all.empty()) return all;
  for (const orchestration::Effect& effect : book.effects())
    if (is_measured(effect.cause.at))
      for (auto& [name, selected] : all)
        selected.count += selected.metric.selector == Selector::Effects && selected.metric.value == effect.name;
  return all;
}

}  // namespace stepstorm::experiment
