// One attempt at a task, as its orchestrator keeps it until it is over.
#pragma once

#include <cstdint>

#include "execution/notice.hpp"
#include "messages/messages.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/slab.hpp"

namespace stepstorm::orchestration {

using WorkerIndex = std::uint32_t;

/// Who answers an attempt: a class each in performers/.
enum class PerformerKind : std::uint8_t { Unbound, Worker, Mock, NestedExecution, TokenHolder };

/// The slot of no attempt.
inline constexpr std::uint32_t no_attempt = ~0u;

/// Less than a cache line, since there may be a million.
struct Attempt {
  SlabKey execution;  // where the orchestrator keeps it
  execution::AttemptId id;
  asl::StateIndex state = 0;
  ResourceIndex resource = 0;
  std::uint32_t circuit_round = ~0u;  // policies::AttemptGuard's
  bool announce = false;              // whether it is told when a worker takes it
  bool submitted = false;             // the execution has been told that the service has accepted it
  bool invoked = false;               // a function, by lambda:invoke
  bool event = false;                 // an asynchronous invocation, which no execution waits for: abandoned, too

  enum class Position : std::uint8_t { Nowhere, Queued, AtWorker };
  Position place = Position::Nowhere;
  bool abandoned = false;
  PerformerKind performer = PerformerKind::Worker;
  messages::TaskToken token;
  WorkerIndex worker = 0;
  std::uint32_t task = ~0u;  // where the dispatcher keeps it, as long as no worker has it
  std::uint32_t previous = ~0u;
  std::uint32_t next = ~0u;
};
static_assert(sizeof(Attempt) < 64);

}  // namespace stepstorm::orchestration
