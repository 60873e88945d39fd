// Two shells around the same plain classes: the engine of simulations, and the actors under CAF's deterministic
// coordinator. The same orders at the same times must leave the same histories in both, to the byte.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "actors/system.hpp"
#include "execution/grammar/history_grammar.hpp"
#include "simulation/engine.hpp"
#include "tests/simulation/shop.hpp"

namespace stepstorm::simulation {
namespace {

using namespace std::chrono_literals;
using orchestration::EndedExecution;

/// What is to be done to a shell, when.
struct Order {
  std::chrono::nanoseconds at;
  Json input;
};
struct Kill {
  std::chrono::nanoseconds at;
  orchestration::ResourceIndex resource;
  std::uint32_t worker;
};
struct Plan {
  std::uint64_t seed = 1;
  execution::StateMachinePtr state_machine;
  std::vector<workers::ResourceOptions> resources;
  std::vector<Order> orders;  // in order of time, as the kills
  std::vector<Kill> kills;
  faults::FaultPlan faults;
  policies::Policies policies;
};

/// Keeps the histories by execution, and the news of workers in order.
class Chronicle final : public orchestration::Observer {
 public:
  void ended(EndedExecution&& ended) override {
    const auto& owner = *ended.execution.state_machine;
    if (const auto violation = find_violation(ended.history, owner, ended.execution.status))
      FAIL_CHECK(render_text(ended.history, owner) << "at event " << violation->event << ": " << violation->expected);
    text += "execution " + std::to_string(ended.execution.id) + ' ' + std::string{status_name(ended.execution.status)} +
            '\n' + to_text(render_history(ended.history, owner)) + '\n';
  }
  void worker_up(std::string_view worker, TimePoint at) override { note(worker, "up", at); }
  void worker_down(std::string_view worker, std::string_view reason, TimePoint at) override {
    note(worker, "down: " + std::string{reason}, at);
  }
  void resource_down(std::string_view resource, std::string_view, TimePoint at) override {
    note(resource, "given up", at);
  }
  void resource_restored(std::string_view resource, TimePoint at) override { note(resource, "restored", at); }

  std::string text;

 private:
  void note(std::string_view who, const std::string& what, TimePoint at) {
    text += render_timestamp(at) + ' ' + std::string{who} + ' ' + what + '\n';
  }
};

/// Orders and kills in the order of their times, orders first.
template <class Pass, class Start, class KillWorker>
void perform(const Plan& plan, Pass pass, Start start, KillWorker kill_worker) {
  std::size_t killed = 0;
  const auto kill_until = [&](std::chrono::nanoseconds until) {
    for (; killed < plan.kills.size() && plan.kills[killed].at < until; ++killed) {
      pass(plan.kills[killed].at);
      kill_worker(plan.kills[killed]);
    }
  };
  for (const Order& order : plan.orders) {
    kill_until(order.at);
    pass(order.at);
    start(order);
  }
  kill_until(std::chrono::nanoseconds::max());
}

std::string in_engine(const Plan& plan) {
  Chronicle chronicle;
  ShellOptions options;
  options.seed = plan.seed;
  options.resources = plan.resources;
  options.faults = plan.faults;
  options.policies = plan.policies;
  Engine engine{options, chronicle};
  const TimePoint epoch = engine.now();
  const auto pass_until = [&](TimePoint until) {
    for (TimePoint due = engine.next(); due <= until; due = engine.next()) engine.advance_to(due);
    engine.advance_to(until);
  };
  std::uint64_t id = 0;
  perform(
      plan,
      [&](std::chrono::nanoseconds at) { pass_until(epoch + at); },
      [&](const Order& order) {
        engine.start({id++, plan.state_machine, std::nullopt, Payload{order.input}});
      },
      [&](const Kill& kill) { engine.kill_worker(kill.resource, kill.worker, "told to"); });
  for (TimePoint due = engine.next(); due != never && engine.open() > 0; due = engine.next()) engine.advance_to(due);
  return chronicle.text;
}

std::string in_actors(const Plan& plan) {
  Chronicle chronicle;
  actors::SystemOptions options;
  options.clock = actors::VirtualClock{};
  options.seed = plan.seed;
  options.resources = plan.resources;
  options.faults = plan.faults;
  options.policies = plan.policies;
  options.ends_after_a_year = false;
  actors::System system{options, chronicle};
  std::chrono::nanoseconds passed{0};
  perform(
      plan,
      [&](std::chrono::nanoseconds at) { system.pass(at - std::exchange(passed, at)); },
      [&](const Order& order) { system.start(plan.state_machine, Payload{order.input}); },
      [&](const Kill& kill) { system.kill_worker(plan.resources[kill.resource].name, kill.worker, "told to"); });
  system.wait();
  return chronicle.text;
}

const std::string careful = R"("TimeoutSeconds": 2, "Retry": [{"ErrorEquals": ["States.ALL"],
    "IntervalSeconds": 1, "MaxAttempts": 3, "JitterStrategy": "FULL"}], )";

