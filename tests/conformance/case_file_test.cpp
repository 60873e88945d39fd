#include "conformance/case_file.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::conformance {
namespace {

using namespace std::chrono_literals;

Case read(const std::string& text) {
  auto recorded = read_case(text, "cases/orders/happy.json");
  if (!recorded) FAIL(config::render(recorded.error().front()));
  return std::move(*recorded);
}

std::string complaint(const std::string& text) {
  const auto recorded = read_case(text, "happy.json");
  REQUIRE_FALSE(recorded);
  return config::render(recorded.error().front());
}

TEST_CASE("a case needs no more than a definition and what is expected", "[conformance][case]") {
  const Case recorded = read(R"({"definition": {"StartAt": "A"}, "expect": {"status": "SUCCEEDED"}})");
  CHECK(recorded.id == "orders/happy");
  CHECK(recorded.area == "orders");
  CHECK(recorded.definition == R"({"StartAt":"A"})");
  CHECK(recorded.input == Json::object());
  CHECK(recorded.mocks.empty());
  CHECK(recorded.expectation.outcome == Json{{"status", "SUCCEEDED"}});
  CHECK_FALSE(recorded.expectation.history);
  CHECK_FALSE(recorded.recorded_at);
}

TEST_CASE("every field of a recorded case is read", "[conformance][case]") {
  const Case recorded = read(R"({
    "id": "sfn/stop", "source_test": "t", "source_key": "k", "recorded": "13-12-2023, 07:09:01", "validated": "2024",
    "type": "EXPRESS", "start": "sync", "definition": "not an object", "input_text": " [1, 2] ",
    "mocks": {"Pay": {"0": {"Return": 1, "Submitted": 2}, "1-2": {"Throw": {"Error": "E"}, "Phase": "TaskTimedOut"}}},
    "mocks_by_request": [{"state": "Ask", "request": {"n": 1, "token": "{{any}}"}, "responses": {"0": {"Hang": true}}}],
    "fixtures": {"s3-bucket": ["empty"], "s3": [{"bucket": "full", "key": "k", "body": "b"}], "sqs-queue": ["q"]},
    "during": [{"operation": "StopExecution", "params": {"error": "E"}}],
    "expect": {"status": "FAILED", "error": "E", "cause": {"a": 1}, "describe_execution": {}, "history": [
      {"type": "ActivityStarted", "id": 1, "previousEventId": 0, "activityStartedEventDetails": {"workerName": "w"}}]},
    "ignore": ["$..a"], "unordered": true, "tags": ["Task"], "features": ["task:activity"]})");
  CHECK(recorded.area == "sfn");
  CHECK(recorded.type == asl::MachineType::EXPRESS);
  CHECK(recorded.definition == "not an object");
  CHECK(recorded.input == Json({1, 2}));
  REQUIRE(recorded.mocks.size() == 2);
  CHECK(recorded.mocks[0].state == "Ask");
  CHECK(recorded.mocks[0].takes(Json{{"n", 1}, {"token", "whatever"}}));
  CHECK_FALSE(recorded.mocks[0].takes(Json{{"n", 2}, {"token", "whatever"}}));
  CHECK(recorded.mocks[1].responses.size() == 2);
  CHECK(recorded.buckets.at("empty").empty());
  CHECK(recorded.buckets.at("full").at("k") == "b");
  CHECK(recorded.during.front().params == Json{{"error", "E"}});
  CHECK(recorded.activity_worker == "w");
  CHECK(recorded.expectation.outcome == Json{{"status", "FAILED"}, {"error", "E"}, {"cause", {{"a", 1}}}});
  CHECK(recorded.expectation.ignored.front().text == "$..a");
  CHECK(recorded.expectation.unordered);
  CHECK(recorded.recorded_at == std::chrono::sys_days{std::chrono::December / 13 / 2023} + 7h + 9min + 1s);
}

TEST_CASE("events as GetExecutionHistory returns them become recorded ones", "[conformance][case]") {
  const Case recorded = read(R"({"definition": {}, "expect": {"history": [
    {"timestamp": 1.5, "type": "ExecutionStarted", "id": 1, "executionStartedEventDetails": {"input": "{\"a\": 1}"}}]}})");
  CHECK(to_text(*recorded.expectation.history) ==
        R"([{"type":"ExecutionStarted","id":1,"executionStartedEventDetails":{"input":{"a":1}}}])");
}

TEST_CASE("what is wrong with a case is said with its place", "[conformance][case]") {
  struct Row {
    const char* text;
    const char* complaint;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"expect": {}})", "happy.json:1:1: 'definition' is missing"},
      {R"({"definition": {}})", "happy.json:1:1: 'expect' is missing"},
      {R"({"definition": {}, "expect": {}, "mock": {}})",
       "happy.json:1:42: /mock: there is no setting 'mock' here; did you mean 'mocks'?"},
      {R"({"definition": {}, "expect": {"status": "DONE"}})",
       "happy.json:1:41: /expect/status: expected RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED, found \"DONE\""},
      {R"({"definition": {}, "expect": {}, "ignore": ["a.b"]})",
       "happy.json:1:45: /ignore/0: expected a path such as $..output.Cause, found \"a.b\""},
      {R"({"definition": {}, "expect": {"history": [{}]}})",
       "happy.json:1:43: /expect/history/0: expected an event: an object with a type, found an empty object"},
      {R"({"definition": {}, "expect": {}, "recorded": "1969-12-31T23:59:59Z"})",
       "happy.json:1:46: /recorded: expected a time from 1970-01-01T00:00:00Z until before 2262, found "
       "\"1969-12-31T23:59:59Z\""},
      {R"({"definition": {}, "expect": {}, "recorded": "9999-12-31T00:00:00Z"})",
       "happy.json:1:46: /recorded: expected a time from 1970-01-01T00:00:00Z until before 2262, found "
       "\"9999-12-31T00:00:00Z\""},
      {R"({"definition": {}, "expect": {}, "input_text": "{"})",
       "happy.json:1:48: /input_text: expected a JSON text, found \"{\""},
  }));
  CHECK(complaint(row.text) == row.complaint);
}

TEST_CASE("a day from now is counted from when the run starts", "[conformance][case]") {
  const Case recorded = read(R"({"definition": {}, "expect": {}, "input": {"at": ["{{now+2d}}", "{{now+d}}"]}})");
  const TimePoint now = std::chrono::sys_days{std::chrono::January / 31 / 2026} + 5h;
  CHECK(to_text(input_at(recorded, now)) == R"({"at":["2026-02-02T05:00:00.000Z","{{now+d}}"]})");
}

}  // namespace
}  // namespace stepstorm::conformance
