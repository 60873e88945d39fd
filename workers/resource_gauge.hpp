// What goes on at one resource at this moment, where actors run it: told by its orchestrators and workers, read by
// the measuring side. Safe for concurrent use.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "messages/messages.hpp"
#include "metrics/histogram.hpp"

namespace stepstorm::orchestration {

class ResourceGauge {
 public:
  struct Taken {
    std::uint64_t attempts = 0;
    metrics::Histogram waiting;  // from being asked for to being taken
  };

  void queued_more(std::int64_t difference) { queued_ += difference; }
  void busy_more(std::int64_t difference) { busy_ += difference; }
  /// A worker gets these.
  void take(const std::vector<messages::RunTask>& tasks, TimePoint now) {
    const std::lock_guard lock{mutex_};
    for (const messages::RunTask& task : tasks)
      if (task.order >= first_order_) taken_.waiting.record(now - task.asked_at);
    taken_.attempts += tasks.size();
  }

  /// Attempts that wait for a worker, and those that a worker has.
  std::int64_t queued() const { return queued_; }
  std::int64_t busy() const { return busy_; }
  /// Since the beginning, or the last time that it was forgotten.
  Taken taken() const {
    const std::lock_guard lock{mutex_};
    return taken_;
  }
  /// From now on, waiting times are those of orders with this id and later ones.
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

/// By resource; none: nothing is measured.
using ResourceGauges = std::vector<std::shared_ptr<ResourceGauge>>;

inline ResourceGauges make_gauges(std::size_t resources) {
  ResourceGauges gauges;
  for (std::size_t index = 0; index < resources; ++index) gauges.push_back(std::make_shared<ResourceGauge>());
  return gauges;
}

}  // namespace stepstorm::orchestration
