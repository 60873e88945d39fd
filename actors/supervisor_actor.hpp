// The CAF shell around orchestration::Supervisor: starts and monitors one orchestrator's workers of one resource, and
// tells the orchestrator when a worker starts or ends. A worker's messages reach the orchestrator before the news of
// its end, because the news is sent only once the end is known.
#pragma once

#include <cstdint>
#include <memory>

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include "actors/checked.hpp"
#include "actors/timing.hpp"
#include "books/ledger.hpp"
#include "messages/actors.hpp"
#include "workers/resource.hpp"
#include "workers/resource_gauge.hpp"

namespace stepstorm::actors {

struct SupervisorSetup {
  workers::ResourceOptions resource;
  std::uint32_t resource_index = 0;
  std::uint32_t orchestrator_index = 0;
  std::uint32_t first_worker = 0;  // index of its first worker in the orchestrator's numbering
  std::uint64_t seed = 0;
  std::shared_ptr<books::Ledger> ledger;
  std::shared_ptr<faults::FaultSource> faults;
  std::shared_ptr<workers::ResourceGauge> gauge;  // null: no measuring
  messages::OrchestratorActor orchestrator;
  Timing timing;
};

class SupervisorShell;
struct SupervisorState {
  static inline const char* name = "supervisor";
  std::shared_ptr<SupervisorShell> shell;  // ends with the actor, not with the last handle to it
};
using SupervisorPointer = caf::stateful_actor<SupervisorState, checked<messages::SupervisorActor::base>>*;

messages::SupervisorActor::behavior_type supervisor_actor(SupervisorPointer self, SupervisorSetup setup);

}  // namespace stepstorm::actors
