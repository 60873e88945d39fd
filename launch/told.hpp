// Notifications of an engine about running executions, as values: queued on the orchestrators' threads, read on
// another.
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

namespace stepstorm::launch {

/// A state waits since this event: a Wait state, or a back-off between two attempts.
struct Pause {
  std::uint32_t event = 0;
  asl::StateIndex state = 0;
  TimePoint since;
  TimePoint until;
  std::vector<int> retries_by_retrier;  // retries granted, the next one included; empty for a Wait state
};

struct Recorded {
  std::uint64_t execution = 0;
  std::vector<execution::HistoryEvent> events;
  std::vector<Pause> pauses;                 // pauses that begin with these events
  execution::StateMachinePtr state_machine;  // its machine has the states of the events
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

/// Queues notifications.
class Inbox final : public orchestration::Observer {
 public:
  /// Returns the next notification; nullopt when none came within `at_most`.
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

}  // namespace stepstorm::launch
