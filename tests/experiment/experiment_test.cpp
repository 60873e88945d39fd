// Experiments on the order workflow: what faults do to it, and what must hold nevertheless.
#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "asl/compile.hpp"
#include "experiment/run.hpp"
#include "experiment/verdict.hpp"

namespace stepstorm::experiment {
namespace {

using namespace std::chrono_literals;
using namespace orchestration;
using Which = faults::ReorderMessage::Which;

std::string function(const std::string& name) { return "arn:aws:lambda:us-east-1:123456789012:function:" + name; }

/// Takes the payment, confirms the order; whatever goes wrong, the payment is taken back.
execution::StateMachinePtr order_workflow() {
  const std::string retry = R"("TimeoutSeconds": 2, "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1,
      "MaxAttempts": 3, "BackoffRate": 1.5, "JitterStrategy": "FULL"}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Refund"}], )";
  const auto compiled = asl::compile(R"({"StartAt": "Token", "States": {
    "Token": {"Type": "Pass", "InputPath": "$$.Execution.Id", "ResultPath": "$.idempotencyToken", "Next": "Pay"},
    "Pay": {"Type": "Task", "Resource": ")" +
                                     function("pay") + "\", " + retry + R"("Next": "Confirm"},
    "Confirm": {"Type": "Task", "Resource": ")" +
                                     function("confirm") + "\", " + retry + R"("End": true},
    "Refund": {"Type": "Task", "Resource": ")" +
                                     function("refund") + R"(", "TimeoutSeconds": 2, "Next": "Sorry",
      "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 5}]},
    "Sorry": {"Type": "Fail", "Error": "Order.Failed"}}})");
  REQUIRE(compiled.machine);
  return execution::create_state_machine("Orders", compiled.machine);
}

workers::ResourceOptions staff(const std::string& name, workers::BehaviourOptions behaviour) {
  workers::ResourceOptions options;
  options.name = name;
  options.arn = function(name);
  options.actors = 2;
  options.behaviour = std::move(behaviour);
  options.worker.service_time = world::Uniform{20ms, 80ms};
  options.worker.time_limit = 10s;
  options.supervision.intensity = {100, 1s};
  options.supervision.restore_after = 3s;
  return options;
}

Experiment orders(world::Duration duration, double per_second, bool idempotent = true) {
  const auto input = world::OrderTemplate::parse({{"orderId", "{{sequence}}"}, {"total", 10}}).value();
  return {.scenario = {.state_machine = order_workflow(),
                       .resources = {staff("pay", workers::PaymentOptions{.idempotent = idempotent}),
                                     staff("confirm", workers::ConfirmOptions{}),
                                     staff("refund", workers::RefundOptions{})},
                       .load = world::PoissonArrivals{per_second},
                       .inputs = input,
                       .duration = duration}};
}

faults::Fault fault(const std::string& name, faults::FaultAction action, double probability = 1) {
  faults::Fault fault;
  fault.name = name;
  fault.action = std::move(action);
  fault.probability = probability;
  return fault;
}

RunRecord run_all(const Experiment& experiment, std::uint64_t seed = 1, WithFaults faults = WithFaults::Yes) {
  return *run(experiment, seed, faults, [](const auto&) { return true; });
}

std::uint64_t violations(const RunRecord& record, Invariant invariant) {
  return record.invariants[static_cast<std::size_t>(invariant)].violations;
}

/// "every_order_ends 0, no_order_charged_twice 12 ..."
std::string verdict(const RunRecord& record) {
  std::string text;
  for (const InvariantResult& result : record.invariants) {
    text += result.name + ' ' + std::to_string(result.violations);
    if (!result.examples.empty())
      text += " (order " + std::to_string(result.examples[0].order.order) + ' ' + result.examples[0].what + ')';
    text += '\n';
  }
  return text;
}

bool holds(const RunRecord& record) {
  return std::all_of(
      record.invariants.begin(), record.invariants.end(), [](const auto& result) { return result.violations == 0; });
}

}  // namespace

TEST_CASE("a brown-out is seen through by retries, and the control knows nothing of it", "[experiment]") {
  Experiment brownout = orders(60s, 20);
  brownout.faults = {fault("unavailable", faults::InjectError{"Payment.ProviderUnavailable", "busy"}, 0.3)};
  brownout.faults[0].target.resource = "pay";
  brownout.faults[0].window = {20s, 20s, {}, false};

  const RunRecord with = run_all(brownout);
  INFO(verdict(with));
  CHECK(holds(with));
  CHECK(with.faults[0].fired > 50);
  CHECK(with.result.counters.retries >= with.faults[0].fired * 9 / 10);
  CHECK(with.by_phase[0].succeeded == with.by_phase[0].ended);
  CHECK(with.by_phase[1].response.value_at_percentile(90) > 2 * with.by_phase[0].response.value_at_percentile(90));

  const RunRecord without = run_all(brownout, 1, WithFaults::No);
  CHECK(holds(without));
  CHECK(without.faults[0].fired == 0);
  CHECK(without.result.counters.retries == 0);
  CHECK(without.result.all_orders.started == with.result.all_orders.started);
}

TEST_CASE("an error after the charge charges nobody twice, unless the provider knows no idempotency", "[experiment]") {
  for (const bool idempotent : {true, false}) {
    CAPTURE(idempotent);
    Experiment lost = orders(60s, 20, idempotent);
    lost.faults = {fault("reset", faults::InjectError{"Payment.Reset", "", faults::FaultMoment::After}, 0.1)};
    lost.faults[0].target.resource = "pay";
    const RunRecord record = run_all(lost);
    INFO(verdict(record));
    CHECK(holds(record) == idempotent);
    CHECK((violations(record, Invariant::NoOrderChargedTwice) > 50) == !idempotent);
    CHECK(violations(record, Invariant::HistoriesWellFormed) == 0);
    if (!idempotent) CHECK_FALSE(record.invariants[1].examples[0].order.history.empty());
  }
}

TEST_CASE("every kind of fault does what it is called", "[experiment]") {
  struct Row {
    std::string name;
    faults::FaultAction action;
    bool retries;  // whether attempts fail of it
  };
  const auto row =
      GENERATE(values<Row>({{"error before", faults::InjectError{"E", ""}, true},
                            {"error at once", faults::InjectError{"E", "", faults::FaultMoment::AtOnce}, true},
                            {"error after", faults::InjectError{"E", "", faults::FaultMoment::After}, true},
                            {"latency", faults::InjectDelay{world::Constant{100ms}}, false},
                            {"late answer", faults::InjectDelay{world::Constant{5s}, faults::FaultMoment::After}, true},
                            {"hang", faults::InjectHang{}, true},
                            {"lost task", faults::LoseTask{}, true},
                            {"lost answer", faults::LoseAnswer{}, true},
                            {"duplicate answer", faults::DuplicateAnswer{}, false},
                            {"garbage answer", faults::GarbageAnswer{"<html>"}, true},
                            {"oversized answer", faults::OversizedAnswer{}, true},
                            {"lost heartbeats", faults::LoseHeartbeats{}, false},
                            {"crash before", faults::CrashWorker{"bug"}, true},
                            {"crash after", faults::CrashWorker{"bug", faults::FaultMoment::After}, true},
                            {"late task", faults::DelayTask{world::Constant{5s}}, true},
                            {"reordered task", faults::ReorderMessage{Which::Task, 1, 5s}, false},
                            {"reordered answer", faults::ReorderMessage{Which::Answer, 2, 200ms}, false},
                            {"clock jump", faults::JumpClock{-5s}, true},
                            {"clock jump", faults::JumpClock{5s}, false}}));
  CAPTURE(row.name);
  CHECK(faults::kind_name(row.action) == row.name);
  Experiment experiment = orders(30s, 10);
  experiment.faults = {fault("f", row.action, 0.1)};
  experiment.faults[0].target.resource = "pay";
  const RunRecord record = run_all(experiment);
  INFO(verdict(record));
  CHECK(record.faults[0].fired > 10);
  CHECK((record.result.counters.retries > 0) == row.retries);
  CHECK(record.result.all_orders.started ==
        record.result.all_orders.succeeded + record.result.all_orders.failed + record.result.all_orders.timed_out);
  CHECK(violations(record, Invariant::EveryOrderEnds) == 0);
  CHECK(violations(record, Invariant::NoOrderChargedTwice) == 0);
  CHECK(violations(record, Invariant::HistoriesWellFormed) == 0);
}

TEST_CASE("workers die at planned times", "[experiment]") {
  Experiment deadly = orders(30s, 100);
  for (int second = 5; second < 25; ++second) deadly.kills.push_back({"reaper", second * 1s, 0, 0});
  const RunRecord record = run_all(deadly);
  INFO(verdict(record));
  CHECK(holds(record));
  CHECK(record.result.counters.lost > 10);
  CHECK(run_all(deadly, 1, WithFaults::No).result.counters.lost == 0);
}

TEST_CASE("time series add up to what was measured", "[experiment]") {
  Experiment experiment = orders(30s, 20);
  experiment.faults = {fault("f", faults::InjectError{"E", ""}, 0.6)};
  const RunRecord record = run_all(experiment);
  const auto sum = [](const auto& counts) {
    std::uint64_t total = 0;
    for (const auto count : counts) total += static_cast<std::uint64_t>(count);
    return total;
  };
  CHECK(sum(record.series.started) == record.result.all_orders.started);
  CHECK(sum(record.series.succeeded) == record.result.all_orders.succeeded);
  std::uint64_t failed = 0;
  for (const auto& [error, counts] : record.series.failed) failed += sum(counts);
  CHECK(failed == record.result.all_orders.failed);
  CHECK(record.series.failed.contains("Order.Failed"));
  CHECK(sum(record.series.retries) == record.result.counters.retries);
  for (const auto* counts : {&record.series.succeeded, &record.series.retries, &record.series.open})
    CHECK(counts->size() == record.series.started.size());
  CHECK(record.states[1].entered == record.result.all_orders.started);
  std::uint64_t retried = 0;
  for (const StateTotals& state : record.states) retried += state.retried();
  CHECK(retried == record.result.counters.retries);
}

namespace {

metrics::Threshold expression(const std::string& text) { return metrics::parse_threshold(text).value(); }

/// Every payment fails from 20 s on: orders give up a few seconds later.
Experiment broken_after_20_seconds() {
  Experiment broken = orders(120s, 20);
  broken.faults = {fault("unavailable", faults::InjectError{"Payment.ProviderUnavailable", "busy"})};
  broken.faults[0].target.resource = "pay";
  broken.faults[0].window.begin = 20s;
  return broken;
}

/// `threshold success_rate rate>0.9 at 31 s`; empty: it went on to its end.
std::string stop_of(const RunRecord& record) {
  if (!record.stopped) return {};
  return (record.stopped->by_guardrail ? "guardrail " : "threshold ") + record.stopped->metric + ' ' +
         record.stopped->expression + " at " + std::to_string(record.stopped->at / 1s) + " s";
}

}  // namespace

TEST_CASE("a run is stopped by a threshold that aborts, not before its delay, and by a guardrail", "[experiment]") {
  Experiment broken = broken_after_20_seconds();
  CHECK(stop_of(run_all(broken)).empty());

  broken.scenario.thresholds = {{"success_rate", expression("rate>0.9"), std::nullopt}};
  CHECK(stop_of(run_all(broken)).empty());

  broken.scenario.thresholds[0].abort_after = 0s;
  const RunRecord stopped = run_all(broken);
  INFO(stop_of(stopped));
  REQUIRE(stopped.stopped);
  CHECK(stopped.stopped->at > 21s);
  CHECK(stopped.stopped->at < 35s);
  CHECK(stopped.stopped->value <= 0.9);
  CHECK(stopped.stopped->value > 0.85);
  CHECK_FALSE(check_thresholds(broken, {&stopped, 1})[0].held);
  CHECK(check_thresholds(broken, {&stopped, 1})[0].aborted);
  CHECK(check_thresholds(broken, {&stopped, 1})[0].value == stopped.stopped->value);

  broken.scenario.thresholds[0].abort_after = 50s;
  CHECK(stop_of(run_all(broken)) == "threshold success_rate rate>0.9 at 50 s");

  broken.scenario.thresholds = {};
  broken.guardrails = {{"success_rate", expression("rate>0.5"), 5s}, {"open", expression("value<100000"), 1s}};
  const RunRecord guarded = run_all(broken);
  INFO(stop_of(guarded));
  REQUIRE(guarded.stopped);
  CHECK(guarded.stopped->by_guardrail);
  CHECK(guarded.stopped->metric == "success_rate");
  CHECK(guarded.stopped->at < 35s);
  REQUIRE(failures(broken, guarded).size() == 1);
  CHECK(failures(broken, guarded)[0].name == "guardrail success_rate rate>0.5");

  broken.guardrails = {{"open", expression("value<40"), 1s}};
  CHECK(stop_of(run_all(broken)).starts_with("guardrail open value<40 at 2"));
  CHECK(stop_of(run_all(broken, 1, WithFaults::No)).empty());
}

TEST_CASE("of a stopped run, only what is over is demanded, and it is measured up to its end", "[experiment]") {
  Experiment broken = broken_after_20_seconds();
  broken.guardrails = {{"open", expression("value<40"), 1s}};
  const RunRecord record = run_all(broken);
  REQUIRE(record.stopped);
  INFO(verdict(record));
  CHECK(record.stopped->open >= 40);
  CHECK(holds(record));
  CHECK(record.result.measured == record.stopped->at);
  const simulation::OrderCounts& orders = record.result.orders;
  CHECK(orders.started == orders.succeeded + orders.failed + record.stopped->open);
  CHECK(record.invariants[0].checked == orders.succeeded + orders.failed);
  CHECK(record.invariants[0].open == record.stopped->open);
  CHECK(record.invariants[0].is_undecided());
  CHECK(record.series.started.size() == static_cast<std::size_t>(record.stopped->at / 1s));
  CHECK(record.result.resources.size() == 3);
  CHECK(record.result.resources[0].busy_mean > 0.5);
  CHECK(run_all(broken).result.hash == record.result.hash);
}

namespace {

std::string paying(const std::string& further) {
  return R"("Pay": {"Type": "Task", "Resource": ")" + function("pay") + R"(", "ResultPath": "$.payment", )" + further +
         R"("Retry": [{"ErrorEquals": ["Payment.ProviderUnavailable"], "MaxAttempts": 5}], "End": true})";
}

execution::StateMachinePtr machine_of(const std::string& name, const std::string& definition) {
  const auto compiled = asl::compile(definition);
  INFO(definition);
  REQUIRE(compiled.machine);
  return execution::create_state_machine(name, compiled.machine);
}

/// Pays as this state says, and confirms the order.
execution::StateMachinePtr pays_by(const std::string& state) {
  return machine_of("Orders",
                    R"({"StartAt": "First", "States": {"First": )" + state +
                        R"("ResultPath": null, "Next": "Confirm"}, "Confirm": {"Type": "Task", "Resource": ")" +
                        function("confirm") + R"(", "End": true}}})");
}

