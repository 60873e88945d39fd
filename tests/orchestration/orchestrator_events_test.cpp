#include <string>

#include <catch2/catch.hpp>

#include "orchestration/orchestrator.hpp"
#include "tests/orchestration/orchestrator_fixture.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

execution::StateMachinePtr event_machine() {
  return task_machine(R"("Parameters": {"FunctionName": "work", "InvocationType": "Event", "Payload": {"a": 1}}, )",
                      "arn:aws:states:::lambda:invoke");
}

OrchestratorPart with_concurrency(std::uint32_t concurrency) {
  ResourceBinding work{.name = "work", .arn = work_arn, .queue_limit = {}};
  work.concurrency = concurrency;
  return {.resources = {work}};
}

TEST_CASE("an asynchronous invocation is accepted at once, and run by itself", "[orchestration][events]") {
  Fixture f;
  f.start(event_machine());
  REQUIRE(f.ends.size() == 1);
  const auto& ended = std::get<execution::Succeeded>(f.ends[0].execution.status);
  CHECK((*ended.output)["StatusCode"] == 202);
  const auto task = f.taken();
  CHECK(to_text(*task.input) == R"({"a":1})");
  CHECK(f.counters().events_open == 1);
  f.succeed(task);
  CHECK(f.counters().events_open == 0);
  CHECK(f.counters().events_given_up == 0);
  CHECK(f.counters().late_answers == 0);
  f.pass(1h);
  CHECK(f.sent.empty());
}

TEST_CASE("one that fails is run again after one minute and after two, and then given up", "[orchestration][events]") {
  Fixture f;
  f.start(event_machine());
  f.fail(f.taken(), "Broken");
  f.pass(59s);
  CHECK(f.sent.empty());
  f.pass(1s);
  const auto second = f.taken();
  CHECK(second.number == 2);
  CHECK(to_text(*second.input) == R"({"a":1})");
  f.fail(second, "Broken");
  f.pass(119s);
  CHECK(f.sent.empty());
  f.pass(1s);
  f.fail(f.taken(), "Broken");
  CHECK(f.counters().events_open == 0);
  CHECK(f.counters().events_given_up == 1);
  f.pass(24h);
  CHECK(f.sent.empty());
}

TEST_CASE("one whose worker dies has failed", "[orchestration][events]") {
  Fixture f;
  f.start(event_machine());
  static_cast<void>(f.taken());
  f.orchestrator.worker_down(0, "killed", f.now);
  f.orchestrator.worker_up(0, 0, 10, "work-0", f.now);
  CHECK(f.counters().lost == 0);
  CHECK(f.counters().events_open == 1);
  f.pass(1min);
  f.succeed(f.taken());
  CHECK(f.counters().events_open == 0);
}

TEST_CASE("one that is not let in is tried after a second, twice as long each time", "[orchestration][events]") {
  Fixture f{{}, with_concurrency(1)};
  f.start(event_machine());
  const auto first = f.taken();
  f.start(event_machine());
  CHECK(f.ends.size() == 2);
  CHECK(f.sent.empty());
  CHECK(f.counters().refused == 0);
  f.pass(6s);  // tried after 1 s, and 3 s
  f.succeed(first);
  CHECK(f.sent.empty());
  f.pass(1s);  // and 7 s
  f.succeed(f.taken());
  CHECK(f.counters().events_open == 0);
}

TEST_CASE("one that is never let in is given up when it is six hours old", "[orchestration][events]") {
  Fixture f;
  f.orchestrator.resource_down(0, "gone", f.now);
  f.start(event_machine());
  CHECK(f.ends.size() == 1);
  f.pass(5h);
  CHECK(f.counters().events_open == 1);
  f.pass(1h + 5min);
  CHECK(f.counters().events_open == 0);
  CHECK(f.counters().events_given_up == 1);
}

TEST_CASE("one that waits for a worker is not lost with the resource", "[orchestration][events]") {
  Fixture f;
  f.orchestrator.worker_down(0, "killed", f.now);
  f.start(event_machine());
  CHECK(f.orchestrator.queued(0) == 1);
  f.orchestrator.resource_down(0, "gone", f.now);
  f.orchestrator.resource_restored(0, f.now);
  f.orchestrator.worker_up(0, 0, 10, "work-0", f.now);
  f.pass(1s);
  f.succeed(f.taken());
  CHECK(f.counters().events_open == 0);
}

TEST_CASE("an account that declares functions does not find one that is missing", "[orchestration][orchestrator]") {
  ResourceBinding work{.name = "work", .arn = work_arn, .queue_limit = {}};
  work.is_function = true;
  Fixture f{{}, {.resources = {work}}};
  struct Row {
    const char* resource;
    const char* parameters;
    const char* found;
  };
  const auto row = GENERATE(values<Row>({
      {"arn:aws:lambda:us-east-1:123456789012:function:ghost", "", "ghost:$LATEST"},
      {"arn:aws:lambda:us-east-1:123456789012:function:ghost:live", "", "ghost:live"},
      {"arn:aws:states:::lambda:invoke", R"("Parameters": {"FunctionName": "ghost"}, )", "ghost:$LATEST"},
      {"arn:aws:states:::lambda:invoke", R"("Parameters": {"FunctionName.$": "$.f"}, )", "ghost:3"},
  }));
  CAPTURE(row.resource, row.parameters);
  const std::string caught =
      R"("Catch": [{"ErrorEquals": ["Lambda.ResourceNotFoundException"], "Next": "Rest"}], "Next": "Rest"}, "Rest": {"Type": "Pass", )";
  f.start(task_machine(row.parameters, row.resource), {{"f", "ghost:3"}});
  CHECK_THAT(f.result(),
             Catch::StartsWith("FAILED Lambda.ResourceNotFoundException: Function not found: "
                               "arn:aws:lambda:us-east-1:123456789012:function:" +
                               std::string{row.found} +
                               " (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request "
                               "ID: "));
  f.start(task_machine(row.parameters + caught, row.resource), {{"f", "ghost:3"}});
  CHECK_THAT(f.result(1), Catch::StartsWith("SUCCEEDED"));
}

TEST_CASE("workers that serve any function are given lambda:invoke's parameters", "[orchestration][orchestrator]") {
  ResourceBinding any{.name = "any", .arn = "arn:aws:lambda:*:*:function:*", .queue_limit = {}};
  any.by_pattern = any.takes_parameters = true;
  Fixture f{{}, {.resources = {any}}};
  f.start(task_machine(R"("Parameters": {"FunctionName.$": "$.f", "Payload": {"a": 1}}, )",
                       "arn:aws:states:::lambda:invoke"),
          {{"f", "some"}});
  const auto invoked = f.taken();
  CHECK((*invoked.input)["FunctionName"] == "some");
  CHECK(to_text((*invoked.input)["Payload"]) == R"({"a":1})");
  f.start(task_machine(), {{"b", 2}});
  const auto direct = f.taken();
  CHECK(to_text(*direct.input) == R"({"FunctionName":")" + work_arn + R"(","Payload":{"b":2}})");
}

}  // namespace
}  // namespace stepstorm::orchestration