workers::ResourceOptions staffed(const std::string& name, world::Distribution service_time, std::uint32_t actors) {
  auto resource = station(name, std::move(service_time), 3);
  resource.actors = actors;
  resource.supervision.intensity = {2, 5s};
  resource.supervision.restore_after = 3s;
  return resource;
}

/// Orders at random times, workers with random service times and errors.
Plan busy_plan(std::uint64_t seed) {
  Plan plan;
  plan.seed = seed;
  plan.state_machine = tasks_in_a_row({"validate", "payment", "confirm"}, careful);
  plan.resources = {staffed("validate", world::Exponential{20ms}, 1),
                    staffed("payment", world::Lognormal{120ms, 1500ms}, 2),
                    staffed("confirm", world::Uniform{1ms, 30ms}, 1)};
  plan.resources[1].worker.errors = {{"Payment.Unavailable", "", 0.1}};
  plan.resources[1].queue_limit = 30;
  world::Arrivals arrivals{world::PoissonArrivals{40}, world::Stream::named(seed, "arrivals")};
  for (int number = 0; number < 300; ++number)
    plan.orders.push_back({*arrivals.next(), {{"orderId", number}, {"items", {1, 2, 3}}}});
  return plan;
}

std::size_t executions_in(const std::string& chronicle) {
  std::size_t count = 0;
  for (auto at = chronicle.find("\nexecution "); at != std::string::npos; at = chronicle.find("\nexecution ", at + 1))
    ++count;
  return count + (chronicle.starts_with("execution ") ? 1 : 0);
}

void compare(const Plan& plan) {
  CAPTURE(plan.seed);
  const std::string simulated = in_engine(plan);
  const std::string acted = in_actors(plan);
  const auto [here, there] = std::mismatch(simulated.begin(), simulated.end(), acted.begin(), acted.end());
  const auto around = [](const std::string& text, auto at) {
    const auto place = static_cast<std::size_t>(at - text.begin());
    return text.substr(place - std::min<std::size_t>(place, 300), 600);
  };
  INFO("engine: ..." << around(simulated, here) << "\nactors: ..." << around(acted, there));
  REQUIRE(simulated == acted);
}

}  // namespace

TEST_CASE("both shells leave the same histories of busy days", "[simulation][shells]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) compare(busy_plan(seed));
}

TEST_CASE("both shells leave the same histories when workers die and are restarted", "[simulation][shells]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Plan plan = busy_plan(seed);
    for (int second = 1; second < 7; ++second)
      plan.kills.push_back({second * 1s + 1ns, static_cast<orchestration::ResourceIndex>(second % 3), 0});
    compare(plan);
  }
}

