// What the machine does to threads that have a processor each and only look at the clock: the floor of every latency that
// is measured on it.
#pragma once

#include <chrono>

namespace stepstorm::bench {

/// Time that a thread lost in gaps longer than `gap`, as a share of the time it ran; the mean of so many threads.
[[nodiscard]] double share_stalled(unsigned threads, std::chrono::nanoseconds gap, std::chrono::nanoseconds duration);

}  // namespace stepstorm::bench
