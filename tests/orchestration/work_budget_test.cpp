// However much there is to do, an orchestrator does a part of it at a time; and what is too much is refused.
#include <string>

#include <catch2/catch.hpp>

#include "execution/result.hpp"
#include "tests/orchestration/orchestrator_fixture.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

execution::StateMachinePtr named_machine(const std::string& name,
                                         const std::string& definition,
                                         asl::MachineType type = asl::MachineType::STANDARD) {
  const auto compiled = asl::compile(definition);
  if (!compiled.machine) throw std::invalid_argument(asl::render(compiled.findings.front(), "test"));
  auto made = std::make_shared<execution::StateMachine>(*execution::create_state_machine(name, compiled.machine));
  made->type = type;
  return made;
}

execution::StateMachinePtr distributed_map() {
  return named_machine("Map", R"({"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.items",
      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                        "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}},
      "ResultPath": null, "OutputPath": "$.rest", "End": true}}})");
}

Json items(std::size_t count) {
  Json list = Json::array();
  for (std::size_t index = 0; index < count; ++index) list.push_back(index);
  return {{"items", list}, {"rest", {}}};
}

/// Goes round and round.
execution::StateMachinePtr endless_loop() {
  return named_machine("Loop",
                       R"({"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": {"a": 1}, "Next": "C"},
                           "C": {"Type": "Choice", "Choices": [{"Variable": "$.a", "NumericEquals": 1, "Next": "P"}],
                                 "Default": "D"}, "D": {"Type": "Succeed"}}})",
                       asl::MachineType::EXPRESS);
}

/// Starts itself twice.
execution::StateMachinePtr bomb(const std::string& pattern) {
  const std::string call =
      R"({"Type": "Task", "Resource": "arn:aws:states:::states:startExecution)" + pattern +
      R"(", "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Bomb"}, "End": true})";
  const auto branch = [&](const std::string& name) {
    return R"({"StartAt": ")" + name + R"(", "States": {")" + name + "\": " + call + "}}";
  };
  return named_machine("Bomb",
                       R"({"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": [)" + branch("A") + ", " +
                           branch("B") + R"(], "End": true}}})");
}

/// Lets the orchestrator catch up, so many times at most. How often it did.
int catch_up(Fixture& f, int at_most) {
  int times = 0;
  for (; f.orchestrator.is_behind() && times < at_most; ++times) f.orchestrator.catch_up(f.now);
  return times;
}

std::string error_of(const EndedExecution& ended) {
  return execution::reason_of(ended.execution.status).error.value_or("-");
}

}  // namespace

