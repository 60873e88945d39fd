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
  Virtual,  // jumps to the next due event; starts at 2026-01-01T00:00:00Z
};

/// A Task state without a worker, function or mock: an execution that enters it fails.
struct UnboundState {
  std::string state;
  std::string resource;
};

/// An execution, and the options of its engine.
struct Launch {
  execution::StateMachinePtr state_machine;
  std::vector<workers::ResourceOptions> resources;
  std::uint32_t threads = 0;        // 0: one per core
  bool pinned = false;              // each thread stays on one processor
  std::uint32_t orchestrators = 0;  // 0: one per core
  orchestration::Limits limits;
  std::uint64_t seed = 0;
  Clock clock = Clock::Wall;
  std::vector<execution::StateMachinePtr> state_machines;  // the machines that states:startExecution can start
  std::vector<UnboundState> unbound;
  bool declares_functions = false;  // whether the settings name functions
  BucketFolders buckets;
  Payload input;
  std::optional<std::string> name;
};

struct Ending {
  orchestration::EndedExecution ended;
  messages::Counters counters;
  books::Ledger::Totals books;        // of the payment provider
  std::vector<UnboundState> unbound;  // all of the machine, reached or not
};

/// Callbacks of an observer; called on the thread that calls `play`.
struct Spectator {
  std::function<void(const Told&)> told;
  std::function<void()> idle;
  std::function<void(const std::string& why)> aborting;  // the execution is being stopped
  std::function<void(std::uint64_t count)> waiting;      // ended, but `count` asynchronous invocations still run
};

/// Runs an execution to its end. An interrupt (interrupt.hpp) aborts it, and an execution ends after a year at the
/// latest. Then waits for its asynchronous invocations, unless interrupted.
[[nodiscard]] Ending play(const Launch& launch, const Spectator& spectator);

}  // namespace stepstorm::launch
