// An open load: Poisson arrivals at a rate, sent by a thread of their own to one orchestrator on another. Response
// times count from the intended start, so that a generator that lags behind hides nothing. While too many orders are
// open, arrivals are refused and counted.
// A shared machine stops threads for milliseconds now and then, and high percentiles show it; bare messages at the same
// rate show how much of the percentiles comes from the machine.
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
  std::uint64_t arrivals = 0;     // generated; fewer than requested when the generator was too slow
  std::uint64_t turned_away = 0;  // refused arrivals
  std::uint64_t started = 0;
  std::uint64_t ended = 0;
  std::uint64_t succeeded = 0;
  double arrivals_per_second = 0;
  double goodput = 0;           // orders that succeeded while orders arrived, per second
  metrics::Histogram response;  // of orders that succeeded
};

/// On the real system, with these resources.
[[nodiscard]] OpenResult run_open_load(const OpenLoad& load, const std::vector<workers::ResourceOptions>& resources);

/// The same arrivals as bare messages, six for an order, on a thread that sleeps as the real system's do: the share of
/// the machine and of CAF.
[[nodiscard]] OpenResult run_open_raw_messages(const OpenLoad& load);

}  // namespace stepstorm::bench
