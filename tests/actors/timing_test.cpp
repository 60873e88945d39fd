#include "actors/timing.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace stepstorm::actors {
namespace {

using namespace std::chrono_literals;

/// Stands for an actor whose wake-ups are written down.
struct Sleeper {
  std::vector<caf::actor_clock::time_point> wake_ups;
  void scheduled_send(Sleeper*, caf::actor_clock::time_point at, messages::WakeUp) { wake_ups.push_back(at); }
};

constexpr TimePoint date{1'000'000s};
constexpr caf::actor_clock::time_point instant{50s};

}  // namespace

TEST_CASE("an actor is woken up once for timers that come later, and once more for an earlier one",
          "[actors][timing]") {
  const auto slack = GENERATE(0ms, 10ms);
  CAPTURE(slack.count());
  Sleeper sleeper;
  WakeUps wake_ups{{{date, instant}, slack}};
  wake_ups.set(&sleeper, never);
  CHECK(sleeper.wake_ups.empty());

  for (int message = 0; message < 3; ++message) wake_ups.set(&sleeper, date + 25ms);
  wake_ups.set(&sleeper, date + 70ms);
  CHECK(sleeper.wake_ups == std::vector{slack == 0ms ? instant + 25ms : instant + 30ms});

  wake_ups.set(&sleeper, date + 5ms);
  REQUIRE(sleeper.wake_ups.size() == 2);
  CHECK(sleeper.wake_ups[1] == (slack == 0ms ? instant + 5ms : instant + 10ms));

  wake_ups.rang(date + 10ms);
  wake_ups.set(&sleeper, date + 70ms);  // the one for 25 ms is still to come
  CHECK(sleeper.wake_ups.size() == 2);
  wake_ups.rang(date + 30ms);
  wake_ups.set(&sleeper, date + 70ms);
  CHECK(sleeper.wake_ups.size() == 3);
}

TEST_CASE("one far timer among many near ones needs one wake-up", "[actors][timing]") {
  Sleeper sleeper;
  WakeUps wake_ups{{{date, instant}, 0ms}};
  for (int near = 0; near < 1'000; ++near) {
    wake_ups.set(&sleeper, date + 1h);
    wake_ups.set(&sleeper, date + near * 1ms);
    wake_ups.rang(date + near * 1ms);
  }
  CHECK(sleeper.wake_ups.size() == 1'001);
}

}  // namespace stepstorm::actors
