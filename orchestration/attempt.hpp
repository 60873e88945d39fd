// Attempt: an orchestrator's record of one attempt at a task, kept until the attempt ends.
#pragma once

#include <cstdint>

#include "execution/notice.hpp"
#include "messages/messages.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/slab.hpp"

namespace stepstorm::orchestration {

using WorkerIndex = std::uint32_t;

/// The kind of performer that answers an attempt; performers/ has one class for each.
enum class PerformerKind : std::uint8_t { Unbound, Worker, Mock, NestedExecution, TokenHolder };

/// Stands for "no attempt" where a slot is expected.
inline constexpr std::uint32_t no_attempt = ~0u;

/// Smaller than a cache line, since a million may exist.
struct Attempt {
  SlabKey execution;  // its key in the orchestrator's slab
  execution::AttemptId id;
  asl::StateIndex state = 0;
  ResourceIndex resource = 0;
  std::uint32_t circuit_round = ~0u;  // a policies::AttemptGuard::Round
  bool announce = false;              // the execution is to be told when a worker takes the task
  bool submitted = false;             // the execution has been told that the service accepted the task
  bool invoked = false;               // invokes a function by lambda:invoke
  bool event = false;                 // asynchronous invocation: no execution waits for it, so `abandoned` is set too

  enum class Position : std::uint8_t { Nowhere, Queued, AtWorker };
  Position place = Position::Nowhere;
  bool abandoned = false;
  PerformerKind performer = PerformerKind::Worker;
  messages::TaskToken token;
  WorkerIndex worker = 0;
  std::uint32_t task = ~0u;  // slot of the RunTask at the dispatcher, until a worker has it
  std::uint32_t previous = ~0u;
  std::uint32_t next = ~0u;
};
static_assert(sizeof(Attempt) < 64);

}  // namespace stepstorm::orchestration
