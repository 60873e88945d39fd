// What an engine is told when it begins, under any clock and any shell. Rooms above add what is their own: a system of
// actors its clock and threads, a simulation its resources.
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
#include "values/timestamp.hpp"
#include "world/quota.hpp"

namespace stepstorm::orchestration {

/// Whose events are kept until the execution ends, to be handed to the observer then.
enum class HistoryPolicy { All, FailedOnly, None };

struct EngineOptions {
  std::uint64_t seed = 0;
  HistoryPolicy history = HistoryPolicy::All;
  bool live_events = false;              // whether the observer is told events as they happen
  std::shared_ptr<ObjectStore> objects;  // of Distributed Maps; null: every access to an object fails
  /// Those that states:startExecution can start: found by name, whatever account and region the ARN says.
  std::vector<execution::StateMachinePtr> state_machines;
  std::shared_ptr<MachineDirectory> directory;     // and more of them, that come and go; null: none
  std::optional<world::Bucket> state_transitions;  // the quota, for each orchestrator; absent: none
  faults::FaultPlan faults;                        // that workers inject
  bool faults_change = false;                      // whether the plan may be replaced
  std::optional<TimePoint> epoch;                  // when time begins, for faults too; absent: when the engine begins
  policies::Policies policies;                     // extensions, for each orchestrator; none: off
  bool books_by_order = false;                     // whether the ledger keeps them
  bool ends_after_a_year = true;                   // false: an execution that hangs stays open, and is seen to
  Limits limits;                                   // of all orchestrators together
  bool any_activity = false;  // activities without a row are polled for from outside, too; not together with `policies`
  /// Whether the account's functions are known, as they are when a resource is one: a function that is missing is not
  /// found then, rather than not bound.
  bool declares_functions = false;
  bool traced = true;       // whether the counters' trace is worked out
  bool redrivable = false;  // whether the observer is given what STANDARD executions can be redriven from
};

/// Which orchestrator of an engine this is, and what they share.
struct OrchestratorPart {
  std::uint32_t index = 0;
  std::uint32_t orchestrators = 1;  // how many share the ids, see messages::StartExecution
  std::vector<ResourceBinding> resources;
  std::shared_ptr<ExecutionNames> names = {};        // of all executions; null: the orchestrator has names of its own
  std::shared_ptr<faults::FaultSource> faults = {};  // that its workers ask; null: nothing is planned to go wrong
};

}  // namespace stepstorm::orchestration
