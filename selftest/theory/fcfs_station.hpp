// A station of one queue, first come first served, and some servers, as a recursion over its customers: no events, no
// clock, a few instructions for each. It says of the same arrivals and service times what a simulation must say.
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
  /// At least one server; `queue_limit`: how many can wait, absent without end.
  explicit FcfsStation(std::uint32_t servers, std::optional<std::uint32_t> queue_limit = {});

  /// When the service of this customer begins; nullopt: all servers are taken and the queue is full, it is lost.
  /// Arrivals never go back. Who arrives at the instant at which another one leaves comes after it.
  [[nodiscard]] std::optional<world::Time> arrive(world::Time at, world::Duration service);

 private:
  bool has_room(world::Time at);
  void occupy_first_free(world::Time until);

  std::optional<std::uint32_t> queue_limit_;
  std::vector<world::Time> free_from_;  // of each server, the earliest first: a binary heap
  std::deque<world::Time> begins_;      // of services that begin later; kept only where there is a limit
};

}  // namespace stepstorm::theory
