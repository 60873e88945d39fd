#include "bench/harness/stalls.hpp"

#include <atomic>
#include <thread>
#include <vector>

namespace stepstorm::bench {
namespace {

using Clock = std::chrono::steady_clock;

Clock::duration stalled(Clock::duration gap, Clock::duration duration) {
  const auto end = Clock::now() + duration;
  Clock::duration lost{0};
  for (auto last = Clock::now(); last < end;) {
    const auto now = Clock::now();
    if (now - last > gap) lost += now - last;
    last = now;
  }
  return lost;
}

}  // namespace

double share_stalled(unsigned threads, std::chrono::nanoseconds gap, std::chrono::nanoseconds duration) {
  std::atomic<Clock::rep> lost{0};
  {
    std::vector<std::jthread> spinning;
    for (unsigned thread = 0; thread < threads; ++thread)
      spinning.emplace_back([&] { lost += stalled(gap, duration).count(); });
  }
  return static_cast<double>(lost) / static_cast<double>(duration.count()) / threads;
}

}  // namespace stepstorm::bench
