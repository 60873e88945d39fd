// The CAF shell around workers::WorkerHost. When the host reports a crash, the actor throws and ends.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <spdlog/logger.h>

#include "actors/checked.hpp"
#include "actors/timing.hpp"
#include "messages/actors.hpp"
#include "workers/resource_gauge.hpp"
#include "workers/worker_host.hpp"

namespace stepstorm::actors {

struct WorkerSetup {
  std::string name;
  messages::OrchestratorActor orchestrator;
  Timing timing;
  std::function<workers::WorkerHost()> make_host;
  std::shared_ptr<workers::ResourceGauge> gauge;  // null: no measuring
};

class WorkerShell;
struct WorkerState {
  static inline const char* name = "worker";
  std::shared_ptr<WorkerShell> shell;  // ends with the actor, not with the last handle to it
};
using WorkerPointer = caf::stateful_actor<WorkerState, checked<messages::WorkerActor::base>>*;

messages::WorkerActor::behavior_type worker_actor(WorkerPointer self, WorkerSetup setup);

}  // namespace stepstorm::actors
