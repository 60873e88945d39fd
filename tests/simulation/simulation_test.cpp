// What holds of every simulation: it is repeated to the byte, loses nothing, and measures what it says.
#include <map>
#include <string>
#include <tuple>

#include <catch2/catch.hpp>

#include "simulation/difference.hpp"
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

SimulationOptions shuffled(bool yes) {
  SimulationOptions options;
  options.shuffled = yes;
  return options;
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

TEST_CASE("200 seeds, each twice, have the same hash, shuffled or not", "[simulation]") {
  auto load = stormy();
  load.duration = 20s;
  load.warm_up = 0s;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    const auto hash = [&] {
      Simulation simulation{load, seed, shuffled(seed % 2 == 0)};
      simulation.run_until(world::Time::max());
      return simulation.result().hash;
    };
    REQUIRE(hash() == hash());
  }
}

TEST_CASE("shuffling explores other orders, and what is measured stays sound", "[simulation]") {
  const auto load = scenario(tasks_in_a_row({"validate", "payment", "confirm"}),
                             {station("validate", world::Constant{10ms}, 1),
                              station("payment", world::Constant{10ms}, 1),
                              station("confirm", world::Constant{10ms}, 1)},
                             world::ConstantRate{100},
                             10s);
  Simulation simulation{load, 7, shuffled(true)};
  simulation.run_until(world::Time::max());
  const auto result = simulation.result();
  const auto plain = run(load, 7);
  CHECK(result.hash != plain.hash);
  CHECK(result.all_orders.started == plain.all_orders.started);
  CHECK(result.all_orders.started ==
        result.all_orders.succeeded + result.all_orders.failed + result.all_orders.timed_out);
}

TEST_CASE("the first difference between two runs is shown, and of equal runs none", "[simulation]") {
  auto load = stormy();
  load.duration = 20s;
  load.warm_up = 0s;
  CHECK_FALSE(first_difference(load, {1, {}}, {1, {}}));
  const auto difference = first_difference(load, {1, {}}, {2, {}});
  REQUIRE(difference);
  CHECK(difference->one != difference->other);
  const auto begins = [](const std::string& line) {
    return line.starts_with("execution 0: ") && line.ends_with("ExecutionStarted");
  };
  CHECK((begins(difference->one) || begins(difference->other)));
}

namespace {

/// A machine of these states, that begins with A, on an order every 100 ms.
std::uint64_t hash_of(const std::string& states) {
  auto load = scenario(machine(R"({"StartAt": "A", "States": {)" + states + "}}"),
                       {station("serve", world::Constant{10ms}, 10)},
                       world::ConstantRate{10},
                       2s);
  return run(load).hash;
}

std::string choice(const std::string& then, const std::string& otherwise) {
  return R"("A": {"Type": "Choice", "Choices": [{"Variable": "$.orderId", "IsPresent": true, "Next": ")" + then +
         R"("}], "Default": ")" + otherwise +
         R"("}, "B": {"Type": "Pass", "Result": 1, "Next": "C"}, "C": {"Type": "Pass", "Result": 1, "End": true})";
}

std::string pass(const std::string& result, const std::string& name = "A") {
  return R"("A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Result": )" + result +
         R"(, "ResultPath": "$.x", "Next": "C"}, "C": {"Type": "Pass", "Result": 0, "End": true}, "D)" + name +
         R"(": {"Type": "Succeed"}, "E": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "D)" +
         name + R"("}], "Default": "E"})";
}

std::string failing(const std::string& error, const std::string& cause) {
  return R"("A": {"Type": "Fail", "Error": ")" + error + R"(", "Cause": ")" + cause + "\"}";
}

std::string waiting(const std::string& seconds) {
  return R"("A": {"Type": "Wait", "Seconds": )" + seconds + R"(, "End": true})";
}

std::string named(const std::string& name, const std::string& type) {
  return R"("A": {"Type": "Pass", "Next": ")" + name + "\"}, \"" + name + R"(": {"Type": ")" + type + '"' +
         (type == "Pass" ? R"(, "End": true})" : "}");
}

