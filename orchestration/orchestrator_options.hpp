// What an orchestrator is told when it begins.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "execution/execution.hpp"
#include "faults/fault.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/execution_names.hpp"
#include "orchestration/limits.hpp"
#include "orchestration/machine_directory.hpp"
#include "orchestration/performers/object_store.hpp"
#include "orchestration/policies/policies.hpp"
#include "world/quota.hpp"

namespace stepstorm::orchestration {

/// Whose events are kept until the execution ends, to be handed to the observer then.
enum class HistoryPolicy { All, FailedOnly, None };

struct OrchestratorOptions {
  std::uint32_t index = 0;          // of this orchestrator
  std::uint32_t orchestrators = 1;  // how many share the ids, see messages::StartExecution
  std::uint64_t seed = 0;
  std::vector<ResourceBinding> resources;
  HistoryPolicy history = HistoryPolicy::All;
  bool live_events = false;              // whether the observer is told events as they happen
  std::shared_ptr<ObjectStore> objects;  // null: every access to an object fails
  /// Those that states:startExecution can start: found by name, whatever account and region the ARN says.
  std::vector<execution::StateMachinePtr> state_machines;
  std::shared_ptr<MachineDirectory> directory;     // and more of them; null: none
  std::shared_ptr<ExecutionNames> names;           // of all executions; null: the orchestrator has names of its own
  std::optional<world::Bucket> state_transitions;  // the quota; absent: none
  std::shared_ptr<FaultSource> faults;             // that its workers ask; null: nothing is planned to go wrong
  resilience::Policies policies;                   // extensions; its own, not shared with other orchestrators
  bool ends_after_a_year = true;                   // false: an execution that hangs stays open, and is seen to
  Limits limits;                                   // of all orchestrators together
  bool any_activity = false;  // activities without a row are polled for from outside, too; not together with `policies`
  /// Whether the account's functions are known, as they are when a resource is one: a function that is missing is not
  /// found then, rather than not bound.
  bool declares_functions = false;
  bool traced = true;       // whether the counters' trace is worked out
  bool redrivable = false;  // whether the observer is given what STANDARD executions can be redriven from
};

}  // namespace stepstorm::orchestration
