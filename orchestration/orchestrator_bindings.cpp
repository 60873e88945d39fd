// Who answers the tasks of a state: decided once for each machine.
#include <utility>

#include "asl/resource.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/orchestrator.hpp"
#include "orchestration/performers/function_invocation.hpp"
#include "values/fingerprint.hpp"

namespace stepstorm::orchestration {
namespace {

asl::Home home_of(const execution::StateMachine& state_machine) {
  return {.region = state_machine.region, .account = state_machine.account};
}

}  // namespace

namespace {

/// What a trace says of each state, by its index: its type and its name.
std::vector<std::uint64_t> fingerprints_of(const asl::Machine& machine) {
  std::vector<std::uint64_t> fingerprints;
  for (const asl::State& state : machine.states)
    fingerprints.push_back(fingerprint(type_name(state), fingerprint(state.name)));
  return fingerprints;
}

}  // namespace

Orchestrator::KnownMachine& Orchestrator::known(const execution::StateMachinePtr& state_machine) {
  const auto found = machines_.find(state_machine.get());
  if (found != machines_.end()) return found->second;
  std::erase_if(machines_, [](const auto& entry) { return entry.second.machine.use_count() == 1; });
  if (options_.any_activity) admit_activities(*state_machine);
  KnownMachine made{state_machine, bind(*state_machine), 0, {}};
  look_for_faults(made);
  if (options_.traced) made.state_fingerprints = fingerprints_of(*state_machine->machine);
  return machines_.emplace(state_machine.get(), std::move(made)).first->second;
}

void Orchestrator::admit_activities(const execution::StateMachine& state_machine) {
  for (const asl::State& state : state_machine.machine->states)
    if (const auto* task = std::get_if<asl::TaskState>(&state.detail);
        task && asl::is_activity(task->resource) && !resource_for(names_of(task->resource), options_.resources))
      admit_activity(task->resource.arn);
}

ResourceIndex Orchestrator::admit_activity(const std::string& arn) {
  const auto row = static_cast<std::uint32_t>(options_.resources.size());
  const ResourceBinding binding{.name = arn, .arn = arn, .queue_limit = {}, .outside = true, .row = row};
  options_.resources.push_back(binding);
  polls_.emplace_back();
  return dispatcher_.add(binding);
}

Orchestrator::Bindings Orchestrator::bind(const execution::StateMachine& state_machine) const {
  const asl::Machine& machine = *state_machine.machine;
  Bindings bindings(machine.states.size());
  for (const asl::State& state : machine.states)
    if (const auto* task = std::get_if<asl::TaskState>(&state.detail))
      bindings[state.index] = bind(state_machine, state, *task);
  return bindings;
}

void Orchestrator::look_for_faults(KnownMachine& known) const {
  if (!faults_) return;
  known.fault_plan = faults_->number();
  for (const asl::State& state : known.machine->machine->states)
    known.bindings[state.index].faults = faults_of(*known.machine, state, known.bindings[state.index]);
}

std::uint64_t Orchestrator::faults_of(const execution::StateMachine& state_machine,
                                      const asl::State& state,
                                      const Binding& binding) const {
  const bool has_worker = binding.performer == Binding::Performer::Worker || binding.or_worker;
  if (!faults_ || !has_worker) return 0;
  return fault_mask(faults_->plan(), state_machine.name, state.name, dispatcher_.resource(binding.resource).name);
}

/// A mock goes before everything else, a worker before what the orchestrator does itself; only a machine that is known
/// goes before workers that a pattern binds.
Orchestrator::Binding Orchestrator::bind(const execution::StateMachine& state_machine,
                                         const asl::State& state,
                                         const asl::TaskState& task) const {
  using enum Binding::Performer;
  if (state_machine.test_case && is_mocked(state_machine.test_case->plan, state.name)) return {.performer = Mock};
  const auto function = function_of(task, home_of(state_machine));
  if (asl::invokes_function(task.resource) && !function) return {.performer = FunctionOfInput};
  const auto index = resource_for(names_of(task.resource, function), options_.resources);
  if (!asl::starts_execution(task.resource)) return index ? bind_worker(task.resource, *index) : Binding{};
  if (!index) return {.performer = NestedExecution};
  Binding binding = bind_worker(task.resource, *index);
  if (!options_.resources[*index].by_pattern) return binding;
  binding.performer = NestedExecution;
  binding.or_worker = true;
  return binding;
}

Orchestrator::Binding Orchestrator::bind_worker(const asl::Resource& resource, ResourceIndex index) const {
  const bool held = asl::is_callback(resource) && options_.resources[index].outside;
  return {.performer = held ? Binding::Performer::TokenHolder : Binding::Performer::Worker,
          .resource = index,
          .announce = asl::is_activity(resource) || asl::has_submission(resource),
          .invoked = asl::invokes_function(resource)};
}

/// Of a task whose parameters say at each attempt which function it invokes.
Orchestrator::Binding Orchestrator::bind_by_input(const Entry& entry,
                                                  const asl::State& state,
                                                  const Json& input) const {
  const execution::StateMachine& owner = *entry.execution.state_machine;
  const asl::Resource& resource = std::get<asl::TaskState>(state.detail).resource;
  const auto function = invoked_function(input, home_of(owner));
  const auto index = resource_for(names_of(resource, function), options_.resources);
  if (!index) return {};
  Binding binding = bind_worker(resource, *index);
  binding.faults = faults_of(owner, state, binding);
  return binding;
}

const asl::Resource& Orchestrator::resource_of(const Attempt& attempt) {
  const execution::Execution& execution = executions_[attempt.execution.slot].execution;
  return std::get<asl::TaskState>(execution.machine().states[attempt.state].detail).resource;
}

}  // namespace stepstorm::orchestration