std::string serving(const std::string& further) {
  return R"("A": {"Type": "Task", "Resource": ")" + function("serve") + R"(", )" + further + R"("End": true})";
}

}  // namespace

TEST_CASE("runs in which anything else happens have another hash", "[simulation][hash]") {
  struct Row {
    std::string what;
    std::string one;
    std::string other;
  };
  const auto row = GENERATE(values<Row>({
      {"the way that a Choice takes", choice("B", "C"), choice("C", "B")},
      {"the name of a state", named("B", "Pass"), named("C", "Pass")},
      {"the type of a state", named("B", "Pass"), named("B", "Succeed")},
      {"a result in between, of which the output knows nothing", pass("1"), pass("2")},
      {"a text by its end", pass("\"aaaaaaaaaaaaaaaaaaaaaaaa1\""), pass("\"aaaaaaaaaaaaaaaaaaaaaaaa2\"")},
      {"a number's kind", pass("1"), pass("1.0")},
      {"the order of members", pass(R"({"a": 1, "b": 2})"), pass(R"({"b": 2, "a": 1})")},
      {"where a list ends", pass("[[1], 2]"), pass("[[1, 2]]")},
      {"an error's name", failing("E1", "why"), failing("E2", "why")},
      {"an error's cause", failing("E", "why"), failing("E", "how")},
      {"a time", waiting("1"), waiting("2")},
      {"the result of a task that nothing is made of",
       serving(R"("Parameters": {"n": 1}, "ResultPath": null, )"),
       serving(R"("Parameters": {"n": 2}, "ResultPath": null, )")},
      {"a variable", serving(R"("Assign": {"n": 1}, )"), serving(R"("Assign": {"n": 2}, )")},
  }));
  CAPTURE(row.what);
  CHECK(hash_of(row.one) == hash_of(row.one));
  CHECK(hash_of(row.one) != hash_of(row.other));
}

TEST_CASE("what does not happen is not in the hash", "[simulation][hash]") {
  CHECK(hash_of(pass("1", "x")) == hash_of(pass("1", "y")));
}

TEST_CASE("runs that differ only in their data differ, and the data are shown", "[simulation][hash]") {
  auto load =
      scenario(machine(R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})"), {}, world::ConstantRate{10}, 1s);
  load.inputs = ListedInputs{{Payload{Json{{"n", 1}}}}};
  auto other = load;
  other.inputs = ListedInputs{{Payload{Json{{"n", 2}}}}};
  CHECK(run(load).hash != run(other).hash);
}

