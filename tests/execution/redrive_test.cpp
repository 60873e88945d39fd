// A redriven execution goes on where it stood: whole histories, held against the grammar of histories besides.
#include <catch2/catch.hpp>

#include "execution/frontier.hpp"
#include "execution/grammar/history_grammar.hpp"
#include "execution/held_bytes.hpp"
#include "tests/execution/rehearsal.hpp"

namespace stepstorm::execution {
namespace {

using namespace std::chrono_literals;

std::string machine(const std::string& start, const std::string& states, const std::string& more = "") {
  return R"({"StartAt":")" + start + R"(","States":{)" + states + "}" + more + "}";
}

std::string task(const std::string& name, const std::string& more) {
  return '"' + name + R"(":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f",)" + more + "}";
}

std::string branch(const std::string& start, const std::string& states) { return machine(start, states); }

/// What its history has since it was redriven last.
std::string since_redrive(const Performance& performance) {
  const std::string text = performance.text();
  const auto at = text.rfind("ExecutionRedriven");
  return at == std::string::npos ? "" : text.substr(text.rfind('\n', at) + 1);
}

std::string violation(const Performance& performance) {
  const auto found =
      find_violation(performance.history, *performance.execution.state_machine, performance.execution.status);
  return found ? std::to_string(found->event) + ": " + found->expected + '\n' + performance.text() : "";
}

const Script fails{{"T", {throws("E", "c")}}};
const Script works{{"T", {returns(2)}}, {"U", {returns(3)}}};

}  // namespace

TEST_CASE("a redriven execution does its failed task again and nothing that succeeded before", "[execution][redrive]") {
  const auto definition = machine("P", R"("P":{"Type":"Pass","Next":"T"},)" + task("T", R"("End":true)"));
  const auto failed = rehearse(definition, Json::object(), fails);
  REQUIRE(failed.status() == "FAILED");
  const auto redriven = redrive(rehearse(definition, Json::object(), fails), 60s, works);
  CHECK(redriven.text() == failed.text() +
                               "60.000 9<-8 ExecutionRedriven 1\n"
                               "60.000 10<-7 LambdaFunctionScheduled T\n"
                               "60.000 11<-10 LambdaFunctionStarted T\n"
                               "60.000 12<-11 LambdaFunctionSucceeded T\n"
                               "60.000 13<-12 TaskStateExited T\n"
                               "60.000 14<-13 ExecutionSucceeded\n");
  CHECK(violation(redriven) == "");
  CHECK(redriven.output() == 2);
  CHECK(redriven.events()[8]["executionRedrivenEventDetails"] == Json{{"redriveCount", 1}});
}

TEST_CASE("a redriven state has all its retries again", "[execution][redrive]") {
  const auto definition =
      machine("T", task("T", R"("End":true,"Retry":[{"ErrorEquals":["E"],"IntervalSeconds":1,"MaxAttempts":1}])"));
  const auto redriven = redrive(rehearse(definition, Json::object(), fails), 60s, fails);
  CHECK(redriven.tasks.size() == 4);
  CHECK(redriven.tasks[2].number == 1);
  CHECK(violation(redriven) == "");
}

TEST_CASE("only the branches that failed or were aborted go on, each where it stood", "[execution][redrive]") {
  const auto definition = machine(
      "X",
      R"("X":{"Type":"Parallel","End":true,"Branches":[)" +
          branch("A", R"("A":{"Type":"Pass","Result":1,"End":true})") + ',' +
          branch("B", R"("B":{"Type":"Pass","Next":"T"},)" + task("T", R"("End":true)")) + ',' +
          branch("W", R"("W":{"Type":"Wait","Seconds":5,"Next":"D"},"D":{"Type":"Pass","Result":9,"End":true})") +
          "]}");
  const auto redriven = redrive(rehearse(definition, Json::object(), fails), 60s, works);
  CHECK(violation(redriven) == "");
  CHECK(since_redrive(redriven) ==
        "60.000 17<-16 ExecutionRedriven 1\n"
        "60.000 18<-12 LambdaFunctionScheduled T\n"
        "60.000 19<-18 LambdaFunctionStarted T\n"
        "60.000 20<-19 LambdaFunctionSucceeded T\n"
        "60.000 21<-20 TaskStateExited T\n"
        "65.000 22<-10 WaitStateExited W\n"
        "65.000 23<-22 PassStateEntered D\n"
        "65.000 24<-23 PassStateExited D\n"
        "65.000 25<-24 ParallelStateSucceeded X\n"
        "65.000 26<-24 ParallelStateExited X\n"
        "65.000 27<-26 ExecutionSucceeded\n");
  CHECK(redriven.output() == Json{1, 2, 9});
}

TEST_CASE("only the iterations that failed or were aborted go on, and those that had not begun begin",
          "[execution][redrive]") {
  const auto definition = machine("M",
                                  R"("M":{"Type":"Map","End":true,"MaxConcurrency":2,"ItemProcessor":)" +
                                      branch("T", task("T", R"("End":true)")) + "}");
  const Script third_fails{{"T", {returns(10), returns(11), throws("E", "c")}}};
  const auto failed = rehearse(definition, Json{1, 2, 3, 4, 5}, third_fails);
  CHECK(failed.tasks.size() == 4);
  const auto redriven = redrive(rehearse(definition, Json{1, 2, 3, 4, 5}, third_fails), 60s, {{"T", {returns(20)}}});
  CHECK(violation(redriven) == "");
  CHECK(redriven.output() == Json{10, 11, 20, 20, 20});
  CHECK(redriven.tasks.size() == 7);
}

TEST_CASE("a Parallel within a Map within a Parallel goes on", "[execution][redrive]") {
  const auto inner = R"("I":{"Type":"Parallel","End":true,"Branches":[)" + branch("T", task("T", R"("End":true)")) +
                     ',' + branch("U", task("U", R"("End":true)")) + "]}";
  const auto definition =
      machine("X",
              R"("X":{"Type":"Parallel","End":true,"Branches":[)" +
                  branch("M", R"("M":{"Type":"Map","End":true,"ItemProcessor":)" + branch("I", inner) + "}") + ',' +
                  branch("V", task("V", R"("End":true)")) + "]}");
  const Script once{{"T", {returns(1), throws("E", "c")}}, {"U", {returns(5), hangs()}}, {"V", {returns(7)}}};
  const auto redriven = redrive(rehearse(definition, Json{1, 2}, once), 60s, works);
  CHECK(violation(redriven) == "");
  CHECK(redriven.output() == Json{{{1, 5}, {2, 3}}, 7});
  CHECK(redriven.tasks.size() == 7);
}

TEST_CASE("what was aborted or timed out goes on, too", "[execution][redrive]") {
  const auto waiting = R"("W":{"Type":"Wait","Seconds":100,"Next":"T"},)" + task("T", R"("End":true)");
  SECTION("aborted while it waits: it waits again") {
    auto stopped = rehearse(machine("W", waiting), Json::object(), works, {{10s, StopRequested{"Why", "so"}}});
    REQUIRE(stopped.status() == "ABORTED");
    const auto redriven = redrive(std::move(stopped), 60s, works);
    CHECK(since_redrive(redriven).starts_with("60.000 4<-3 ExecutionRedriven 1\n160.000 5<-2 WaitStateExited W\n"));
    CHECK(redriven.status() == "SUCCEEDED");
    CHECK(violation(redriven) == "");
  }
  SECTION("timed out: its TimeoutSeconds begin again, and the old timer says nothing") {
    const auto definition = machine("W", waiting, R"(,"TimeoutSeconds":50)");
    auto timed_out = rehearse(definition, Json::object(), works);
    REQUIRE(timed_out.status() == "TIMED_OUT");
    auto redriven = redrive(std::move(timed_out), 60s, works);
    CHECK(redriven.history.back().type == EventType::ExecutionTimedOut);
    CHECK(render_timestamp(redriven.execution.ended_at) == "2030-01-01T00:01:50.000Z");
    CHECK(violation(redriven) == "");
    Step step;
    step.keep_frontier = true;
    Execution again = std::move(redriven.execution);
    CHECK(execution::step(again, RedriveRequested{}, again.ended_at + 1s, step));
    CHECK_FALSE(execution::step(again, TimerFired{{execution_timer, 1}}, again.ended_at + 2s, step));
  }
}

TEST_CASE("a Fail state is entered again and fails again", "[execution][redrive]") {
  const auto redriven = redrive(rehearse(machine("F", R"("F":{"Type":"Fail","Error":"E"})")), 60s);
  CHECK(since_redrive(redriven) ==
        "60.000 4<-3 ExecutionRedriven 1\n"
        "60.000 5<-2 FailStateEntered F\n"
        "60.000 6<-5 ExecutionFailed E\n");
  CHECK(violation(redriven) == "");
}

TEST_CASE("a Parallel whose output is too large runs all its branches again", "[execution][redrive]") {
  const std::string big(200'000, 'x');
  const auto definition =
      machine("X",
              R"("X":{"Type":"Parallel","End":true,"Branches":[)" + branch("T", task("T", R"("End":true)")) + ',' +
                  branch("U", task("U", R"("End":true)")) + "]}");
  const Script too_much{{"T", {returns(big)}}, {"U", {returns(big)}}};
  const auto redriven = redrive(rehearse(definition, Json::object(), too_much), 60s, works);
  CHECK(redriven.tasks.size() == 4);
  CHECK(redriven.output() == Json{2, 3});
  CHECK(violation(redriven) == "");
}

TEST_CASE("branches that all succeeded do not run again when what is made of them fails", "[execution][redrive]") {
  const auto definition = machine("X",
                                  R"("X":{"Type":"Parallel","End":true,"OutputPath":"$.none","Branches":[)" +
                                      branch("T", task("T", R"("End":true)")) + "]}");
  const auto redriven = redrive(rehearse(definition, Json::object(), works), 60s, works);
  CHECK(redriven.status() == "FAILED");
  CHECK(redriven.tasks.size() == 1);
  CHECK(violation(redriven) == "");
}

TEST_CASE("a Wait state that cannot say how long it waits fails again", "[execution][redrive]") {
  const auto definition = machine("W", R"("W":{"Type":"Wait","Seconds":10,"InputPath":"$.none","End":true})");
  const auto redriven = redrive(rehearse(definition), 60s);
  CHECK(redriven.text().ends_with("60.000 5<-2 ExecutionFailed States.Runtime\n"));
  CHECK(violation(redriven) == "");
}

TEST_CASE("the context object says how often an execution was redriven, and when", "[execution][redrive]") {
  const auto definition =
      machine("T",
              R"("T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","End":true,)"
              R"("Parameters":{"n.$":"$$.Execution.RedriveCount","e.$":"$$.Execution"}})");
  const auto redriven = redrive(rehearse(definition, Json::object(), fails), 60s, works);
  CHECK((*redriven.tasks[0].input)["n"] == 0);
  CHECK_FALSE((*redriven.tasks[0].input)["e"].contains("RedriveTime"));
  CHECK((*redriven.tasks[1].input)["n"] == 1);
  CHECK((*redriven.tasks[1].input)["e"]["RedriveTime"] == "2030-01-01T00:01:00.000Z");
}

TEST_CASE("variables are kept for a redrive", "[execution][redrive]") {
  const auto definition = machine(
      "P",
      R"("P":{"Type":"Pass","Assign":{"v":42},"Next":"T"},)" + task("T", R"("Parameters":{"v.$":"$v"},"End":true)"));
  const auto redriven = redrive(rehearse(definition, Json::object(), fails), 60s, works);
  CHECK(*redriven.tasks[1].input == Json{{"v", 42}});
}

TEST_CASE("what has succeeded, runs, is EXPRESS or was not kept has no frontier", "[execution][redrive]") {
  const auto definition = machine("T", task("T", R"("End":true)"));
  Step step;
  step.keep_frontier = true;
  auto succeeded = rehearse(definition, Json::object(), works);
  CHECK_FALSE(execution::step(succeeded.execution, RedriveRequested{}, succeeded.execution.ended_at, step));
  Execution running;
  running.state_machine = machine_from(definition);
  start(running, succeeded.execution.started_at, step);
  CHECK_FALSE(execution::step(running, RedriveRequested{}, running.started_at, step));
  auto machine_of_two = std::make_shared<StateMachine>(*machine_from(definition));
  machine_of_two->type = asl::MachineType::EXPRESS;
  auto express = rehearse(machine_of_two, Json::object(), fails);
  CHECK(express.status() == "FAILED");
  CHECK_FALSE(has_frontier(express.execution));
}

TEST_CASE("what is kept for a redrive is a scope and what that needs, and is counted", "[execution][redrive]") {
  const auto definition =
      machine("M", R"("M":{"Type":"Map","End":true,"ItemProcessor":)" + branch("T", task("T", R"("End":true)")) + "}");
  const auto failed = rehearse(definition, Json::array({1, 2, 3, 4, 5, 6, 7, 8, 9}), fails);
  CHECK(failed.execution.scopes.size() == 1);
  const auto bytes = held_bytes(failed.execution);
  CHECK(bytes > 9 * sizeof(Scope));
  CHECK(bytes < 9 * sizeof(Scope) + 4096);
}

TEST_CASE("an execution is redriven again and again, and no more than a thousand times", "[execution][redrive]") {
  const auto definition = machine("F", R"("F":{"Type":"Fail","Error":"E"})");
  auto performance = rehearse(definition);
  int redrives = 0;
  for (; has_frontier(performance.execution); ++redrives) performance = redrive(std::move(performance), 60s);
  CHECK(redrives == 1000);
  CHECK(performance.execution.redrives == 1000);
  CHECK(violation(performance) == "");
}

}  // namespace stepstorm::execution
