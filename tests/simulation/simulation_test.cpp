// What holds of every simulation: it is repeated to the byte, loses nothing, and measures what it says.
#include <map>
#include <string>
#include <tuple>

#include <catch2/catch.hpp>

#include "tests/simulation/shop.hpp"

namespace stepstorm::simulation {
namespace {

using namespace std::chrono_literals;

/// Retries with jitter, time-outs, a worker that crashes now and then, and too little capacity.
Scenario stormy() {
  auto load =
      scenario(tasks_in_a_row({"validate", "payment"},
                              R"("TimeoutSeconds": 2, "Retry": [{"ErrorEquals": ["States.ALL"],
                                         "IntervalSeconds": 1, "MaxAttempts": 2, "JitterStrategy": "FULL"}], )"),
               {station("validate", world::Exponential{20ms}, 4), station("payment", world::Lognormal{50ms, 400ms}, 5)},
               world::OnOff{150, 20, 5s, 10s},
               120s,
               10s);
  load.resources[1].worker.errors = {{"Payment.Unavailable", "", 0.05}};
  load.resources[1].queue_limit = 60;
  return load;
}

}  // namespace

TEST_CASE("one seed gives the same results again, another seed others", "[simulation]") {
  const auto load = stormy();
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto once = run(load, seed);
    const auto again = run(load, seed);
    REQUIRE(once.hash == again.hash);
    REQUIRE(once.orders == again.orders);
    REQUIRE(once.response == again.response);
    REQUIRE(once.hash != run(load, seed + 100).hash);
  }
}

TEST_CASE("it does not matter in which steps time passes", "[simulation]") {
  const auto load = stormy();
  const auto at_once = run(load, 7);
  Simulation stepwise{load, 7};
  for (world::Time until{0}; stepwise.run_until(until); until += 7ms) CHECK(stepwise.now() == until);
  CHECK(stepwise.result().hash == at_once.hash);
  CHECK(stepwise.result().resources[0].busy_mean == at_once.resources[0].busy_mean);
}

TEST_CASE("every order that starts ends, and is counted once", "[simulation]") {
  const auto result = run(stormy(), 3);
  const auto& all = result.all_orders;
  CHECK(all.started > 5'000);
  CHECK(all.started == all.succeeded + all.failed + all.timed_out + all.aborted);
  CHECK(all.started == result.counters.executions_started);
  const auto& measured = result.orders;
  CHECK(measured.started == measured.succeeded + measured.failed + measured.timed_out + measured.aborted);
  CHECK(measured.started == result.response.count());
  CHECK(measured.failed > 0);
}

TEST_CASE("without a warm-up, Little's law holds exactly", "[simulation]") {
  const auto result =
      run(scenario(tasks_in_a_row({"validate", "payment"}),
                   {station("validate", world::Exponential{10ms}, 2), station("payment", world::Erlang{3, 9ms})},
                   world::ConstantRate{100},
                   50s));
  const auto& [validate, payment] = std::tie(result.areas.resources[0], result.areas.resources[1]);
  CHECK((result.areas.open == result.response.sum()));
  CHECK((validate.queued == validate.waited));
  CHECK((payment.queued == payment.waited));
  CHECK((validate.queued + validate.busy + payment.queued + payment.busy == result.response.sum()));
  CHECK((payment.waited > result.resources[1].waiting.sum()));  // orders open at the end go on for a little
}

TEST_CASE("what finds no room in a queue is told so as the service says it", "[simulation]") {
  auto load =
      scenario(tasks_in_a_row({"serve"}), {station("serve", world::Constant{1s}, 2)}, world::ConstantRate{10}, 5s);
  load.resources[0].queue_limit = 3;
  const auto result = run(load);
  CHECK(result.errors ==
        std::map<std::string, std::uint64_t>{{"Lambda.TooManyRequestsException", result.orders.failed}});
  CHECK(result.resources[0].queued_max == 3);
}

TEST_CASE("users of a closed loop wait for their order and think before the next one", "[simulation]") {
  const auto load = scenario(tasks_in_a_row({"serve"}),
                             {station("serve", world::Constant{100ms}, 10)},
                             world::ClosedLoopOptions{.users = 5, .think_time = world::Constant{900ms}},
                             100s);
  const auto result = run(load);
  CHECK(result.orders.started == 5 * 100);
  CHECK(result.open_max == 5);
  CHECK(result.response.max() == 100ms);
}

TEST_CASE("quotas refuse what is too much, as the service does", "[simulation]") {
  auto load =
      scenario(tasks_in_a_row({"serve"}), {station("serve", world::Constant{1s}, 1000)}, world::ConstantRate{100}, 10s);
  load.quotas = world::Quotas{.start_execution = world::Bucket{50, 20}, .state_transition = {}, .open_executions = 25};
  const auto result = run(load);
  CHECK(result.orders.throttled > 0);
  CHECK(result.orders.limit_exceeded > 0);
  CHECK(result.open_max == 25);
  CHECK(result.orders.started + result.orders.throttled + result.orders.limit_exceeded == 999);
}

TEST_CASE("a year of waiting takes no time", "[simulation]") {
  const auto wait = machine(R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 31536000, "End": true}}})");
  auto load = scenario(wait, {}, world::ConstantRate{1}, 3s);
  const auto result = run(load);
  CHECK(result.orders.succeeded == 2);
  CHECK(result.response.min() == 31'536'000s);
}

TEST_CASE("a worker that crashes is restarted, and its orders are retried", "[simulation]") {
  orchestration::ResourceOptions payment = station("payment", world::Constant{10ms}, 10);
  payment.behaviour = orchestration::PaymentOptions{.test_cards = {{"4000000000000341", orchestration::CrashFirst{1}}}};
  payment.supervision.intensity = {1000, 1s};
  auto load = scenario(
      tasks_in_a_row({"payment"},
                     R"("Retry": [{"ErrorEquals": ["Lambda.Unknown"], "MaxAttempts": 20, "BackoffRate": 1}], )"),
      {payment},
      world::ConstantRate{10},
      10s);
  load.inputs =
      world::OrderTemplate::parse({{"orderId", "{{sequence}}"}, {"card", "4000000000000341"}, {"total", 10}}).value();
  const auto result = run(load);
  CHECK(result.orders.succeeded == result.orders.started);
  CHECK(result.counters.lost >= result.orders.started);
}

}  // namespace stepstorm::simulation