TEST_CASE("throughput is what was served in the measured time, whatever was asked for", "[simulation]") {
  const auto load = scenario(
      tasks_in_a_row({"serve"}), {station("serve", world::Constant{20ms})}, world::ConstantRate{200}, 60s, 10s);
  const auto result = run(load);
  CHECK(result.orders.started == 10'000);
  CHECK(result.orders.succeeded == 10'000);
  CHECK(result.throughput_per_s() == Approx(50).epsilon(0.001));
  CHECK(result.resources[0].utilisation == Approx(1).epsilon(0.001));
  CHECK(std::abs(result.open_at_end - (200 - 50) * 60) <= 2);
  // Of the same orders: what is not waited is served.
  CHECK(result.resources[0].waiting.count() == result.response.count());
  CHECK((result.response.mean() - result.resources[0].waiting.mean()).count() == Approx(20e6).epsilon(0.001));
}

TEST_CASE("without overload, what was served is what was started, but for those at the ends", "[simulation]") {
  const auto result = run(stormy(), 5);
  CHECK(result.served() == result.orders.succeeded + result.early.succeeded - result.late.succeeded);
  CHECK(result.late.succeeded + result.late.failed <= static_cast<std::uint64_t>(result.open_at_end));
  CHECK(result.throughput_per_s() == Approx(static_cast<double>(result.orders.succeeded) / 110).epsilon(0.05));
}

TEST_CASE("the quota of state transitions puts steps off", "[simulation]") {
  auto load = scenario(
      tasks_in_a_row({"serve"}), {station("serve", world::Constant{10ms}, 1000)}, world::ConstantRate{100}, 10s);
  load.quotas =
      world::Quotas{.start_execution = {}, .state_transition = world::Bucket{50, 1000}, .open_executions = {}};
  CHECK(run(load).counters.throttled == 0);
  CHECK(run(load).response.max() == 10ms);
  load.state_machine = tasks_in_a_row({"serve", "serve2", "serve3"});
  load.resources.push_back(station("serve2", world::Constant{10ms}, 1000));
  load.resources.push_back(station("serve3", world::Constant{10ms}, 1000));
  load.quotas->state_transition = world::Bucket{50, 200};  // 300 are wanted
  const auto result = run(load);
  CHECK(result.counters.throttled > 500);
  CHECK(result.orders.succeeded == result.orders.started);
  CHECK(result.response.max() > 2s);
}

TEST_CASE("users who never let time pass are noticed", "[simulation]") {
  const auto load = scenario(machine(R"({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}})"),
                             {},
                             world::ClosedLoopOptions{.users = 1, .think_time = world::Constant{0s}},
                             10s);
  Simulation simulation{load, 1, {.starts_of_one_instant_max = 1'000}};
  simulation.run_until(world::Time::max());
  CHECK(simulation.stuck());
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
  CHECK((payment.waited == result.resources[1].waiting.sum()));
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

TEST_CASE("orders beyond the open ones allowed are shed, before they count for anything", "[simulation][policies]") {
  Scenario load = stormy();
  const auto all_taken = run(load);
  load.policies.load_shedding = {.open_orders = 20, .queued = {}};
  const auto result = run(load);
  CHECK(result.open_max == 20);
  CHECK(result.all_orders.shed > 0);
  CHECK(result.all_orders.started + result.all_orders.shed == all_taken.all_orders.started);
  CHECK(result.counters.executions_started == result.all_orders.started);
}

TEST_CASE("orders are shed while too many attempts wait for a worker", "[simulation][policies]") {
  Scenario load = stormy();
  load.policies.load_shedding = {.open_orders = {}, .queued = {{"payment", 10}}};
  const auto result = run(load);
  CHECK(result.all_orders.shed > 0);
  CHECK(result.policies->orders_shed == result.all_orders.shed);
  load.policies.load_shedding->queued = {{"payment", 1'000}};  // its queue holds 60
  CHECK(run(load).all_orders.shed == 0);
}

TEST_CASE("what policies did is told of those that are switched on, and of no others", "[simulation][policies]") {
  Scenario load = stormy();
  CHECK(!run(load).policies);
  load.policies.retry_budget = {.ratio = 0, .burst = 1, .minimum_per_second = 0};
  const auto with_budget = run(load);
  REQUIRE(with_budget.policies);
  CHECK(with_budget.policies->retries_refused == with_budget.counters.retries_refused);
  CHECK(*with_budget.policies->retries_refused > 0);
  CHECK(with_budget.policies->circuits.empty());
  CHECK(!with_budget.policies->orders_shed);
  load.policies.circuit_breakers["payment"].minimum_calls = 5;
  load.policies.circuit_breakers["payment"].failure_ratio = 0.1;
  const auto with_both = run(load);
  REQUIRE(with_both.policies->circuits.size() == 1);
  const auto& circuit = with_both.policies->circuits[0];
  CHECK(circuit.resource == "payment");
  CHECK(circuit.openings == with_both.counters.circuit_openings);
  CHECK(circuit.refused == with_both.counters.circuit_refused);
  CHECK(circuit.openings > 0);
  CHECK(circuit.open_time <= circuit.openings * load.policies.circuit_breakers["payment"].open_for);
}

namespace {

/// Any of the policies, or none, with limits that are reached in a stormy minute.
policies::Policies random_policies(std::uint64_t seed) {
  auto random = world::Stream::named(seed, "policies");
  policies::Policies policies;
  if (random.below(2) > 0)
    policies.retry_budget = {random.uniform() / 2, 1 + random.uniform() * 20, random.uniform() * 2};
  for (const char* resource : {"validate", "payment"})
    if (random.below(2) > 0)
      policies.circuit_breakers[resource] = {.failure_ratio = 0.05 + random.uniform() * 0.6,
                                             .minimum_calls = 1 + random.below(30),
                                             .window = std::chrono::milliseconds{1 + random.below(10'000)},
                                             .open_for = std::chrono::milliseconds{1 + random.below(5'000)},
                                             .probes = 1 + random.below(5),
                                             .ignored_errors = {}};
  if (random.below(2) > 0)
    policies.load_shedding = {.open_orders = 1 + random.below(200), .queued = {{"payment", 1 + random.below(60)}}};
  return policies;
}

}  // namespace

TEST_CASE("no policies lose an order or let one hang, and equal seeds give equal runs", "[simulation][policies]") {
  std::uint64_t refused = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Scenario load = stormy();
    load.duration = 60s;
    const std::uint64_t wanted = run(load, seed).all_orders.started;
    load.policies = random_policies(seed);
    const auto result = run(load, seed);
    const OrderCounts& orders = result.all_orders;
    REQUIRE(orders.started + orders.shed == wanted);
    REQUIRE(orders.started == orders.succeeded + orders.failed + orders.timed_out + orders.aborted);
    REQUIRE(result.unended == 0);
    REQUIRE(result.hash == run(load, seed).hash);
    refused += orders.shed + result.counters.retries_refused + result.counters.circuit_refused;
  }
  CHECK(refused > 1'000);  // policies that refuse nothing prove nothing
}

TEST_CASE("a run that is cut short has measured until then, and its open orders end", "[simulation]") {
  struct Row {
    world::Time cut, warm_up, measured;
    std::uint64_t started, all_started;
  };
  const auto row = GENERATE(values<Row>({
      // cut   warm-up  measured  started, all_started: one each second, the first at 1 s
      {10'500ms, 0s, 10'500ms, 10, 10},
      {10'500ms, 5s, 5'500ms, 6, 10},
      {3'500ms, 5s, 0s, 0, 3},  // still warming up
  }));
  const auto load = scenario(
      tasks_in_a_row({"work"}), {station("work", world::Constant{900ms})}, world::ConstantRate{1}, 60s, row.warm_up);
  Simulation simulation{load, 1};
  simulation.run_until(row.cut);
  const std::size_t open = simulation.open();
  simulation.cut_short();
  CHECK_FALSE(simulation.run_until(world::Time::max()));
  const SimulationResult result = simulation.result();
  CAPTURE(row.cut.count(), row.warm_up.count());
  CHECK(open == 1);
  CHECK(result.partial);
  CHECK(result.unended == 0);
  CHECK(result.measured == row.measured);
  CHECK(result.orders.started == row.started);
  CHECK(result.orders.succeeded == row.started);
  CHECK(result.all_orders.started == row.all_started);
  CHECK(simulation.now() < 12s);
  CHECK((row.measured == 0s || result.resources.at(0).utilisation > 0.7));
}

TEST_CASE("a year of waiting takes no time, and no order takes longer", "[simulation]") {
  const auto wait = machine(R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 31535999, "End": true}}})");
  auto load = scenario(wait, {}, world::ConstantRate{1}, 3s);
  const auto result = run(load);
  CHECK(result.orders.succeeded == 2);
  CHECK(result.response.min() == 31'535'999s);
  load.state_machine =
      machine(R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 99999999, "End": true}}})");
  const auto too_long = run(load);
  CHECK(too_long.orders.timed_out == 2);
  CHECK(too_long.response.max() == 31'536'000s);
}

TEST_CASE("a worker that crashes is restarted, and its orders are retried", "[simulation]") {
  workers::ResourceOptions payment = station("payment", world::Constant{10ms}, 10);
  payment.behaviour = workers::PaymentOptions{.test_cards = {{"4000000000000341", workers::CrashFirst{1}}}};
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
