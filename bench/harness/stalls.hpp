// Measures the stalls of threads that have a processor each and only read the clock: the floor of every latency on this
// machine.
#pragma once

#include <chrono>

namespace stepstorm::bench {

/// Returns the time that a thread lost in gaps longer than `gap`, as a share of its running time; the mean over the
/// threads.
[[nodiscard]] double share_stalled(unsigned threads, std::chrono::nanoseconds gap, std::chrono::nanoseconds duration);

}  // namespace stepstorm::bench