std::string map(const std::string& config) {
  return R"({"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": {"ProcessorConfig": )" + config +
         R"(, "StartAt": "Pay", "States": {)" + paying("") + "}}, ";
}

std::string start(const std::string& pattern) {
  return R"({"Type": "Task", "Resource": "arn:aws:states:::states:startExecution)" + pattern +
         R"(", "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Payments",
         "Input.$": "$"}, )";
}

const InvariantResult& result_of(const RunRecord& record, Invariant invariant) {
  return record.invariants[static_cast<std::size_t>(invariant)];
}

}  // namespace

TEST_CASE("a charge is its order's, whichever execution made it", "[experiment][invariants]") {
  struct Row {
    std::string how;
    std::string state;
  };
  const auto row = GENERATE(values<Row>({
      {"by an inline Map", map(R"({"Mode": "INLINE"})")},
      {"by a Distributed Map", map(R"({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"})")},
      {"by a Distributed Map of EXPRESS children", map(R"({"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"})")},
      {"by an execution that is waited for", start(".sync:2")},
      {"by an execution that is only started", start("")},
  }));
  CAPTURE(row.how);
  Experiment experiment = orders(30s, 5, false);
  experiment.scenario.state_machine = pays_by(row.state);
  experiment.scenario.state_machines = {
      machine_of("Payments", R"({"StartAt": "Pay", "States": {)" + paying("") + "}}")};
  experiment.scenario.inputs = world::OrderTemplate::parse({{"total", 10}, {"items", {{{"total", 10}}}}}).value();
  experiment.faults = {
      fault("after", faults::InjectError{"Payment.ProviderUnavailable", "x", faults::FaultMoment::After}, 0.3)};
  experiment.faults[0].target.resource = "pay";
  const RunRecord record = run_all(experiment, 3);
  INFO(verdict(record));
  const std::uint64_t started = record.result.all_orders.started;
  REQUIRE(started > 100);
  const InvariantResult& twice = result_of(record, Invariant::NoOrderChargedTwice);
  CHECK(twice.checked == started);
  CHECK(twice.violations > started / 10);
  REQUIRE_FALSE(twice.examples.empty());
  CHECK(twice.examples[0].order.order < started);
  const auto& lines = twice.examples[0].order.history;  // of whoever asked twice
  CHECK(std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
          return line.ends_with("LambdaFunctionScheduled Pay");
        }) > 1);
  CHECK(result_of(record, Invariant::NoConfirmationWithoutCharge).checked == started);
  CHECK(violations(record, Invariant::NoConfirmationWithoutCharge) == 0);
  CHECK(violations(record, Invariant::NoChargeLeftOver) == 0);

  const RunRecord control = run_all(experiment, 3, WithFaults::No);
  INFO(verdict(control));
  CHECK(holds(control));
  CHECK(result_of(control, Invariant::NoOrderChargedTwice).checked == control.result.all_orders.started);
}

