// EngineOptions: the settings of an engine, for any clock and any shell. Higher folders add their own: actors/ the
// clock and threads, simulation/ the resources.
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

/// Selects the executions whose events are kept until the end and then passed to the observer.
enum class HistoryPolicy { All, FailedOnly, None };

struct EngineOptions {
  std::uint64_t seed = 0;
  HistoryPolicy history = HistoryPolicy::All;
  bool live_events = false;              // pass events to the observer as they happen
  std::shared_ptr<ObjectStore> objects;  // for Distributed Maps; null: every access to an object fails
  /// State machines that states:startExecution can start; found by name, ignoring the ARN's account and region.
  std::vector<execution::StateMachinePtr> state_machines;
  std::shared_ptr<MachineDirectory> directory;     // further state machines, which may come and go; null: none
  std::optional<world::Bucket> state_transitions;  // quota for each orchestrator; absent: no quota
  faults::FaultPlan faults;                        // injected by workers
  bool faults_change = false;                      // the plan may be replaced while the engine runs
  std::optional<TimePoint> epoch;                  // time zero, for faults too; absent: when the engine begins
  policies::Policies policies;                     // extensions, for each orchestrator; default: off
  bool books_by_order = false;                     // the ledger keeps books for each order
  bool ends_after_a_year = true;                   // false: a hanging execution stays open, so that it is noticed
  Limits limits;                                   // for all orchestrators together
  bool any_activity = false;  // activities without a row may be polled too; not together with `policies`
  /// Whether all functions of the account are known; implied when a resource is a function. A missing function then
  /// fails as not found, not as not bound.
  bool declares_functions = false;
  bool traced = true;       // compute the counters' trace
  bool redrivable = false;  // give the observer what a redrive of a STANDARD execution needs
};

/// One orchestrator's place in its engine, and the objects that all orchestrators share.
struct OrchestratorPart {
  std::uint32_t index = 0;
  std::uint32_t orchestrators = 1;  // number that share the id space, see messages::StartExecution
  std::vector<ResourceBinding> resources;
  std::shared_ptr<ExecutionNames> names = {};        // of all executions; null: the orchestrator makes its own
  std::shared_ptr<faults::FaultSource> faults = {};  // asked by its workers; null: no faults
};

}  // namespace stepstorm::orchestration
