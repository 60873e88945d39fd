#include "experiment/parts.hpp"

#include "experiment/observation.hpp"
#include "experiment/selection.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {

namespace {

/// Returns the machine's name. A Distributed Map's children are named `machine/label`, and the label may differ in
/// each run of the map.
std::string machine_of(const execution::Execution& execution) {
  const std::string& name = execution.state_machine->name;
  return name.substr(0, name.find('/'));
}

}  // namespace

PartsObserver::PartsObserver(const Experiment& experiment, TimePoint epoch, bool knows_waits)
    : experiment_(experiment), epoch_(epoch) {
  parts_.knows_waits = knows_waits;
}

void PartsObserver::ended(const orchestration::EndedExecution& ended, const std::vector<StateVisit>& visits) {
  if (!is_measured(ended.execution.started_at)) return;
  count_states(ended, visits);
  if (ended.execution.id < orchestration::child_id) count_tags(ended.execution);
}

void PartsObserver::count_states(const orchestration::EndedExecution& ended, const std::vector<StateVisit>& visits) {
  const execution::Execution& execution = ended.execution;
  const std::string machine = machine_of(execution);
  const auto figures_of = [&](asl::StateIndex state) -> StateFigures& {
    return parts_.states[{machine, execution.machine().states[state].name}];
  };
  for (const StateVisit& visit : visits) {
    StateFigures& figures = figures_of(visit.state);
    ++figures.visits;
    figures.time.record(visit.whole());
    figures.queueing += visit.queueing;
    figures.work += visit.work;
    figures.back_off += visit.back_off;
    figures.waiting += visit.part(StatePart::Waiting);
  }
  for (const execution::HistoryEvent& event : ended.history) {
    if (begins_attempt(event.type)) ++figures_of(event.state).attempts;
    if (fails_attempt(event.type)) ++figures_of(event.state).errors[error_of_attempt(event)];
  }
}

void PartsObserver::count_tags(const execution::Execution& execution) {
  for (const auto& [tag, value] : tags_of(experiment_.scenario, *execution.input)) {
    auto& values = parts_.tags[tag];
    if (values.size() >= Parts::values_max && !values.contains(value)) {
      ++parts_.untold[tag];
      continue;
    }
    TagFigures& figures = values[value];
    ++figures.ended;
    figures.succeeded += std::holds_alternative<execution::Succeeded>(execution.status);
    figures.response.record(execution.ended_at - execution.started_at);
  }
}

Parts PartsObserver::results(const books::EffectBook& book) const {
  Parts parts = parts_;
  for (const books::Effect& effect : book.effects()) {
    if (!is_measured(effect.cause.at)) continue;
    EffectFigures& figures = parts.effects[effect.name];
    ++figures.count;
    figures.undone += !effect.stands();
    if (effect.stands()) figures.amount += effect.amount.value_or(0);
  }
  return parts;
}

}  // namespace stepstorm::experiment