TEST_CASE("a charge for no order is a finding", "[experiment][invariants]") {
  books::Ledger ledger{1, true};
  REQUIRE(ledger.charge("token", books::Money{1'000}, "USD", 7));
  const Experiment experiment = orders(1s, 1);
  InvariantChecker checker{experiment, TimePoint{}, 0s};
  const auto results = checker.results(0, ledger, RunEnd::Finished);
  const InvariantResult& left_over = results[static_cast<std::size_t>(Invariant::NoChargeLeftOver)];
  CHECK(left_over.checked == 1);
  REQUIRE(left_over.violations == 1);
  CHECK(left_over.examples[0].order.order == 7);
  CHECK(left_over.examples[0].what == "was never started, and was charged 1 time and refunded 0 times");
}

TEST_CASE("where nothing is charged, the invariants of books decide nothing", "[experiment][invariants]") {
  Experiment idle = orders(5s, 10);
  idle.scenario.state_machine = machine_of("Idle", R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})");
  const RunRecord record = run_all(idle);
  CHECK(holds(record));
  CHECK(result_of(record, Invariant::NoOrderChargedTwice).is_undecided());
  CHECK(result_of(record, Invariant::NoOrderChargedTwice).checked == 0);
  CHECK_FALSE(result_of(record, Invariant::EveryOrderEnds).is_undecided());
  CHECK(result_of(record, Invariant::HistoriesWellFormed).checked == record.result.all_orders.started);
}

TEST_CASE("catches and retries are counted at the state that makes them", "[experiment][observation]") {
  const std::string policy = R"("Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 2}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Confirm"}], )";
  const std::string pay = R"("Pay": {"Type": "Task", "End": true, "Resource": ")" + function("pay") + "\"}";
  struct Row {
    std::string type;
    std::string state;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"Map",
       R"({"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": {"StartAt": "Pay", "States": {)" + pay + "}}, " +
           policy},
      {"Parallel",
       R"({"Type": "Parallel", "Branches": [{"StartAt": "Pay", "States": {)" + pay +
           R"(}}, {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": 1, "End": true}}}], )" + policy},
  }));
  CAPTURE(row.type);
  Experiment experiment = orders(20s, 5);
  experiment.scenario.state_machine = pays_by(row.state);
  experiment.scenario.inputs =
      world::OrderTemplate::parse({{"total", 10}, {"items", {{{"total", 10}}, {{"total", 10}}, {{"total", 10}}}}})
          .value();
  const auto state = [&](const RunRecord& record, const std::string& name) {
    const auto& states = experiment.scenario.state_machine->machine->states;
    const auto found = std::find_if(states.begin(), states.end(), [&](const auto& one) { return one.name == name; });
    REQUIRE(found != states.end());
    return record.states[found->index];
  };
  experiment.faults = {fault("never", faults::InjectError{"Payment.Never", "x", faults::FaultMoment::Before})};
  experiment.faults[0].target.resource = "pay";
  const RunRecord never = run_all(experiment);
  const std::uint64_t started = never.result.all_orders.started;
  CHECK(state(never, "First").entered == started);
  CHECK(state(never, "First").attempts == 3 * started);
  CHECK(state(never, "First").retried() == 2 * started);
  CHECK(state(never, "First").failed == 3 * started);
  CHECK(state(never, "First").caught == started);
  CHECK(state(never, "Pay").caught == 0);
  CHECK(state(never, "Pay").retried() == 0);
  CHECK(state(never, "Pay").failed == 3 * started);

  experiment.faults[0].probability = 0.3;
  const RunRecord sometimes = run_all(experiment);
  CHECK(state(sometimes, "First").retried() > 0);
  CHECK(state(sometimes, "First").caught < started);
  CHECK(state(sometimes, "Pay").caught == 0);
  CHECK(state(sometimes, "Confirm").entered == started);
}

