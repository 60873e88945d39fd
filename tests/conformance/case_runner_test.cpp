#include "conformance/case_runner.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::conformance {
namespace {

Played play_text(const std::string& text) {
  auto recorded = read_case(text, "cases/own/case.json");
  if (!recorded) FAIL(config::render(recorded.error().front()));
  return play(*recorded);
}

std::string types(const Json& result) {
  std::string text;
  for (const Json& event : result["events"]) text += (text.empty() ? "" : " ") + event["type"].get<std::string>();
  return text;
}

constexpr const char* task = R"("definition": {"StartAt": "Pay", "States": {"Pay": {"Type": "Task",
  "Resource": "arn:aws:lambda:us-east-1:111111111111:function:pay", "TimeoutSeconds": 5, "End": true}}}, "expect": {})";

TEST_CASE("a mocked task answers at once", "[conformance][run]") {
  const Played played =
      play_text(std::string("{\"mocks\": {\"Pay\": {\"0\": {\"Return\": {\"paid\": 1}}}}, ") + task + '}');
  CHECK_FALSE(played.refusal);
  CHECK(played.result["status"] == "SUCCEEDED");
  CHECK(played.result["output"] == R"({"paid":1})");
  CHECK(types(played.result) ==
        "ExecutionStarted TaskStateEntered LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionSucceeded "
        "TaskStateExited ExecutionSucceeded");
}

TEST_CASE("a task that hangs times out on the virtual clock", "[conformance][run]") {
  const Played played = play_text(std::string("{\"mocks\": {\"Pay\": {\"0\": {\"Hang\": true}}}, ") + task + '}');
  CHECK(played.result["status"] == "FAILED");
  CHECK(played.result["error"] == "States.Timeout");
}

TEST_CASE("an invocation without a response fails the execution and says which it was", "[conformance][run]") {
  const Played played = play_text(std::string("{\"mocks\": {\"Pay\": {\"1-2\": {\"Hang\": true}}}, ") + task + '}');
  CHECK(played.result["error"] == "States.Runtime");
  CHECK(played.result["cause"] == "The mocked state 'Pay' has no response for invocation 0; there are: 1-2");
}

constexpr const char* wait = R"("definition": {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait",
  "SecondsPath": "$.seconds", "End": true}}}, "expect": {})";

TEST_CASE("an execution is stopped when it has nothing left to do at its first instant", "[conformance][run]") {
  const Played played = play_text(std::string(R"({"input": {"seconds": 60},
    "during": [{"operation": "StopExecution", "params": {"cause": "enough"}}], )") +
                                  wait + '}');
  CHECK(played.result["status"] == "ABORTED");
  CHECK(played.result["cause"] == "enough");
  CHECK(types(played.result) == "ExecutionStarted WaitStateEntered ExecutionAborted");
}

TEST_CASE("what takes longer than it was watched is left running", "[conformance][run]") {
  const Played played = play_text(std::string(R"({"input": {"seconds": 100000000}, )") + wait + '}');
  CHECK(played.result["status"] == "RUNNING");
  CHECK(types(played.result) == "ExecutionStarted WaitStateEntered");
}

constexpr const char* activity = R"("definition": {"StartAt": "Ask", "States": {"Ask": {"Type": "Task",
  "Resource": "arn:aws:states:us-east-1:111111111111:activity:ask", "TimeoutSeconds": 5, "End": true}}}, "expect": {})";

TEST_CASE("an activity exists when it was created or is mocked", "[conformance][run]") {
  const Played missing = play_text(std::string("{") + activity + '}');
  CHECK(types(missing.result) == "ExecutionStarted TaskStateEntered ExecutionFailed");
  CHECK(missing.result["error"] == "States.Runtime");
  CHECK(missing.result["cause"] ==
        "An error occurred while executing the state 'Ask' (entered at the event id #2). The activity "
        "arn:aws:states:us-east-1:111111111111:activity:ask does not exist.");
  const Played created = play_text(
      std::string(R"({"during": [{"operation": "CreateActivity", "params": {"name": "ask"}}], )") + activity + '}');
  CHECK(created.result["error"] == "States.Runtime");
  CHECK_THAT(created.result["cause"].get<std::string>(),
             Catch::StartsWith("nothing answers state 'Ask': no workers are bound to "
                               "arn:aws:states:us-east-1:111111111111:activity:ask"));
}

TEST_CASE("a definition with errors is refused in the service's words", "[conformance][run]") {
  const Played played = play_text(R"({"definition": {"StartAt": "A"}, "expect": {}})");
  REQUIRE(played.refusal);
  CHECK(played.result["status"].is_null());
  CHECK(played.result["error"] == "InvalidDefinition");
  CHECK(*played.refusal ==
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: "
        "[States] at /'");
}

TEST_CASE("a case that calls what does not exist yet is refused by that name", "[conformance][run]") {
  const Played played = play_text(std::string(R"({"during": [{"operation": "RedriveExecution"}], )") + wait + '}');
  CHECK(played.refusal == "the case calls RedriveExecution");
}

}  // namespace
}  // namespace stepstorm::conformance
