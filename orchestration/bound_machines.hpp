// BoundMachines: the performer of each Task state, decided once per state machine when its first execution starts.
// Precedence: a mock; a row of the binding table; the orchestrator itself. One exception: a task that starts a known
// state machine takes precedence over rows with a pattern.
// Also keeps which faults of the plan may affect a state's attempts.
// Source: semantics.md 6.1, 6.3.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "execution/execution.hpp"
#include "faults/fault.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/dispatcher.hpp"
#include "orchestration/engine_options.hpp"

namespace stepstorm::orchestration {

/// The performer of a state's tasks.
struct Binding {
  PerformerKind performer = PerformerKind::Unbound;
  ResourceIndex resource = 0;  // for workers and token holders
  bool announce = false;       // the execution is to be told when a worker takes the task
  bool invoked = false;        // invokes a function by lambda:invoke
  bool or_worker = false;      // nested execution: a worker answers when the state machine is not known here
  bool by_input = false;       // the function is known only from each attempt's parameters
  std::uint64_t faults = 0;    // faults that may affect its attempts: one bit for each fault of the plan
};

struct BoundMachine {
  execution::StateMachinePtr machine;
  std::vector<Binding> bindings;                  // by state index
  std::uint32_t fault_plan = 0;                   // number of the plan that Binding::faults refers to
  std::vector<std::uint64_t> state_fingerprints;  // by state index; empty when nothing is traced
};

class BoundMachines {
 public:
  /// `options` and `dispatcher` must outlive it.
  BoundMachines(const EngineOptions& options, const OrchestratorPart& part, Dispatcher& dispatcher);

  /// Returns the machine's bindings. The reference is valid for as long as another owner holds the state machine.
  BoundMachine& of(const execution::StateMachinePtr& state_machine);
  /// Returns the binding for an attempt that begins now; first refreshes its faults if the plan was replaced.
  Binding binding(BoundMachine& bound, const execution::RunTask& task);
  /// Returns the number of the fault plan that the bindings refer to; 0 without a plan.
  std::uint32_t fault_plan() const { return faults_ ? faults_->number() : 0; }
  /// Returns the activity with this ARN whose tasks are polled from outside, if any.
  std::optional<ResourceIndex> polled_activity(const std::string& arn);

 private:
  std::vector<Binding> bind(const execution::StateMachine& state_machine) const;
  Binding bind(const execution::StateMachine& state_machine, const asl::State& state, const asl::TaskState& task) const;
  Binding bind_row(const asl::Resource& resource, ResourceIndex index) const;
  Binding bind_by_input(const execution::StateMachine& state_machine, const asl::State& state, const Json& input) const;
  void admit_activities(const execution::StateMachine& state_machine);
  ResourceIndex admit_activity(const std::string& arn);
  void look_for_faults(BoundMachine& bound) const;
  std::uint64_t faults_of(const execution::StateMachine& state_machine,
                          const asl::State& state,
                          const Binding& binding) const;

  const EngineOptions& options_;
  Dispatcher& dispatcher_;
  std::vector<ResourceBinding> resources_;
  std::shared_ptr<faults::FaultSource> fault_source_;  // null: no faults
  std::shared_ptr<faults::FaultInjector> faults_;      // the plan when last read; null: no plan
  std::unordered_map<const execution::StateMachine*, BoundMachine> machines_;
};

}  // namespace stepstorm::orchestration
