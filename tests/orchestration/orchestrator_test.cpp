#include "orchestration/orchestrator.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "tests/orchestration/orchestrator_fixture.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a task goes to its worker, and its answer ends the execution", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(), {{"orderId", "12345"}});
  CHECK(f.orchestrator.open() == 1);
  const auto task = f.taken();
  CHECK(*task.input == Json{{"orderId", "12345"}});
  CHECK(task.number == 1);
  f.now += 250ms;
  f.succeed(task, {{"done", true}});
  CHECK(f.orchestrator.open() == 0);
  CHECK(f.result() == R"(SUCCEEDED {"done":true})");
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 LambdaFunctionScheduled Work\n"
        "0.000 4<-3 LambdaFunctionStarted Work\n"
        "0.250 5<-4 LambdaFunctionSucceeded Work\n"
        "0.250 6<-5 TaskStateExited Work\n"
        "0.250 7<-6 ExecutionSucceeded\n");
  CHECK(f.counters().executions_started == 1);
  CHECK(f.counters().executions_succeeded == 1);
  CHECK(f.counters().attempts == 1);
  CHECK(f.orchestrator.next_timer() == never);
}

TEST_CASE("a stopped execution is aborted, and its task's answer comes late", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("TimeoutSeconds": 100, )"));
  const auto task = f.taken();
  f.orchestrator.stop({7, std::nullopt, std::nullopt}, f.now);  // not one of ours
  f.orchestrator.stop({0, "Operator", "had enough"}, f.now);
  CHECK(f.result() == "ABORTED");
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 LambdaFunctionScheduled Work\n"
        "0.000 4<-3 LambdaFunctionStarted Work\n"
        "0.000 5<-0 ExecutionAborted Operator\n");
  f.orchestrator.stop({0, std::nullopt, std::nullopt}, f.now);
  f.succeed(task);
  CHECK(f.counters().late_answers == 1);
  CHECK(f.counters().executions_aborted == 1);
  CHECK(f.orchestrator.next_timer() == never);
}

TEST_CASE("the history policy says whose events are handed out at the end", "[orchestration][orchestrator]") {
  struct Row {
    HistoryPolicy policy;
    std::size_t of_succeeded;
    std::size_t of_failed;
  };
  const auto row = GENERATE(values<Row>({
      {HistoryPolicy::All, 7, 6},
      {HistoryPolicy::FailedOnly, 0, 6},
      {HistoryPolicy::None, 0, 0},
  }));
  const bool live = GENERATE(true, false);
  Fixture f{{.history = row.policy, .live_events = live}};
  f.start(task_machine());
  f.succeed(f.taken());
  f.start(task_machine());
  f.fail(f.taken(), "Error");
  REQUIRE(f.ends.size() == 2);
  CHECK(f.ends[0].history.size() == row.of_succeeded);
  CHECK(f.ends[1].history.size() == row.of_failed);
  CHECK(f.ends[0].execution.events == 7);
  CHECK(std::count(f.live.begin(), f.live.end(), '\n') == (live ? 13 : 0));
}

TEST_CASE("an execution's name and its random numbers depend on the seed and its id alone",
          "[orchestration][orchestrator]") {
  const auto name_of = [](std::uint64_t seed, std::uint64_t id) {
    Fixture f{{.seed = seed}};
    f.next_id = id;
    f.start(task_machine());
    f.succeed(f.taken());
    return f.ends[0].execution.name() + ' ' + std::to_string(f.ends[0].execution.random.bits());
  };
  CHECK(name_of(1, 5) == name_of(1, 5));
  CHECK(name_of(1, 5) != name_of(1, 6));
  CHECK(name_of(1, 5) != name_of(2, 5));
}

TEST_CASE("executions are stopped by id, however many there are", "[orchestration][orchestrator]") {
  Fixture f{{}, {.index = 1, .orchestrators = 3}};
  for (int i = 0; i < 1'000; ++i) {
    f.next_id = 1 + 3 * static_cast<std::uint64_t>(i);
    f.start(wait_machine(3'600));
  }
  CHECK(f.orchestrator.open() == 1'000);
  for (std::uint64_t id = 1; id < 3'000; id += 6) f.orchestrator.stop({id, std::nullopt, std::nullopt}, f.now);
  CHECK(f.orchestrator.open() == 500);
  f.pass(3'600s);
  CHECK(f.orchestrator.open() == 0);
  CHECK(f.counters().executions_aborted == 500);
  CHECK(f.counters().executions_succeeded == 500);
}

TEST_CASE("the two tasks of a Parallel state are two attempts of one execution", "[orchestration][orchestrator]") {
  const std::string branch =
      R"({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": ")" + work_arn + R"(", "End": true}}})";
  Fixture f;
  f.start(machine(
      R"({"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [)" + branch + ", " +
      std::string{branch}.replace(branch.find("\"A\""), 3, "\"B\"").replace(branch.find("{\"A\":") + 1, 3, "\"B\"") +
      "]}}}"));
  const auto first = f.taken();
  const auto second = f.taken();
  CHECK(first.execution == second.execution);
  CHECK(first.visit != second.visit);

  SECTION("both answers make the output") {
    f.succeed(second, 2);
    f.succeed(first, 1);
    CHECK(f.result() == "SUCCEEDED [1,2]");
  }
  SECTION("the failure of one abandons the other") {
    f.fail(first, "Broken");
    CHECK(f.result() == "FAILED Broken: ");
    f.succeed(second, 2);
    CHECK(f.counters().late_answers == 1);
  }
}

}  // namespace
}  // namespace stepstorm::orchestration
