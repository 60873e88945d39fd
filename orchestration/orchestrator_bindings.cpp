// Who answers the tasks of a state: decided once for each machine.
#include "asl/resource.hpp"
#include "orchestration/orchestrator.hpp"

namespace stepstorm::orchestration {

const Orchestrator::Bindings& Orchestrator::bindings_of(const execution::StateMachinePtr& state_machine) {
  const auto known = machines_.find(state_machine.get());
  if (known != machines_.end()) return known->second.bindings;
  std::erase_if(machines_, [](const auto& entry) { return entry.second.machine.use_count() == 1; });
  return machines_.emplace(state_machine.get(), KnownMachine{state_machine, bind(*state_machine)})
      .first->second.bindings;
}

Orchestrator::Bindings Orchestrator::bind(const execution::StateMachine& state_machine) const {
  const asl::Machine& machine = *state_machine.machine;
  Bindings bindings(machine.states.size());
  for (const asl::State& state : machine.states)
    if (const auto* task = std::get_if<asl::TaskState>(&state.detail)) {
      Binding& binding = bindings[state.index];
      binding = bind(machine, state, task->resource);
      binding.faults = faults_of(state_machine, state, binding);
    }
  return bindings;
}

std::uint64_t Orchestrator::faults_of(const execution::StateMachine& state_machine,
                                      const asl::State& state,
                                      const Binding& binding) const {
  if (!options_.faults || binding.performer != Binding::Performer::Worker) return 0;
  return fault_mask(
      options_.faults->plan(), state_machine.name, state.name, dispatcher_.resource(binding.resource).name);
}

/// A mock goes before everything else, a worker before what the orchestrator does itself.
Orchestrator::Binding Orchestrator::bind(const asl::Machine& machine,
                                         const asl::State& state,
                                         const asl::Resource& resource) const {
  using enum Binding::Performer;
  if (mocks_ && options_.mocked->machine.get() == &machine && mocks_->has(state.name)) return {.performer = Mock};
  if (const auto index = dispatcher_.resource_of(resource.arn)) {
    const bool held = asl::is_callback(resource) && dispatcher_.resource(*index).outside;
    return {.performer = held ? TokenHolder : Worker,
            .resource = *index,
            .announce = asl::is_activity(resource) || asl::has_submission(resource)};
  }
  return {.performer = asl::starts_execution(resource) ? NestedExecution : Nobody};
}

const asl::Resource& Orchestrator::resource_of(const Attempt& attempt) {
  const execution::Execution& execution = executions_[attempt.execution.slot].execution;
  return std::get<asl::TaskState>(execution.machine().states[attempt.state].detail).resource;
}

}  // namespace stepstorm::orchestration
