// What an engine tells while executions run, as values: taken up on the orchestrators' threads, shown on another.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "execution/execution.hpp"
#include "execution/history.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::app {

/// A state stands still since this event: it is a Wait state, or between two attempts.
struct Pause {
  std::uint32_t event = 0;
  asl::StateIndex state = 0;
  TimePoint since;
  TimePoint until;
  std::vector<int> retries_by_retrier;  // granted so far, the coming one included; empty for a Wait state
};

struct Recorded {
  std::uint64_t execution = 0;
  std::vector<execution::HistoryEvent> events;
  std::vector<Pause> pauses;                 // that began with these events
  execution::StateMachinePtr state_machine;  // whose machine has the states that they name
};
struct Ended {
  orchestration::EndedExecution ended;
};
struct WorkerIsUp {
  TimePoint at;
  std::string worker;
};
struct WorkerIsDown {
  TimePoint at;
  std::string worker;
  std::string reason;
};
struct ResourceIsDown {
  TimePoint at;
  std::string resource;
  std::string cause;
};
struct ResourceIsRestored {
  TimePoint at;
  std::string resource;
};
using Told = std::variant<Recorded, Ended, WorkerIsUp, WorkerIsDown, ResourceIsDown, ResourceIsRestored>;

/// Queues what it is told until it is asked.
class Inbox final : public orchestration::Observer {
 public:
  /// The next thing told; nullopt when nothing came for that long.
  std::optional<Told> next(std::chrono::nanoseconds at_most);

  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override;
  void ended(orchestration::EndedExecution&& ended) override { put(Ended{std::move(ended)}); }
  void worker_up(std::string_view worker, TimePoint at) override { put(WorkerIsUp{at, std::string(worker)}); }
  void worker_down(std::string_view worker, std::string_view reason, TimePoint at) override {
    put(WorkerIsDown{at, std::string(worker), std::string(reason)});
  }
  void resource_down(std::string_view resource, std::string_view cause, TimePoint at) override {
    put(ResourceIsDown{at, std::string(resource), std::string(cause)});
  }
  void resource_restored(std::string_view resource, TimePoint at) override {
    put(ResourceIsRestored{at, std::string(resource)});
  }

 private:
  void put(Told told);

  std::mutex mutex_;
  std::condition_variable something_came_;
  std::deque<Told> queue_;
};

}  // namespace stepstorm::app
