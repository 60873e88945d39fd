// Who answers the tasks of a state: decided once for each machine.
#include <utility>

#include "asl/fingerprint.hpp"
#include "asl/resource.hpp"
#include "orchestration/orchestrator.hpp"

namespace stepstorm::orchestration {

namespace {

/// What a trace says of each state, by its index: its type and its name.
std::vector<std::uint64_t> fingerprints_of(const asl::Machine& machine) {
  std::vector<std::uint64_t> fingerprints;
  for (const asl::State& state : machine.states)
    fingerprints.push_back(fingerprint(type_name(state), fingerprint(state.name)));
  return fingerprints;
}

}  // namespace

const Orchestrator::KnownMachine& Orchestrator::known(const execution::StateMachinePtr& state_machine) {
  const auto found = machines_.find(state_machine.get());
  if (found != machines_.end()) return found->second;
  std::erase_if(machines_, [](const auto& entry) { return entry.second.machine.use_count() == 1; });
  KnownMachine made{state_machine, bind(*state_machine), {}};
  if (options_.traced) made.state_fingerprints = fingerprints_of(*state_machine->machine);
  return machines_.emplace(state_machine.get(), std::move(made)).first->second;
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
