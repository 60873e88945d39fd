#include "orchestration/bound_machines.hpp"

#include <utility>
#include <variant>

#include "asl/resource.hpp"
#include "orchestration/performers/function_invocation.hpp"
#include "orchestration/performers/mocks.hpp"
#include "values/fingerprint.hpp"

namespace stepstorm::orchestration {
namespace {

asl::Home home_of(const execution::StateMachine& state_machine) {
  return {.region = state_machine.region, .account = state_machine.account};
}

/// Returns the fingerprint of each state (type and name) for the trace, by state index.
std::vector<std::uint64_t> fingerprints_of(const asl::Machine& machine) {
  std::vector<std::uint64_t> fingerprints;
  for (const asl::State& state : machine.states)
    fingerprints.push_back(fingerprint(type_name(state), fingerprint(state.name)));
  return fingerprints;
}

}  // namespace

BoundMachines::BoundMachines(const EngineOptions& options, const OrchestratorPart& part, Dispatcher& dispatcher)
    : options_(options), dispatcher_(dispatcher), resources_(part.resources), fault_source_(part.faults) {
  if (fault_source_) faults_ = fault_source_->current();
}

BoundMachine& BoundMachines::of(const execution::StateMachinePtr& state_machine) {
  const auto found = machines_.find(state_machine.get());
  if (found != machines_.end()) return found->second;
  std::erase_if(machines_, [](const auto& entry) { return entry.second.machine.use_count() == 1; });
  if (options_.any_activity) admit_activities(*state_machine);
  BoundMachine made{state_machine, bind(*state_machine), 0, {}};
  look_for_faults(made);
  if (options_.traced) made.state_fingerprints = fingerprints_of(*state_machine->machine);
  return machines_.emplace(state_machine.get(), std::move(made)).first->second;
}

Binding BoundMachines::binding(BoundMachine& bound, const execution::RunTask& task) {
  if (faults_) {
    if (fault_source_->number() != faults_->number()) faults_ = fault_source_->current();
    if (bound.fault_plan != faults_->number()) look_for_faults(bound);
  }
  const Binding& binding = bound.bindings[task.state];
  if (!binding.by_input) return binding;
  return bind_by_input(*bound.machine, bound.machine->machine->states[task.state], *task.input);
}

// ---- activities that are polled from outside

std::optional<ResourceIndex> BoundMachines::polled_activity(const std::string& arn) {
  auto index = dispatcher_.resource_of(arn);
  if (!index && options_.any_activity) index = admit_activity(arn);
  return index && dispatcher_.resource(*index).outside ? index : std::nullopt;
}

void BoundMachines::admit_activities(const execution::StateMachine& state_machine) {
  for (const asl::State& state : state_machine.machine->states)
    if (const auto* task = std::get_if<asl::TaskState>(&state.detail);
        task && asl::is_activity(task->resource) && !resource_for(names_of(task->resource), resources_))
      admit_activity(task->resource.arn);
}

ResourceIndex BoundMachines::admit_activity(const std::string& arn) {
  const auto row = static_cast<std::uint32_t>(resources_.size());
  resources_.push_back({.name = arn, .arn = arn, .queue_limit = {}, .outside = true, .row = row});
  return dispatcher_.add(resources_.back());
}

// ---- binding

std::vector<Binding> BoundMachines::bind(const execution::StateMachine& state_machine) const {
  const asl::Machine& machine = *state_machine.machine;
  std::vector<Binding> bindings(machine.states.size());
  for (const asl::State& state : machine.states)
    if (const auto* task = std::get_if<asl::TaskState>(&state.detail))
      bindings[state.index] = bind(state_machine, state, *task);
  return bindings;
}

Binding BoundMachines::bind(const execution::StateMachine& state_machine,
                            const asl::State& state,
                            const asl::TaskState& task) const {
  using enum PerformerKind;
  if (state_machine.test_case && is_mocked(state_machine.test_case->plan, state.name)) return {.performer = Mock};
  const auto function = function_of(task, home_of(state_machine));
  if (asl::invokes_function(task.resource) && !function) return {.by_input = true};
  const auto index = resource_for(names_of(task.resource, function), resources_);
  if (!asl::starts_execution(task.resource)) return index ? bind_row(task.resource, *index) : Binding{};
  if (!index) return {.performer = NestedExecution};
  Binding binding = bind_row(task.resource, *index);
  if (!resources_[*index].by_pattern) return binding;
  binding.performer = NestedExecution;
  binding.or_worker = true;
  return binding;
}

Binding BoundMachines::bind_row(const asl::Resource& resource, ResourceIndex index) const {
  return {.performer = resources_[index].outside ? PerformerKind::TokenHolder : PerformerKind::Worker,
          .resource = index,
          .announce = asl::is_activity(resource) || asl::has_submission(resource),
          .invoked = asl::invokes_function(resource)};
}

Binding BoundMachines::bind_by_input(const execution::StateMachine& state_machine,
                                     const asl::State& state,
                                     const Json& input) const {
  const asl::Resource& resource = std::get<asl::TaskState>(state.detail).resource;
  const auto function = invoked_function(input, home_of(state_machine));
  const auto index = resource_for(names_of(resource, function), resources_);
  if (!index) return {};
  Binding binding = bind_row(resource, *index);
  binding.faults = faults_of(state_machine, state, binding);
  return binding;
}

// ---- faults

void BoundMachines::look_for_faults(BoundMachine& bound) const {
  if (!faults_) return;
  bound.fault_plan = faults_->number();
  for (const asl::State& state : bound.machine->machine->states)
    bound.bindings[state.index].faults = faults_of(*bound.machine, state, bound.bindings[state.index]);
}

std::uint64_t BoundMachines::faults_of(const execution::StateMachine& state_machine,
                                       const asl::State& state,
                                       const Binding& binding) const {
  const bool has_worker = binding.performer == PerformerKind::Worker || binding.or_worker;
  if (!faults_ || !has_worker) return 0;
  return faults::fault_mask(
      faults_->plan(), state_machine.name, state.name, dispatcher_.resource(binding.resource).name);
}

}  // namespace stepstorm::orchestration
