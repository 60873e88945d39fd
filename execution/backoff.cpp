#include "execution/backoff.hpp"

#include <algorithm>

#include "asl/quotas.hpp"
#include "execution/planted_bug.hpp"
#include "world/elementary.hpp"

namespace stepstorm::execution {

using std::chrono::duration;
using std::chrono::nanoseconds;

nanoseconds nominal_backoff(const asl::Retrier& retrier, int retries_before) {
  if (planted(PlantedBug::BackoffGrowsTwice)) retries_before *= 2;
  const double grown = static_cast<double>(retrier.interval.count()) *
                       world::whole_power(retrier.backoff_rate, static_cast<std::uint64_t>(retries_before));
  const double cap =
      retrier.max_delay ? static_cast<double>(retrier.max_delay->count()) : static_cast<double>(asl::seconds_max);
  return std::chrono::round<nanoseconds>(duration<double>(std::min(grown, cap)));
}

nanoseconds backoff(const asl::Retrier& retrier, int retries_before, world::Stream& random) {
  const nanoseconds nominal = nominal_backoff(retrier, retries_before);
  if (retrier.jitter == asl::JitterStrategy::NONE) return nominal;
  return std::chrono::round<nanoseconds>(random.uniform() * duration<double, std::nano>(nominal));
}

}  // namespace stepstorm::execution
