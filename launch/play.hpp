// Runs one execution from its start to its end, on an engine of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "books/ledger.hpp"
#include "launch/bucket_folders.hpp"
#include "launch/told.hpp"
#include "messages/messages.hpp"
#include "orchestration/engine_options.hpp"
#include "orchestration/observer.hpp"
#include "workers/resource.hpp"

namespace stepstorm::launch {

enum class Clock {
  Wall,     // real time
  Virtual,  // jumps to whatever is due next; starts at 2026-01-01T00:00:00Z
};

/// A Task state that nothing answers: its execution fails when it comes to it.
struct UnboundState {
  std::string state;
  std::string resource;
};

/// An execution, and the engine that it gets.
struct Launch {
  execution::StateMachinePtr state_machine;
  std::vector<workers::ResourceOptions> resources;
  std::uint32_t threads = 0;        // 0: one per core
  bool pinned = false;              // whether each thread keeps to one processor
  std::uint32_t orchestrators = 0;  // 0: one per core
  orchestration::Limits limits;
  std::uint64_t seed = 0;
  Clock clock = Clock::Wall;
  std::vector<execution::StateMachinePtr> state_machines;  // those that states:startExecution can start
  std::vector<UnboundState> unbound;
  bool declares_functions = false;  // whether the settings name functions
  BucketFolders buckets;
  Payload input;
  std::optional<std::string> name;
};

struct Ending {
  orchestration::EndedExecution ended;
  messages::Counters counters;
  books::Ledger::Totals books;        // the payment provider's
  std::vector<UnboundState> unbound;  // all of the machine's, reached or not
};

/// What a watcher does; called on the thread that calls `play`.
struct Spectator {
  std::function<void(const Told&)> told;
  std::function<void()> idle;
  std::function<void(const std::string& why)> aborting;  // the execution is being stopped
  std::function<void(std::uint64_t count)> waiting;      // it has ended; so many asynchronous invocations have not
};

/// An interrupt (interrupt.hpp) aborts the execution. It ends in any case: the service lets none run for more than a year.
/// Its asynchronous invocations are waited for, unless there is an interrupt.
[[nodiscard]] Ending play(const Launch& launch, const Spectator& spectator);

}  // namespace stepstorm::launch
