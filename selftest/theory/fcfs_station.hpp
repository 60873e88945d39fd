// A first-come-first-served station with one queue and several servers, computed as a recursion over its customers,
// without events or a clock. For equal arrivals and service times a simulation must give equal results.
// Source: Lindley, "The theory of queues with a single server" (1952); Kiefer and Wolfowitz, "On the theory of queues
// with many servers" (1955).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "world/time.hpp"

namespace stepstorm::theory {

class FcfsStation {
 public:
  /// `servers`: at least one. `queue_limit`: places in the queue; absent: no limit.
  explicit FcfsStation(std::uint32_t servers, std::optional<std::uint32_t> queue_limit = {});

  /// Returns when the service of this customer begins; nullopt when all servers are busy and the queue is full: the
  /// customer is lost. Arrival times must not go back. A departure at the same instant comes before an arrival.
  [[nodiscard]] std::optional<world::Time> arrive(world::Time at, world::Duration service);

 private:
  bool has_room(world::Time at);
  void occupy_first_free(world::Time until);

  std::optional<std::uint32_t> queue_limit_;
  std::vector<world::Time> free_from_;  // of each server, the earliest first: a binary heap
  std::deque<world::Time> begins_;      // of services that begin later; kept only with a queue limit
};

}  // namespace stepstorm::theory