namespace {

/// Any faults at all, drawn from a seed.
Experiment random_experiment(std::uint64_t seed) {
  auto random = world::Stream::named(seed, "plan");
  Experiment experiment = orders(5s, 10);
  const auto moment = [&] { return static_cast<faults::FaultMoment>(random.below(3)); };
  const auto side = [&] { return random.below(2) == 0 ? faults::FaultMoment::Before : faults::FaultMoment::After; };
  const auto time = [&](std::uint64_t most) { return std::chrono::milliseconds{1 + random.below(most)}; };
  const auto which = [&] { return random.below(2) == 0 ? Which::Task : Which::Answer; };
  const auto action = [&]() -> faults::FaultAction {
    switch (random.below(14)) {
      case 0: return faults::InjectError{"Payment.Random", "", moment()};
      case 1: return faults::InjectDelay{world::Exponential{time(4000)}, side()};
      case 2: return faults::InjectHang{};
      case 3: return faults::LoseTask{};
      case 4: return faults::LoseAnswer{};
      case 5: return faults::DuplicateAnswer{};
      case 6: return faults::GarbageAnswer{"{\"half\":"};
      case 7: return faults::OversizedAnswer{};
      case 8: return faults::LoseHeartbeats{};
      case 9: return faults::DelayTask{world::Exponential{time(4000)}};
      case 10: return faults::ReorderMessage{which(), static_cast<std::uint32_t>(1 + random.below(5)), time(4000)};
      case 11: return faults::JumpClock{time(4000)};
      case 12: return faults::JumpClock{-time(4000)};
      default: return faults::CrashWorker{"random", side()};
    }
  };
  const std::uint64_t count = 1 + random.below(4);
  for (std::uint64_t number = 0; number < count; ++number) {
    faults::Fault planned = fault("fault " + std::to_string(number), action(), random.uniform());
    if (random.below(2) == 0) planned.target.resource = experiment.scenario.resources[random.below(3)].name;
    planned.window.begin = std::chrono::milliseconds{random.below(4000)};
    if (random.below(2) == 0) planned.window.duration = std::chrono::milliseconds{1 + random.below(4000)};
    if (random.below(4) == 0) planned.window.periodic = faults::FaultWindow::Periodic{500ms, 100ms};
    if (random.below(4) == 0) planned.correlated = 300ms;
    experiment.faults.push_back(std::move(planned));
  }
  for (std::uint64_t deaths = random.below(3); deaths > 0; --deaths)
    experiment.kills.push_back({"reaper", deaths * 1s, static_cast<ResourceIndex>(random.below(3)), 0});
  std::sort(experiment.kills.begin(), experiment.kills.end(), [](const Kill& a, const Kill& b) { return a.at < b.at; });
  return experiment;
}

}  // namespace

