// How a generator's lag is told from the system's slowness.
#include "simulation/schedule_meter.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace stepstorm::simulation {
namespace {

using namespace std::chrono_literals;

/// A thousand orders, one each millisecond, all sent `lag` late but those of the stall, which are sent at its end.
ScheduleResult a_second_of_orders(world::Duration lag, world::Time stall_begin = 0s, world::Time stall_end = 0s) {
  ScheduleMeter meter;
  for (int order = 1; order <= 1000; ++order) {
    const world::Time intended = order * 1ms;
    const bool stalled = intended >= stall_begin && intended < stall_end;
    meter.sent(intended, stalled ? stall_end : intended + lag);
  }
  return meter.result();
}

TEST_CASE("a generator that keeps its schedule is no bottleneck", "[simulation][wall]") {
  const ScheduleResult result = a_second_of_orders(400us);
  CHECK(result.sent == 1000);
  CHECK(result.asked_per_s() == Approx(1000));
  CHECK(result.achieved_per_s() == Approx(1000).epsilon(0.001));
  CHECK(result.late == 0);
  CHECK(result.lag.max() == 400us);
  CHECK_FALSE(result.was_bottleneck());
}

TEST_CASE("a stall shows in late starts and lag, even when the rate is made up for", "[simulation][wall]") {
  const ScheduleResult result = a_second_of_orders(0us, 300ms, 500ms);
  CHECK(result.achieved_per_s() == Approx(1000));
  CHECK(result.late == 195);  // those of the last 5 ms of the stall are in time
  CHECK(result.lag.max() == 200ms);
  CHECK(result.worst_at == 300ms);
  CHECK(result.was_bottleneck());
}

TEST_CASE("a generator that cannot send so fast is a bottleneck", "[simulation][wall]") {
  ScheduleMeter meter;
  for (int order = 1; order <= 1000; ++order) meter.sent(order * 1ms, order * 2ms);
  CHECK(meter.result().asked_per_s() == Approx(1000));
  CHECK(meter.result().achieved_per_s() == Approx(500));
  CHECK(meter.result().was_bottleneck());
}

TEST_CASE("a few late orders of a short run are chance, unless they are half of all", "[simulation][wall]") {
  struct Row {
    int orders;
    int late;
    bool bottleneck;
  };
  const auto row =
      GENERATE(values<Row>({{100, 1, false}, {100, 9, false}, {100, 10, true}, {4, 1, false}, {4, 2, true}}));
  CAPTURE(row.orders, row.late);
  ScheduleMeter meter;
  for (int order = 1; order <= row.orders; ++order)
    meter.sent(order * 1s, order * 1s + (order > row.orders - row.late ? 20ms : 0ms));
  CHECK(meter.result().was_bottleneck() == row.bottleneck);
}

TEST_CASE("a closed loop has no schedule that its generator could fail to keep", "[simulation][wall]") {
  ScheduleResult result = a_second_of_orders(0us, 300ms, 500ms);
  result.closed_loop = true;
  CHECK_FALSE(result.was_bottleneck());
}

TEST_CASE("nothing sent has no rate", "[simulation][wall]") {
  const ScheduleResult nothing;
  CHECK_FALSE(nothing.asked_per_s());
  CHECK_FALSE(nothing.achieved_per_s());
  CHECK_FALSE(nothing.was_bottleneck());
}

}  // namespace
}  // namespace stepstorm::simulation
