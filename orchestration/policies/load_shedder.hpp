// LoadShedder: decides whether an order may start, by comparing the current load with limits. Keeps no state.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orchestration/policies/policies.hpp"

namespace stepstorm::policies {

class LoadShedder {
 public:
  using Resource = std::size_t;  // index into the constructor's `resources`

  LoadShedder(const LoadSheddingOptions& options, const std::vector<std::string>& resources);

  /// `queued(resource)` returns how many attempts wait for a worker; called only for resources with a limit.
  template <class Queued>
  [[nodiscard]] bool admits(std::uint64_t open_orders, const Queued& queued) const {
    return (!open_orders_ || open_orders < *open_orders_) &&
           std::all_of(queues_.begin(), queues_.end(), [&](const Queue& queue) {
             return queued(queue.resource) < queue.limit;
           });
  }

 private:
  struct Queue {
    Resource resource;
    std::uint64_t limit;
  };

  std::optional<std::uint64_t> open_orders_;
  std::vector<Queue> queues_;
};

}  // namespace stepstorm::policies