TEST_CASE("both shells leave the same histories of late and overtaken messages and jumping clocks",
          "[simulation][shells]") {
  using namespace orchestration;
  const std::pair<const char*, faults::FaultAction> actions[] = {
      {"late", faults::DelayTask{world::Exponential{500ms}}},
      {"overtaken", faults::ReorderMessage{faults::ReorderMessage::Which::Task, 2, 700ms}},
      {"answers overtaken", faults::ReorderMessage{faults::ReorderMessage::Which::Answer, 3, 700ms}},
      {"forward", faults::JumpClock{80ms}},
      {"backward", faults::JumpClock{-900ms}}};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Plan plan = busy_plan(seed);
    for (const auto& [name, action] : actions) {
      faults::Fault& fault = plan.faults.emplace_back();
      fault.name = name;
      fault.action = action;
      fault.probability = 0.1;
    }
    for (auto& resource : plan.resources) resource.worker.heartbeat_interval = 50ms;
    plan.kills = {{1s + 1ns, 1, 0}, {2s + 1ns, 0, 0}};
    compare(plan);
  }
}

TEST_CASE("both shells leave the same histories under policies, and every order ends",
          "[simulation][shells][policies]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Plan plan = busy_plan(seed);
    for (int second = 1; second < 7; ++second)
      plan.kills.push_back({std::chrono::seconds{second}, static_cast<orchestration::ResourceIndex>(second % 3), 0});
    auto random = world::Stream::named(seed, "policies");
    if (random.below(3) > 0)
      plan.policies.retry_budget = {random.uniform(), 1 + random.uniform() * 10, random.uniform()};
    for (const auto& resource : plan.resources)
      if (random.below(3) > 0)
        plan.policies.circuit_breakers[resource.name] = {.failure_ratio = 0.05 + random.uniform() * 0.5,
                                                         .minimum_calls = 1 + random.below(20),
                                                         .window = std::chrono::milliseconds{1 + random.below(5'000)},
                                                         .open_for = std::chrono::milliseconds{1 + random.below(2'000)},
                                                         .probes = 1 + random.below(4),
                                                         .ignored_errors = {}};
    compare(plan);
    CHECK(executions_in(in_engine(plan)) == plan.orders.size());
  }
}

TEST_CASE("both shells leave the same histories where nothing takes time", "[simulation][shells]") {
  Plan plan = busy_plan(1);
  for (auto& resource : plan.resources) resource.worker.service_time = world::Constant{0ns};
  compare(plan);
}

TEST_CASE("both shells leave the same histories of Maps, Parallels and waits", "[simulation][shells]") {
  Plan plan = busy_plan(2);
  plan.state_machine = machine(R"({"StartAt": "Both", "States": {
    "Both": {"Type": "Parallel", "Next": "Each", "ResultPath": null, "Branches": [
      {"StartAt": "V", "States": {"V": {"Type": "Task", "Resource": ")" +
                               function("validate") + R"(", "End": true}}},
      {"StartAt": "R", "States": {"R": {"Type": "Wait", "Seconds": 1, "End": true}}}]},
    "Each": {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "End": true,
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}],
      "Iterator": {"StartAt": "P", "States": {"P": {"Type": "Task", "Resource": ")" +
                               function("payment") +
                               R"(", "End": true}}}},
    "Sorry": {"Type": "Pass", "End": true}}})");
  compare(plan);
}

TEST_CASE("both shells leave the same histories of Maps with more children than are handled at once",
          "[simulation][shells]") {
  Plan plan = busy_plan(3);
  plan.orders.resize(40);
  Json items = Json::array();
  for (int item = 0; item < 1'500; ++item) items.push_back(item);
  plan.orders[20].input["items"] = items;
  plan.orders[21].input["items"] = items;
  plan.state_machine = machine(R"({"StartAt": "Each", "States": {
    "Each": {"Type": "Map", "ItemsPath": "$.items", "ResultPath": null, "Next": "Confirm",
      "ItemSelector": {"item.$": "$$.Map.Item.Value"},
      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                        "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}},
    "Confirm": {"Type": "Task", "Resource": ")" +
                               function("confirm") + R"(", "End": true}}})");
  compare(plan);
}

}  // namespace stepstorm::simulation
