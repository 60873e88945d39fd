#include "orchestration/timer_heap.hpp"

#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "world/stream.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{};

/// `5:1 `: timer 1 fired at 5 ns.
std::string fired_until(TimerHeap<int>& timers, TimePoint until) {
  std::string text;
  while (timers.size() > 0 && timers.next() <= until) {
    text += std::to_string((timers.next() - start).count()) + ':';
    text += std::to_string(timers.take_first()) + ' ';
  }
  return text;
}

}  // namespace

TEST_CASE("timers of a heap fire in the order of their instants, then as they were scheduled",
          "[orchestration][timer]") {
  TimerHeap<int> timers;
  CHECK(timers.next() == never);
  timers.schedule(start + 7ns, 1);
  timers.schedule(start + 5ns, 2);
  timers.schedule(start + 7ns, 3);
  timers.schedule(start + 5ns, 4);
  timers.schedule(start + 6ns, 5);
  CHECK(timers.next() == start + 5ns);
  CHECK(fired_until(timers, start + 6ns) == "5:2 5:4 6:5 ");
  timers.schedule(start + 7ns, 6);
  CHECK(timers.size() == 3);
  CHECK(fired_until(timers, never) == "7:1 7:3 7:6 ");
  CHECK(timers.next() == never);
}

TEST_CASE("among timers of one instant the smaller rank fires first", "[orchestration][timer]") {
  TimerHeap<int> timers;
  timers.schedule(start + 5ns, 1, 30);
  timers.schedule(start + 5ns, 2, 10);
  timers.schedule(start + 4ns, 3, 99);
  timers.schedule(start + 5ns, 4, 20);
  CHECK(fired_until(timers, never) == "4:3 5:2 5:4 5:1 ");
}

TEST_CASE("the heap does what a sorted map does", "[orchestration][timer]") {
  const auto seed = GENERATE(range(1, 21));
  CAPTURE(seed);
  world::Stream random{static_cast<std::uint64_t>(seed)};
  TimerHeap<int> timers;
  std::multimap<TimePoint, int> model;  // keeps equal keys in order of insertion
  for (int step = 0; step < 2'000; ++step) {
    if (random.below(5) < 3) {
      const TimePoint at = start + std::chrono::nanoseconds{random.below(500)};
      timers.schedule(at, step);
      model.emplace(at, step);
    } else if (!model.empty()) {
      REQUIRE(timers.next() == model.begin()->first);
      REQUIRE(timers.take_first() == model.begin()->second);
      model.erase(model.begin());
    }
    REQUIRE(timers.size() == model.size());
  }
}

}  // namespace stepstorm::orchestration
