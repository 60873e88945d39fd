// Orders that arrive whatever becomes of them: Poisson arrivals at a rate, sent by a thread of their own to one
// orchestrator on another. A response time counts from when the order should have started, so that a generator that lags
// behind hides nothing. While too many orders are open, arrivals are turned away and counted.
// A machine that others use stops a thread for milliseconds now and then, and high percentiles show that; bare messages that
// arrive as often say how much of them it is.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "metrics/histogram.hpp"
#include "workers/resource.hpp"

namespace stepstorm::bench {

struct OpenLoad {
  double rate = 1'000;  // arrivals per second
  std::chrono::nanoseconds duration = std::chrono::seconds{2};
  std::chrono::nanoseconds warm_up{0};  // of the duration: response times of its orders do not count
  std::uint64_t open_max = 100'000;
  std::uint64_t seed = 1;
};

struct OpenResult {
  std::uint64_t arrivals = 0;     // what the generator brought about: less than asked for when it was too slow
  std::uint64_t turned_away = 0;  // of the arrivals
  std::uint64_t started = 0;
  std::uint64_t ended = 0;
  std::uint64_t succeeded = 0;
  double arrivals_per_second = 0;
  double goodput = 0;           // orders that succeeded while orders arrived, per second
  metrics::Histogram response;  // of those that succeeded
};

/// On the real system, with these resources.
[[nodiscard]] OpenResult run_open_load(const OpenLoad& load,
                                       const std::vector<orchestration::ResourceOptions>& resources);

/// As bare messages, six for an order, on a thread that sleeps as the real system's do: what the machine and CAF take for the
/// same arrivals when nothing is done with them.
[[nodiscard]] OpenResult run_open_raw_messages(const OpenLoad& load);

}  // namespace stepstorm::bench
