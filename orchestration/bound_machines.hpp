// Who performs the tasks of each state machine: decided once for each machine, when its first execution starts. A mock
// goes before everything else, a row of the binding table before what the orchestrator does itself; only a machine that
// is known goes before rows with a pattern. Beside it: which faults of the plan may concern a state's attempts.
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

/// Who performs a state's tasks.
struct Binding {
  PerformerKind performer = PerformerKind::Unbound;
  ResourceIndex resource = 0;  // of workers and token holders
  bool announce = false;       // the execution is to be told when a worker has taken the task
  bool invoked = false;        // a function, by lambda:invoke
  bool or_worker = false;      // a nested execution: a worker does what no machine here is named for
  bool by_input = false;       // the parameters of each attempt say which function it invokes
  std::uint64_t faults = 0;    // that may concern its attempts: a bit for each of the plan
};

struct BoundMachine {
  execution::StateMachinePtr machine;
  std::vector<Binding> bindings;                  // by state index
  std::uint32_t fault_plan = 0;                   // that the bindings' faults are of
  std::vector<std::uint64_t> state_fingerprints;  // by state index; empty when nothing is traced
};

class BoundMachines {
 public:
  /// `options` and `dispatcher` must outlive it.
  BoundMachines(const EngineOptions& options, const OrchestratorPart& part, Dispatcher& dispatcher);

  /// Stays where it is for as long as something beside this class holds the state machine.
  BoundMachine& of(const execution::StateMachinePtr& state_machine);
  /// Of an attempt that begins now: the plan of faults may have been replaced since the machine was bound.
  Binding binding(BoundMachine& bound, const execution::RunTask& task);
  /// The number of the plan of faults that bindings refer to; 0: there is none.
  std::uint32_t fault_plan() const { return faults_ ? faults_->number() : 0; }
  /// The activity that is polled from outside by this ARN. nullopt: there is none.
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
  std::shared_ptr<faults::FaultSource> fault_source_;  // null: nothing is planned to go wrong
  std::shared_ptr<faults::FaultInjector> faults_;      // the plan as it was last looked at; null: there is none
  std::unordered_map<const execution::StateMachine*, BoundMachine> machines_;
};

}  // namespace stepstorm::orchestration
