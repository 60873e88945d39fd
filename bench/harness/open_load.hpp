// Orders that arrive whatever becomes of them: Poisson arrivals at a rate, started by a thread of their own on a system of
// one orchestrator. A response time counts from when the order should have started, so that a generator that lags behind
// hides nothing. While too many orders are open, arrivals are turned away and counted.
// Response times are kept by window of their arrival, since a machine that others use stops a thread for milliseconds now
// and then: the median over windows says what the windows have in common.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "metrics/histogram.hpp"
#include "orchestration/resource.hpp"

namespace stepstorm::bench {

struct OpenLoad {
  double rate = 1'000;  // arrivals per second
  std::chrono::nanoseconds duration = std::chrono::seconds{2};
  std::chrono::nanoseconds warm_up{0};  // of the duration: response times of its orders do not count
  std::chrono::nanoseconds window = std::chrono::milliseconds{250};
  std::uint64_t open_max = 100'000;
  std::vector<orchestration::ResourceOptions> resources;
  std::uint64_t seed = 1;
};

struct OpenResult {
  std::uint64_t arrivals = 0;     // what the generator brought about: less than asked for when it was too slow
  std::uint64_t turned_away = 0;  // of the arrivals
  std::uint64_t started = 0;
  std::uint64_t ended = 0;
  std::uint64_t succeeded = 0;
  double arrivals_per_second = 0;
  double goodput = 0;                        // orders that succeeded while orders arrived, per second
  std::vector<metrics::Histogram> response;  // of those that succeeded, by window

  /// Of all windows together.
  [[nodiscard]] std::chrono::nanoseconds percentile(double percentile) const;
  /// The median of what the windows have each.
  [[nodiscard]] std::chrono::nanoseconds percentile_by_window(double percentile) const;
};

[[nodiscard]] OpenResult run_open_load(const OpenLoad& load);

}  // namespace stepstorm::bench