TEST_CASE("of an experiment that is cut short, the orders that have ended are judged", "[experiment]") {
  const Experiment experiment = orders(60s, 20);
  const auto until_10_s = [](const simulation::Simulation& simulation) { return simulation.now() < 10s; };
  struct Row {
    world::Duration grace;
    bool all_end;
  };
  const auto row = GENERATE(values<Row>({{world::Duration::max(), true}, {0s, false}}));
  Stage stage;
  stage.grace = row.grace;
  const RunRecord record = run(experiment, 1, WithFaults::No, until_10_s, stage);
  const InvariantResult& ends = record.invariants.at(static_cast<std::size_t>(Invariant::EveryOrderEnds));
  CHECK(record.result.partial);
  CHECK(record.result.measured == 10s);
  CHECK((record.result.unended == 0) == row.all_end);
  CHECK(ends.checked == record.result.all_orders.started - record.result.unended);
  CHECK(ends.violations == 0);
  CHECK_FALSE(run(experiment, 1, WithFaults::No, until_10_s));
}

TEST_CASE("whatever goes wrong: every order ends, histories are sound, one seed gives one result", "[experiment]") {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    CAPTURE(seed);
    const Experiment experiment = random_experiment(seed);
    const RunRecord record = run_all(experiment, seed);
    INFO(verdict(record));
    REQUIRE(violations(record, Invariant::EveryOrderEnds) == 0);
    REQUIRE(violations(record, Invariant::NoOrderChargedTwice) == 0);
    REQUIRE(violations(record, Invariant::HistoriesWellFormed) == 0);
    if (seed % 10 == 0) REQUIRE(run_all(experiment, seed).result.hash == record.result.hash);
  }
}

}  // namespace stepstorm::experiment
