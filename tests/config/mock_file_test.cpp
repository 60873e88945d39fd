#include "config/mock_file.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::config {
namespace {

constexpr const char* example = R"({
  "StateMachines": {
    "Orders": {
      "TestCases": {
        "Happy": {"Pay": "PaidAtOnce", "Ship": "Shipped"},
        "Slow": {"Pay": "PaidAtThird"},
        "Broken": {"Pay": "Nowhere"}
      }
    }
  },
  "MockedResponses": {
    "PaidAtOnce": {"0": {"Return": {"paid": true}}},
    "PaidAtThird": {"0-1": {"Throw": {"Error": "Busy", "Cause": "later"}}, "2": {"Return": null}},
    "Shipped": {}
  }
})";

orchestration::MockPlan read(const std::string& test_case) {
  auto plan = read_mock_file(example, "mocks.json", "Orders", test_case);
  if (!plan) FAIL(render(plan.error().front()));
  return std::move(*plan);
}

std::string complaint(std::string_view text, const std::string& machine = "Orders", const std::string& test = "Happy") {
  const auto plan = read_mock_file(text, "mocks.json", machine, test);
  REQUIRE_FALSE(plan);
  return render(plan.error().front());
}

TEST_CASE("a test case mocks the states that it names", "[config][mocks]") {
  const auto plan = read("Happy");
  REQUIRE(plan.size() == 2);
  CHECK(plan[0].state == "Pay");
  CHECK(*std::get<orchestration::MockReturn>(plan[0].responses.at(0).result).output == Json{{"paid", true}});
  CHECK(plan[1].state == "Ship");
  CHECK(plan[1].responses.empty());
}

TEST_CASE("a range of invocations shares a response", "[config][mocks]") {
  const auto plan = read("Slow");
  const auto& responses = plan.at(0).responses;
  REQUIRE(responses.size() == 2);
  CHECK(responses[0].first == 0);
  CHECK(responses[0].last == 1);
  CHECK(std::get<orchestration::MockThrow>(responses[0].result).error == "Busy");
  CHECK(responses[1].first == 2);
}

TEST_CASE("what does not exist is answered by what does", "[config][mocks]") {
  CHECK(complaint(example, "Order") ==
        "mocks.json:2:20: /StateMachines: there is no state machine 'Order'; there are Orders; --machine-name says "
        "which it is");
  CHECK(
      complaint(example, "Orders", "Sad") ==
      "mocks.json:4:20: /StateMachines/Orders/TestCases: there is no test case 'Sad'; there are Broken, Happy or Slow");
  CHECK(complaint(example, "Orders", "Broken") ==
        "mocks.json:7:27: /StateMachines/Orders/TestCases/Broken/Pay: there is no mocked response 'Nowhere'; there are "
        "PaidAtOnce, PaidAtThird or Shipped");
}

TEST_CASE("what is wrong with a response is said with its place", "[config][mocks]") {
  struct Row {
    const char* responses;
    const char* complaint;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"0": {"Return": 1, "Throw": {}}})", "R/0: expected exactly one of Return, Throw and Hang"},
      {R"({"0": {}})", "R/0: expected exactly one of Return, Throw and Hang"},
      {R"({"0": {"Hang": 1}})", "R/0/Hang: expected true, found 1"},
      {R"({"0": {"Phase": "TaskFailed"}})",
       "R/0/Phase: there is no setting 'Phase' here; there are Return, Throw or Hang"},
      {R"({"first": {"Return": 1}})",
       "R/first: expected an invocation such as \"0\" or a range such as \"1-2\", found \"first\""},
      {R"({"2-1": {"Return": 1}})",
       "R/2-1: expected an invocation such as \"0\" or a range such as \"1-2\", found \"2-1\""},
      {R"({"0-2": {"Return": 1}, "2": {"Return": 1}})", "R/2: another range has some of these invocations already"},
      {R"({"0": {"Throw": {"Error": 5}}})", "R/0/Throw/Error: expected text, found 5"},
      {R"([])", "R: expected an object of invocations such as \"0\" or \"1-2\", found an empty list"},
  }));
  const std::string text = std::string(R"({"StateMachines": {}, "MockedResponses": {"R": )") + row.responses + "}}";
  const std::string found = complaint(text);
  CHECK(found.substr(found.find("R")) == "Responses/" + std::string(row.complaint));
}

TEST_CASE("a file is read for all its test cases, and only what is picked must be there", "[config][mocks]") {
  const auto file = read_mocks(example, "mocks.json");
  REQUIRE(file);
  CHECK(pick_test_case(*file, "Orders", "Slow").value().size() == 1);
  CHECK(pick_test_case(*file, "Orders", "Broken").error() ==
        "there is no mocked response 'Nowhere'; there are PaidAtOnce, PaidAtThird or Shipped");
  CHECK(pick_test_case(*file, "Returns", "Slow").error() == "there is no state machine 'Returns'; there are Orders");
  const auto more = read_mocks(
      R"({"StateMachines": {}, "ActivityWorker": "Ann", "MockedResponses": {"R": {"0": {"Submitted": 1, "Return": 2}}}})",
      "mocks.json");
  REQUIRE(more);
  CHECK(more->activity_worker == "Ann");
  CHECK(more->mocked_responses.at("R").front().submitted.has_value());
}

// ---- the recorded cases' form

struct CaseMocks {
  orchestration::MockPlan plan;
  std::vector<FileFinding> findings;
};

CaseMocks read_case(const char* text) {
  const auto document = parse_json(text);
  REQUIRE(document);
  Report report{"case.json", text};
  CaseMocks mocks;
  read_case_mocks(Node{*document, report}, mocks.plan);
  mocks.findings = std::move(report).take();
  return mocks;
}

TEST_CASE("recorded cases can also hang, be accepted, fail early and return very much", "[config][mocks]") {
  const auto [plan, findings] = read_case(R"({"Job": {
    "0": {"Submitted": {"JobId": 1}, "Return": 2},
    "1": {"Hang": true},
    "2": {"Throw": {"Cause": "c"}, "Phase": "LambdaFunctionScheduleFailed"},
    "3": {"ReturnString": {"char": "é", "count": 300000}, "Otherwise": {"Throw": {}}}}})");
  REQUIRE(findings.empty());
  const auto& responses = plan.at(0).responses;
  CHECK(**responses[0].submitted == Json{{"JobId", 1}});
  CHECK(std::holds_alternative<orchestration::MockHang>(responses[1].result));
  CHECK(std::get<orchestration::MockThrow>(responses[2].result).phase == execution::TaskPhase::Schedule);
  CHECK(std::get<orchestration::MockReturnString>(responses[3].result).count == 300'000);
}

TEST_CASE("a phase is the ending of an event that says how a task failed", "[config][mocks]") {
  CHECK(read_case(R"({"Job": {"0": {"Throw": {}, "Phase": "Lunch"}}})").findings.at(0).message ==
        "expected the name of an event such as TaskTimedOut, found \"Lunch\"");
  CHECK(read_case(R"({"Job": {"0": {"Return": 1, "Phase": "TaskFailed"}}})").findings.at(0).message ==
        "'Phase' says how far a task came that has failed: expected Throw");
}

}  // namespace
}  // namespace stepstorm::config
