// ScheduleMeter: measures how well a load generator keeps its schedule on the wall clock, from each order's intended
// start and its sending time. Response times count from the intended start; this meter shows how much of them a late
// generator adds, so that it is not taken for a slow system.
// Users of a closed loop have no schedule: a late generator lowers their rate and does not add to response times.
// Pure; times count from the beginning of the run.
#pragma once

#include <cstdint>
#include <optional>

#include "metrics/histogram.hpp"
#include "world/time.hpp"

namespace stepstorm::simulation {

/// An order is late when it is sent more than this after its intended start.
inline constexpr world::Duration late_after = std::chrono::milliseconds{5};

struct ScheduleResult {
  std::uint64_t sent = 0;
  world::Time last_intended{0};
  world::Time last_sent{0};
  metrics::Histogram lag;   // from intended start to sending
  std::uint64_t late = 0;   // orders
  world::Time worst_at{0};  // intended start of the order with the largest lag
  bool closed_loop = false;

  /// Orders per second, from the beginning to the last order; nullopt with too few orders for a rate.
  std::optional<double> asked_per_s() const;
  std::optional<double> achieved_per_s() const;
  /// Returns whether the generator was the bottleneck: it reached less than 99.5 % of the intended rate, or sent more
  /// than one order in a thousand late. Ignores fewer than ten late orders unless they are half of all. False in a
  /// closed loop.
  bool was_bottleneck() const;
};

class ScheduleMeter {
 public:
  void sent(world::Time intended, world::Time at);
  const ScheduleResult& result() const { return result_; }

 private:
  ScheduleResult result_;
};

}  // namespace stepstorm::simulation
