// The generator of an open load, independent of the server: paces arrivals and records the ends of orders.
// run() is called on the generator's thread, ended() on the serving thread; orders are numbered from 0.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

#include "bench/harness/open_load.hpp"
#include "world/arrivals.hpp"

namespace stepstorm::bench {

/// Consecutive numbers.
struct OrderNumbers {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

class Generator {
 public:
  explicit Generator(const OpenLoad& load);

  /// `open()` returns the number of open orders, `start(OrderNumbers)` starts orders, `wait()` returns when all have
  /// ended.
  OpenResult run(auto&& open, auto&& start, auto&& wait) {
    begin();
    for (auto now = Clock::now(); now < end_; now = Clock::now())
      if (const OrderNumbers numbers = due(now, open()); numbers.count > 0) start(numbers);
    no_more();
    wait();
    return result();
  }

  void ended(std::uint64_t number, bool succeeded);

 private:
  using Clock = std::chrono::steady_clock;

  void begin();
  OrderNumbers due(Clock::time_point now, std::uint64_t open);
  void no_more();
  OpenResult result() const;

  OpenLoad load_;
  world::Arrivals arrivals_;
  Clock::time_point begin_;
  Clock::time_point warm_;
  Clock::time_point end_;
  Clock::time_point next_;
  std::vector<Clock::time_point> arrived_at_;  // by number, a ring
  std::atomic<bool> arriving_{true};
  std::uint64_t in_time_ = 0;  // succeeded while orders arrived
  OpenResult result_;
};

}  // namespace stepstorm::bench
