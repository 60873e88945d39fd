// The CAF shell around orchestration::Orchestrator. Starts a supervisor for each resource and ends together with them.
// Collects tasks for workers while messages wait in the mailbox; sends them when no message waits or when there are
// enough. An idle orchestrator never holds a task back.
#pragma once

#include <memory>
#include <vector>

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include "actors/checked.hpp"
#include "actors/timing.hpp"
#include "books/ledger.hpp"
#include "messages/actors.hpp"
#include "orchestration/observer.hpp"
#include "orchestration/orchestrator.hpp"
#include "workers/resource.hpp"
#include "workers/resource_gauge.hpp"

namespace stepstorm::actors {

struct OrchestratorSetup {
  orchestration::EngineOptions options;
  orchestration::OrchestratorPart part;
  std::vector<workers::ResourceOptions> resources;
  std::shared_ptr<books::Ledger> ledger;
  orchestration::Observer* observer = nullptr;  // outlives the actor
  Timing timing;
  workers::ResourceGauges gauges;  // empty: no measuring
};

class OrchestratorShell;
struct OrchestratorState {
  static inline const char* name = "orchestrator";
  std::shared_ptr<OrchestratorShell> shell;  // ends with the actor, not with the last handle to it
};
using OrchestratorPointer = caf::stateful_actor<OrchestratorState, checked<messages::OrchestratorActor::base>>*;

messages::OrchestratorActor::behavior_type orchestrator_actor(OrchestratorPointer self, OrchestratorSetup setup);

}  // namespace stepstorm::actors
