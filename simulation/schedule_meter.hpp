// How well a load generator has kept its schedule on the wall clock: for each order, when it was to start and when it was
// sent. A generator that is late is not a system that is slow: response times count from the intended start, and what
// the generator adds to them stands here.
// The users of a closed loop have no schedule: they come when they are ready, and a generator that is late makes them
// fewer, not the system slower.
// Pure; times count from the beginning of the run.
#pragma once

#include <cstdint>
#include <optional>

#include "metrics/histogram.hpp"
#include "world/time.hpp"

namespace stepstorm::simulation {

/// An order that is sent later than this after its intended start has started late.
inline constexpr world::Duration late_after = std::chrono::milliseconds{5};

struct ScheduleResult {
  std::uint64_t sent = 0;
  world::Time last_intended{0};
  world::Time last_sent{0};
  metrics::Histogram lag;   // from the intended start to being sent
  std::uint64_t late = 0;   // orders
  world::Time worst_at{0};  // the intended start of the order that was sent with the largest lag
  bool closed_loop = false;

  /// Orders a second, from the beginning to the last order; nullopt: too few to have a rate.
  std::optional<double> asked_per_s() const;
  std::optional<double> achieved_per_s() const;
  /// It sent less than 99.5 % of what was asked for, or more than one order in a thousand late. Fewer than ten late orders
  /// are chance, unless they are half of all. Never in a closed loop.
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
