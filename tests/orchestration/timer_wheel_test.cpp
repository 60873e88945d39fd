#include "orchestration/timer_wheel.hpp"

#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "world/stream.hpp"

namespace stepstorm::orchestration {
namespace {

using Wheel = TimerWheel<int>;

std::string fired_until(Wheel& wheel, Wheel::Tick to) {
  std::string text;
  wheel.advance(to, [&](Wheel::Tick at, int value) { text += std::to_string(at) + ':' + std::to_string(value) + ' '; });
  return text;
}

TEST_CASE("timers fire in order of time, those of one tick in order of scheduling", "[orchestration][timer]") {
  Wheel wheel{1'000};
  wheel.schedule(5'000, 1);
  wheel.schedule(1'001, 2);
  wheel.schedule(5'000, 3);
  wheel.schedule(1'000'000'000'000, 4);
  CHECK(wheel.size() == 4);
  CHECK(fired_until(wheel, 4'999) == "1001:2 ");
  wheel.schedule(5'000, 5);
  CHECK(fired_until(wheel, 5'000) == "5000:1 5000:3 5000:5 ");
  CHECK(fired_until(wheel, ~0ull) == "1000000000000:4 ");
  CHECK(wheel.size() == 0);
}

TEST_CASE("a timer for a tick that has passed fires at the next advance", "[orchestration][timer]") {
  Wheel wheel{1'000};
  wheel.schedule(3, 1);
  wheel.schedule(1'000, 2);
  CHECK(wheel.next() == 1'000);
  CHECK(fired_until(wheel, 1'000) == "1000:1 1000:2 ");
}

TEST_CASE("a handle cancels its timer once, and nothing after that", "[orchestration][timer]") {
  Wheel wheel;
  const auto handle = wheel.schedule(10, 1);
  CHECK(wheel.cancel(handle));
  CHECK_FALSE(wheel.cancel(handle));
  const auto reused = wheel.schedule(10, 2);
  CHECK(reused.slot == handle.slot);
  CHECK_FALSE(wheel.cancel(handle));
  CHECK(fired_until(wheel, 20) == "10:2 ");
  CHECK_FALSE(wheel.cancel(reused));
  CHECK_FALSE(wheel.cancel(TimerHandle{}));
}

TEST_CASE("a firing timer may schedule and cancel others", "[orchestration][timer]") {
  Wheel wheel;
  std::string text;
  const auto doomed = wheel.schedule(7, 2);
  wheel.schedule(5, 1);
  wheel.advance(9, [&](Wheel::Tick at, int value) {
    text += std::to_string(at) + ':' + std::to_string(value) + ' ';
    if (value != 1) return;
    wheel.cancel(doomed);
    wheel.schedule(5, 3);
    wheel.schedule(8, 4);
    wheel.schedule(10, 5);
  });
  CHECK(text == "5:1 5:3 8:4 ");
  CHECK(wheel.size() == 1);
}

TEST_CASE("next is never later than the earliest timer", "[orchestration][timer]") {
  Wheel wheel{123'456};
  CHECK(wheel.next() == Wheel::no_tick);
  wheel.schedule(123'456 + 1'000'000, 1);
  int asked = 0;
  while (wheel.size() > 0) {
    const auto next = wheel.next();
    REQUIRE(next <= 123'456 + 1'000'000);
    wheel.advance(next, [](Wheel::Tick, int) {});
    REQUIRE(++asked <= 11);  // at most once for each level
  }
}

// The model: a multimap keeps equal keys in order of insertion.
class Model {
 public:
  void schedule(Wheel::Tick when, int value) { timers_.emplace(std::max(when, now_), value); }
  bool cancel(int value) {
    return std::erase_if(timers_, [&](const auto& timer) { return timer.second == value; }) > 0;
  }
  std::string fired_until(Wheel::Tick to) {
    std::string text;
    while (!timers_.empty() && timers_.begin()->first <= to) {
      text += std::to_string(timers_.begin()->first) + ':' + std::to_string(timers_.begin()->second) + ' ';
      timers_.erase(timers_.begin());
    }
    now_ = to;
    return text;
  }
  std::size_t size() const { return timers_.size(); }

 private:
  Wheel::Tick now_ = 0;
  std::multimap<Wheel::Tick, int> timers_;
};

TEST_CASE("the wheel does what a sorted map does", "[orchestration][timer]") {
  const auto seed = GENERATE(range(1, 41));
  CAPTURE(seed);
  world::Stream random{static_cast<std::uint64_t>(seed)};
  Wheel wheel;
  Model model;
  std::map<int, TimerHandle> handles;
  Wheel::Tick now = 0;
  for (int step = 0; step < 2'000; ++step) {
    const Wheel::Tick distance = random.bits() >> (random.below(44) + 20);  // all magnitudes alike, up to 2^44
    switch (random.below(4)) {
      case 0:
      case 1:
        handles[step] = wheel.schedule(now + distance, step);
        model.schedule(now + distance, step);
        break;
      case 2: {
        const auto victim = handles.lower_bound(static_cast<int>(random.below(static_cast<std::uint64_t>(step) + 1)));
        if (victim == handles.end()) break;
        REQUIRE(wheel.cancel(victim->second) == model.cancel(victim->first));
        handles.erase(victim);
        break;
      }
      case 3:
        now += distance >> 6;
        REQUIRE(fired_until(wheel, now) == model.fired_until(now));
        break;
    }
    REQUIRE(wheel.size() == model.size());
  }
  CHECK(fired_until(wheel, ~0ull) == model.fired_until(~0ull));
}

}  // namespace
}  // namespace stepstorm::orchestration
