// The CAF shell around orchestration::Orchestrator. Starts a supervisor for each of its resources and ends with them.
// Tasks gather while messages are waiting and leave when none is, or when there are enough of them: at rest a task is
// never held back.
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
  workers::ResourceGauges gauges;  // none: nothing is measured
};

class OrchestratorShell;
struct OrchestratorState {
  static inline const char* name = "orchestrator";
  std::shared_ptr<OrchestratorShell> shell;  // ends with the actor, not with the last handle to it
};
using OrchestratorPointer = caf::stateful_actor<OrchestratorState, checked<messages::OrchestratorActor::base>>*;

messages::OrchestratorActor::behavior_type orchestrator_actor(OrchestratorPointer self, OrchestratorSetup setup);

}  // namespace stepstorm::actors
