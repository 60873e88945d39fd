// Recursion and simulator are two ways to the same orders.
#include "selftest/network.hpp"

#include <catch2/catch.hpp>

#include "simulation/simulation.hpp"

namespace stepstorm::selftest {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("service times are those that the simulator's workers draw", "[selftest][network]") {
  const Network tandem{{100}, {{"validate", world::Exponential{5ms}}, {"payment", world::Lognormal{8ms, 30ms}}}};
  const simulation::Scenario load = scenario(tandem, {0s, 5s});
  simulation::Simulation simulation{load, 4};
  simulation.run_until(world::Time::max());
  const auto result = simulation.result();
  for (std::size_t number = 0; number < tandem.stations.size(); ++number) {
    const ServiceTimes times{tandem.stations[number], number, 4};
    metrics::WideSum drawn = 0;
    for (std::uint64_t order = 0; order < result.all_orders.started; ++order)
      drawn += static_cast<std::uint64_t>(times.of(order).count());
    CHECK((drawn == result.areas.resources[number].busy));
  }
}

TEST_CASE("the recursion measures between warm-up and end, as the simulator does", "[selftest][network]") {
  const Network tandem{{100}, {{"validate", world::Constant{9ms}}, {"payment", world::Constant{10ms}}}};
  const Period period{2s, 10s};
  const simulation::Scenario load = scenario(tandem, period);
  simulation::Simulation simulation{load, 4};
  simulation.run_until(world::Time::max());
  const auto result = simulation.result();
  const Observation predicted = recursion(tandem, period, 4);
  CHECK(predicted.started == result.orders.started);
  CHECK(predicted.attempts == 2 * result.all_orders.started);
  CHECK(predicted.response == result.response);
  CHECK(predicted.open_mean == result.open_mean);
  CHECK(predicted.waiting[1] == result.resources[1].waiting);
  CHECK(predicted.waiting[1].count() == predicted.response.count());
}

}  // namespace stepstorm::selftest
