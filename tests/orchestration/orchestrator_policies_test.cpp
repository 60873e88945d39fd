#include <functional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "orchestration/orchestrator.hpp"
#include "tests/orchestration/orchestrator_fixture.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

/// A breaker for which two failures are enough, and nothing that ends otherwise makes up for them.
EngineOptions with_breaker() {
  EngineOptions options;
  auto& breaker = options.policies.circuit_breakers["work"];
  breaker.failure_ratio = 0.1;
  breaker.minimum_calls = 2;
  breaker.window = 1h;
  breaker.open_for = 30s;
  breaker.probes = 1;
  breaker.ignored_errors = {"CardDeclined"};
  return options;
}

TEST_CASE("every way in which an attempt ends reaches the circuit breaker", "[orchestration][policies]") {
  struct Row {
    std::string what;
    std::string further;  // of the Task state
    std::function<void(Fixture&)> end;
    bool is_failure;
  };
  const std::vector<Row> rows{
      {"succeeded", "", [](Fixture& shop) { shop.succeed(shop.taken()); }, false},
      {"failed", "", [](Fixture& shop) { shop.fail(shop.taken(), "Broken"); }, true},
      {"failed as business does", "", [](Fixture& shop) { shop.fail(shop.taken(), "CardDeclined"); }, false},
      {"not JSON", "", [](Fixture& shop) { shop.answer(shop.taken().token, messages::RawOutput{"{"}); }, true},
      {"timed out", R"("TimeoutSeconds": 5, )", [](Fixture& shop) { shop.pass(5s); }, true},
      {"stopped",
       "",
       [](Fixture& shop) {
         shop.orchestrator.stop({shop.next_id - 1, {}, {}}, shop.now);
       },
       false},
      {"its worker died",
       "",
       [](Fixture& shop) {
         shop.orchestrator.worker_down(0, "crash", shop.now);
         shop.orchestrator.worker_up(0, 0, 10, "work-0", shop.now);
       },
       true},
      {"its resource was given up",
       "",
       [](Fixture& shop) {
         shop.orchestrator.worker_down(0, "crash", shop.now);
         shop.start(task_machine());
         shop.orchestrator.resource_down(0, "too many crashes", shop.now);
         shop.orchestrator.resource_restored(0, shop.now);
         shop.orchestrator.worker_up(0, 0, 10, "work-0", shop.now);
       },
       true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Fixture shop{with_breaker()};
    for (int attempt = 0; attempt < 2; ++attempt) {
      shop.start(task_machine(row.further));
      row.end(shop);
    }
    CHECK(shop.counters().circuit_openings == (row.is_failure ? 1 : 0));
  }
}

TEST_CASE("a missed heartbeat reaches the circuit breaker of an activity", "[orchestration][policies]") {
  EngineOptions options;
  options.policies.circuit_breakers["pack"].minimum_calls = 2;
  Fixture shop{options};
  shop.orchestrator.worker_up(1, 1, 10, "pack-0", shop.now);
  for (int order = 0; order < 2; ++order)
    shop.start(task_machine(R"("HeartbeatSeconds": 3, "TimeoutSeconds": 60, )", activity_arn));
  shop.pass(2s);
  CHECK(shop.counters().circuit_openings == 0);
  shop.pass(1s);
  CHECK(shop.counters().circuit_openings == 1);
}

TEST_CASE("what a full queue turns away reaches the circuit breaker", "[orchestration][policies]") {
  Fixture shop{with_breaker(), {.resources = {{"work", work_arn, 2}}}};
  for (int order = 0; order < 13; ++order) shop.start(task_machine());  // ten at work, two wait
  CHECK(shop.counters().refused == 1);
  CHECK(shop.counters().circuit_openings == 0);
  shop.start(task_machine());
  CHECK(shop.counters().refused == 2);
  CHECK(shop.counters().circuit_openings == 1);
}

TEST_CASE("a resource that is down reaches its circuit breaker, by who waits for it and who comes",
          "[orchestration][policies]") {
  const bool is_down_first = GENERATE(false, true);
  Fixture shop{with_breaker()};
  shop.orchestrator.worker_down(0, "crash", shop.now);
  const auto go_down = [&] { shop.orchestrator.resource_down(0, "too many crashes", shop.now); };
  if (is_down_first) go_down();
  for (int order = 0; order < 2; ++order) shop.start(task_machine());
  if (!is_down_first) go_down();
  CHECK(shop.counters().unavailable == 2);
  CHECK(shop.counters().circuit_openings == 1);
}

TEST_CASE("while a circuit is open its attempts fail at once, by a name of ours; then a probe decides",
          "[orchestration][policies]") {
  Fixture shop{with_breaker()};
  for (int attempt = 0; attempt < 2; ++attempt) {
    shop.start(task_machine());
    shop.fail(shop.taken(), "Broken");
  }
  shop.start(task_machine());
  CHECK(shop.sent.empty());
  CHECK(shop.result(2) == "FAILED Stepstorm.CircuitOpen: The circuit breaker of the resource work is open");
  CHECK(shop.counters().circuit_refused == 1);
  CHECK(shop.history(2) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 LambdaFunctionScheduled Work\n"
        "0.000 4<-3 LambdaFunctionStarted Work\n"
        "0.000 5<-4 LambdaFunctionFailed Work Stepstorm.CircuitOpen\n"
        "0.000 6<-5 ExecutionFailed Stepstorm.CircuitOpen\n");

  shop.pass(30s);
  shop.start(task_machine());
  shop.start(task_machine());  // there is only one probe
  CHECK(shop.sent.size() == 1);
  shop.succeed(shop.taken());
  shop.start(task_machine());
  CHECK(shop.sent.size() == 1);
  CHECK(shop.counters().circuit_refused == 2);
  CHECK(shop.counters().circuits == std::vector<messages::CircuitCounts>{{0, 1, 2, 30s}});
}

TEST_CASE("a retry without a token in the budget fails by a name of ours, and is asked for again as Retry says",
          "[orchestration][policies]") {
  EngineOptions options;
  options.policies.retry_budget = {.ratio = 0, .burst = 1, .minimum_per_second = 0};
  Fixture shop{options};
  shop.start(task_machine(R"("Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 3}], )"));
  shop.fail(shop.taken(), "Broken");
  shop.pass(1s);
  shop.fail(shop.taken(), "Broken");  // this one had the token
  shop.pass(1h);
  CHECK(shop.sent.empty());
  CHECK(shop.result() ==
        "FAILED Stepstorm.RetryBudgetExhausted: The retry budget has no token for attempt 4 at the resource work");
  CHECK(shop.counters().retries_refused == 2);
  CHECK(shop.counters().attempts == 4);
}

}  // namespace
}  // namespace stepstorm::orchestration