TEST_CASE("a Map of 20,000 children goes on in parts, between which others are served", "[orchestration][budget]") {
  Fixture f{{.history = HistoryPolicy::None}};
  f.start(distributed_map(), items(20'000));
  REQUIRE(f.orchestrator.is_behind());
  catch_up(f, 20);
  REQUIRE(f.orchestrator.is_behind());

  const auto wait =
      named_machine("Wait", R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}})");
  const std::uint64_t waiting = f.next_id;
  f.start(wait);
  f.orchestrator.stop({waiting, std::nullopt, std::nullopt}, f.now);
  const auto has_ended = [&](std::uint64_t id) {
    return std::any_of(f.ends.begin(), f.ends.end(), [&](const auto& end) { return end.execution.id == id; });
  };
  CHECK(has_ended(waiting));
  CHECK_FALSE(has_ended(0));

  CHECK(catch_up(f, 1'000) > 20);
  CHECK(has_ended(0));
  CHECK(f.orchestrator.counters().executions_succeeded == 20'001);
  CHECK(f.orchestrator.open() == 0);
}

TEST_CASE("an execution that loops for ever is stopped by its owner at once", "[orchestration][budget]") {
  Fixture f{{.history = HistoryPolicy::None}};
  f.start(endless_loop());
  CHECK(catch_up(f, 100) == 100);
  f.orchestrator.stop({0, std::nullopt, std::nullopt}, f.now);
  REQUIRE(f.ends.size() == 1);
  CHECK(std::holds_alternative<execution::Aborted>(f.ends[0].execution.status));
  catch_up(f, 2);
  CHECK_FALSE(f.orchestrator.is_behind());
}

TEST_CASE("a history beyond its bytes ends its execution", "[orchestration][budget]") {
  Fixture f{{.limits = {.history_bytes = 1 << 20}}};
  f.start(endless_loop());
  catch_up(f, 10'000);
  REQUIRE(f.ends.size() == 1);
  CHECK(error_of(f.ends[0]) == "ExecutionLimitExceeded");
  const std::size_t bytes = f.ends[0].history.size() * sizeof(execution::HistoryEvent);
  CHECK(bytes > (1 << 19));
  CHECK(bytes < (1 << 22));
}

TEST_CASE("no more executions are open than there may be, of each type", "[orchestration][limits]") {
  const auto type = GENERATE(asl::MachineType::STANDARD, asl::MachineType::EXPRESS);
  Fixture f{{.limits = {.open_standard = 3, .open_express = 2}}};
  const auto wait =
      named_machine("W", R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}})", type);
  const std::size_t most = type == asl::MachineType::STANDARD ? 3 : 2;
  for (int started = 0; started < 5; ++started) f.start(wait);
  CHECK(f.orchestrator.open() == most);
  REQUIRE(f.ends.size() == 5 - most);
  CHECK(error_of(f.ends[0]) == "ExecutionLimitExceeded");
  CHECK(render_text(f.ends[0].history, *wait) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 ExecutionFailed ExecutionLimitExceeded\n");
  f.pass(1s);
  f.start(wait);
  CHECK(f.orchestrator.open() == 1);
}

TEST_CASE("a machine that starts itself twice and waits ends in an error", "[orchestration][limits]") {
  Fixture f{{.state_machines = {bomb(".sync")}, .limits = {.open_standard = 1'000}}};
  f.start(bomb(".sync"));
  catch_up(f, 10'000);
  REQUIRE_FALSE(f.orchestrator.is_behind());
  const auto root = std::find_if(f.ends.begin(), f.ends.end(), [](const auto& end) { return end.execution.id == 0; });
  REQUIRE(root != f.ends.end());
  CHECK(error_of(*root) == "States.TaskFailed");
  CHECK(f.orchestrator.open() == 0);
  const bool any_refused = std::any_of(f.ends.begin(), f.ends.end(), [](const auto& end) {
    return error_of(end) == "StepFunctions.ExecutionLimitExceededException";
  });
  CHECK(any_refused);
}

TEST_CASE("a machine that starts itself twice holds no more memory than it may", "[orchestration][limits]") {
  Fixture f{{.history = HistoryPolicy::None, .state_machines = {bomb("")}, .limits = {.held_bytes = 4 << 20}}};
  f.start(bomb(""));
  for (int times = 0; times < 300; ++times) {
    f.orchestrator.catch_up(f.now);
    CHECK(f.orchestrator.held_bytes() < (5 << 20));
  }
  CHECK(f.orchestrator.counters().executions_failed > 0);
}

TEST_CASE("the bytes that open executions hold grow with their documents", "[orchestration][limits]") {
  struct Row {
    std::size_t executions;
    std::size_t text;
  };
  const auto row = GENERATE(values<Row>({{100, 10'000}, {1'000, 10'000}, {1'000, 100'000}, {20'000, 1'000}}));
  CAPTURE(row.executions, row.text);
  Fixture f{{.history = HistoryPolicy::None}};
  const auto wait =
      named_machine("W", R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 9, "End": true}}})");
  for (std::size_t started = 0; started < row.executions; ++started)
    f.start(wait, {{"text", std::string(row.text, 'x')}});
  const auto documents = static_cast<double>(row.executions * row.text);
  const auto frame = static_cast<double>(row.executions) * 1'200;
  CHECK(static_cast<double>(f.orchestrator.held_bytes()) > 0.75 * documents);
  CHECK(static_cast<double>(f.orchestrator.held_bytes()) < 1.25 * (documents + frame));
}

TEST_CASE("a poll for an activity that nobody has is refused", "[orchestration][limits]") {
  Fixture f;
  const auto poll = [&](const std::string& activity) {
    return f.orchestrator.poll({activity, std::nullopt, std::make_shared<std::atomic<bool>>(false), [](auto) {}},
                               f.now);
  };
  CHECK_FALSE(poll("arn:aws:states:us-east-1:123456789012:activity:Nobody"));
}

}  // namespace stepstorm::orchestration
