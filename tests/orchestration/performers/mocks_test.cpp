#include "orchestration/performers/mocks.hpp"

#include <catch2/catch.hpp>

#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

MockResponse response(std::uint32_t first, std::uint32_t last, MockResult result) {
  return {.first = first, .last = last, .submitted = {}, .result = std::move(result)};
}

MockedTask mocked(std::string state, std::vector<MockResponse> responses) {
  return {.state = std::move(state), .takes = {}, .responses = std::move(responses)};
}

/// `submitted 1`, `succeeded 2`, `failed E (cause)`.
std::string text(const messages::TaskAnswer& answer) {
  return std::visit(Overload{[](const messages::Succeeded& result) { return "succeeded " + to_text(*result.output); },
                             [](const messages::Submitted& result) { return "submitted " + to_text(*result.output); },
                             [](const messages::Failed& result) {
                               return "failed " + result.error.value_or("-") + " (" + result.cause.value_or("-") + ")";
                             },
                             [](const messages::RawOutput& result) { return "raw " + result.text; },
                             [](const messages::Lost&) { return std::string{"lost"}; }},
                    answer.result);
}

struct Mocked {
  MockPlan plan;
  Mocks mocks{};
};

std::string ask(Mocked& mocked, std::string_view state, std::uint64_t root = 1, Json input = Json::object()) {
  messages::Task task;
  task.token = {7, 3};
  task.input = Payload{std::move(input)};
  std::string all;
  for (const messages::TaskAnswer& answer : mocked.mocks.answers(mocked.plan, root, state, task)) {
    CHECK(answer.token == task.token);
    all += (all.empty() ? "" : ", ") + text(answer);
  }
  return all;
}

TEST_CASE("each invocation of a state gets the response of its range", "[orchestration][mocks]") {
  Mocked mocks{
      {mocked("Pay", {response(0, 0, MockThrow{"Busy", "later"}), response(1, 2, MockReturn{Payload{Json(5)}})}),
       mocked("Ask", {response(0, 0, MockReturn{Payload{Json(6)}})})}};
  CHECK(ask(mocks, "Pay") == "failed Busy (later)");
  CHECK(ask(mocks, "Ask") == "succeeded 6");
  CHECK(ask(mocks, "Pay") == "succeeded 5");
  CHECK(ask(mocks, "Pay") == "succeeded 5");
  CHECK(ask(mocks, "Pay") ==
        "failed States.Runtime (The mocked state 'Pay' has no response for invocation 3; there are: 0, 1-2)");
}

TEST_CASE("executions count their invocations apart, and forgotten ones begin anew", "[orchestration][mocks]") {
  Mocked mocks{
      {mocked("Pay", {response(0, 0, MockReturn{Payload{Json(0)}}), response(1, 1, MockReturn{Payload{Json(1)}})})}};
  CHECK(ask(mocks, "Pay", 1) == "succeeded 0");
  CHECK(ask(mocks, "Pay", 2) == "succeeded 0");
  CHECK(ask(mocks, "Pay", 1) == "succeeded 1");
  mocks.mocks.forget(1);
  CHECK(ask(mocks, "Pay", 1) == "succeeded 0");
  CHECK(ask(mocks, "Pay", 2) == "succeeded 1");
}

TEST_CASE("a mock can be accepted first, hang, and return more than can be written down", "[orchestration][mocks]") {
  MockResponse job = response(0, 0, MockReturn{Payload{Json("done")}});
  job.submitted = Payload{Json{{"JobId", 1}}};
  Mocked mocks{{mocked("Job", {job, response(1, 1, MockHang{}), response(2, 2, MockReturnString{"é", 3})})}};
  CHECK(ask(mocks, "Job") == R"(submitted {"JobId":1}, succeeded "done")");
  CHECK(ask(mocks, "Job").empty());
  CHECK(ask(mocks, "Job") == "succeeded \"ééé\"");
}

TEST_CASE("what a mock throws is the service's own word, with the phase it came from", "[orchestration][mocks]") {
  Mocked mocks{
      {mocked("Job", {response(0, 0, MockThrow{"States.Timeout", std::nullopt, execution::TaskPhase::TimeOut})})}};
  const auto answers = mocks.mocks.answers(mocks.plan, 1, "Job", {});
  REQUIRE(answers.size() == 1);
  const auto& failed = std::get<messages::Boxed<messages::Failed>>(answers.front().result);
  CHECK(failed->by_service);
  CHECK(failed->phase == execution::TaskPhase::TimeOut);
}

TEST_CASE("responses may depend on what is asked for", "[orchestration][mocks]") {
  MockedTask small = mocked("Pay", {response(0, 9, MockReturn{Payload{Json("cash")}})});
  small.takes = [](const Json& input) { return input["amount"] < 10; };
  Mocked mocks{{small, mocked("Pay", {response(0, 0, MockReturn{Payload{Json("card")}})})}};
  CHECK(ask(mocks, "Pay", 1, {{"amount", 5}}) == "succeeded \"cash\"");
  CHECK(ask(mocks, "Pay", 1, {{"amount", 50}}) == "succeeded \"card\"");
  CHECK(ask(mocks, "Pay", 1, {{"amount", 6}}) == "succeeded \"cash\"");
}

TEST_CASE("a state that is not mocked has no response", "[orchestration][mocks]") {
  Mocked mocks{{}};
  CHECK_FALSE(is_mocked(mocks.plan, "Pay"));
  CHECK(ask(mocks, "Pay") == "failed States.Runtime (The mocked state 'Pay' has no response for any request)");
}

}  // namespace
}  // namespace stepstorm::orchestration
