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
  Alarm alarm{{{date, instant}, slack}};
  alarm.set(&sleeper, never);
  CHECK(sleeper.wake_ups.empty());

  for (int message = 0; message < 3; ++message) alarm.set(&sleeper, date + 25ms);
  alarm.set(&sleeper, date + 70ms);
  CHECK(sleeper.wake_ups == std::vector{slack == 0ms ? instant + 25ms : instant + 30ms});

  alarm.set(&sleeper, date + 5ms);
  REQUIRE(sleeper.wake_ups.size() == 2);
  CHECK(sleeper.wake_ups[1] == (slack == 0ms ? instant + 5ms : instant + 10ms));

  alarm.rang(date + 10ms);
  alarm.set(&sleeper, date + 70ms);
  CHECK(sleeper.wake_ups.size() == 3);
}

}  // namespace stepstorm::actors
