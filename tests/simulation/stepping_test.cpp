#include "simulation/stepping.hpp"

#include <catch2/catch.hpp>

#include "tests/simulation/shop.hpp"

namespace stepstorm::simulation {
namespace {

using namespace std::chrono_literals;

execution::StateMachinePtr waiting(const std::string& seconds) {
  return machine(R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": )" + seconds + R"(, "End": true}}})");
}

/// Goes round and round, and no time passes.
execution::StateMachinePtr endless() {
  auto made = std::make_shared<execution::StateMachine>(
      *machine(R"({"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": 1, "Next": "C"},
                 "C": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "P"}],
                       "Default": "D"}, "D": {"Type": "Succeed"}}})"));
  made->type = asl::MachineType::EXPRESS;
  return made;
}

int looks_of(Simulation& simulation, world::Duration interval, int at_most = 1'000) {
  int looks = 0;
  step_through(simulation, interval, [&] { return ++looks < at_most; });
  return looks;
}

}  // namespace

TEST_CASE("a step ends with the interval in which something happens", "[simulation][stepping]") {
  CHECK(step_with(3s, 10s, 5s) == 15s);
  CHECK(step_with(15s, 10s, 5s) == 15s);
  CHECK(step_with(16s, 10s, 5s) == 20s);
  CHECK(step_with(864'000s, 10s, 5s) == 864'000s);
  CHECK(step_with(world::Time::max(), 10s, 5s) == world::Time::max());
}

TEST_CASE("time in which nothing happens is one step, however long", "[simulation][stepping]") {
  const auto load = scenario(waiting("864000"), {}, world::ConstantRate{2}, 1s);
  Simulation simulation{load, 1};
  CHECK(looks_of(simulation, 1ms) < 10);
  CHECK(simulation.result().orders.succeeded == 1);
  CHECK(simulation.now() == 864'000s + 500ms);
}

TEST_CASE("steps change nothing of what happens", "[simulation][stepping]") {
  const auto load = scenario(waiting("7"), {}, world::PoissonArrivals{20}, 60s);
  Simulation stepped{load, 5};
  CHECK(looks_of(stepped, 1s) > 50);
  CHECK(stepped.hash() == run(load, 5).hash);
}

TEST_CASE("what never lets time pass is looked at, and can be given up", "[simulation][stepping]") {
  SECTION("an execution that loops") {
    const auto load = scenario(endless(), {}, world::ConstantRate{2}, 1s);
    Simulation simulation{load, 1};
    CHECK(looks_of(simulation, 1s, 20) == 20);
    CHECK(simulation.now() <= 1s);
  }
  SECTION("a load whose rate changes for ever before an order comes") {
    const auto load = scenario(waiting("1"), {}, world::OnOff{1e-9, 0, 1us, 1us}, 1'000h);
    Simulation simulation{load, 1};
    CHECK(looks_of(simulation, 1h, 20) == 20);
    CHECK(simulation.so_far().started == 0);
  }
  SECTION("users by the million") {
    const auto load = scenario(waiting("1"), {}, world::ClosedLoopOptions{.users = 1'000'000}, 1us);
    Simulation simulation{load, 1};
    CHECK(looks_of(simulation, 1us, 10) == 10);
    CHECK(simulation.so_far().started == 0);
  }
}

}  // namespace stepstorm::simulation
