// Watch: forwards one orchestrator's reports to the user's observer, and counts started workers and ended executions
// for threads that wait for them.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "orchestration/observer.hpp"

namespace stepstorm::actors {

/// A counter that one thread can wait on while others count. Counting takes no lock, except to wake the waiting thread.
class Tally {
 public:
  void count() {
    if (count_.fetch_add(1) + 1 != awaited_.load()) return;
    const std::lock_guard lock{mutex_};
    reached_.notify_all();
  }

  std::uint64_t value() const { return count_.load(); }

  bool wait(std::uint64_t until, std::optional<std::chrono::steady_clock::time_point> deadline) {
    std::unique_lock lock{mutex_};
    awaited_.store(until);
    const auto done = [&] { return count_.load() >= until; };
    if (deadline) return reached_.wait_until(lock, *deadline, done);
    reached_.wait(lock, done);
    return true;
  }

 private:
  alignas(64) std::atomic<std::uint64_t> count_{0};
  alignas(64) std::atomic<std::uint64_t> awaited_{~std::uint64_t{0}};
  std::mutex mutex_;
  std::condition_variable reached_;
};

class Watch final : public orchestration::Observer {
 public:
  explicit Watch(orchestration::Observer& observer) : observer_(observer) {}

  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override {
    observer_.recorded(execution, events);
  }
  void child_started(const execution::Execution& child, const execution::StartChild& as) override {
    observer_.child_started(child, as);
  }
  void nested_started(const execution::Execution& nested, const orchestration::FoundMachine& of) override {
    observer_.nested_started(nested, of);
  }
  void map_run_reported(const execution::Execution& execution, execution::ReportMapRun&& report) override {
    observer_.map_run_reported(execution, std::move(report));
  }
  void ended(orchestration::EndedExecution&& ended) override {
    const bool child = ended.execution.id >= orchestration::child_id;
    observer_.ended(std::move(ended));
    if (!child) executions_ended.count();
  }
  void worker_up(std::string_view worker, TimePoint at) override {
    observer_.worker_up(worker, at);
    workers_up.count();
  }
  void worker_down(std::string_view worker, std::string_view reason, TimePoint at) override {
    observer_.worker_down(worker, reason, at);
  }
  void resource_down(std::string_view resource, std::string_view cause, TimePoint at) override {
    observer_.resource_down(resource, cause, at);
  }
  void resource_restored(std::string_view resource, TimePoint at) override {
    observer_.resource_restored(resource, at);
  }

  Tally executions_ended;
  Tally workers_up;

 private:
  orchestration::Observer& observer_;
};

}  // namespace stepstorm::actors
