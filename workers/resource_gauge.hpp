// Live measurements of one resource that actors run: written by its orchestrators and workers, read by the measuring
// side. Safe for concurrent use.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "messages/messages.hpp"
#include "metrics/histogram.hpp"

namespace stepstorm::workers {

class ResourceGauge {
 public:
  struct Taken {
    std::uint64_t attempts = 0;
    metrics::Histogram waiting;  // from the execution's request to a worker
  };

  void queued_more(std::int64_t difference) { queued_ += difference; }
  void busy_more(std::int64_t difference) { busy_ += difference; }
  /// Records that a worker takes these tasks.
  void take(const std::vector<messages::RunTask>& tasks, TimePoint now) {
    const std::lock_guard lock{mutex_};
    for (const messages::RunTask& task : tasks)
      if (task.order >= first_order_) taken_.waiting.record(now - task.asked_at);
    taken_.attempts += tasks.size();
  }

  /// Attempts that wait for a worker, and attempts at workers.
  std::int64_t queued() const { return queued_; }
  std::int64_t busy() const { return busy_; }
  /// Since the beginning, or the last forget_taken.
  Taken taken() const {
    const std::lock_guard lock{mutex_};
    return taken_;
  }
  /// Forgets the past. From now on, records waiting times only of orders with this id and later ones.
  void forget_taken(std::uint64_t first_order) {
    const std::lock_guard lock{mutex_};
    taken_ = {};
    first_order_ = first_order;
  }

 private:
  std::atomic<std::int64_t> queued_{0};
  std::atomic<std::int64_t> busy_{0};
  mutable std::mutex mutex_;
  Taken taken_;
  std::uint64_t first_order_ = 0;
};

/// By resource; empty: nothing is measured.
using ResourceGauges = std::vector<std::shared_ptr<ResourceGauge>>;

inline ResourceGauges make_gauges(std::size_t resources) {
  ResourceGauges gauges;
  for (std::size_t index = 0; index < resources; ++index) gauges.push_back(std::make_shared<ResourceGauge>());
  return gauges;
}

}  // namespace stepstorm::workers
