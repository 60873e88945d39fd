// The CAF shell around orchestration::Supervisor: starts the workers of one resource of one orchestrator, monitors them,
// and tells the orchestrator who is there. Whatever a worker has sent before its death reaches the orchestrator before
// the news of it, since the news goes out only once the death is known.
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
  std::uint32_t first_worker = 0;  // of its workers, as the orchestrator numbers them
  std::uint64_t seed = 0;
  std::shared_ptr<books::Ledger> ledger;
  std::shared_ptr<faults::FaultSource> faults;
  std::shared_ptr<workers::ResourceGauge> gauge;  // null: nothing is measured
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
