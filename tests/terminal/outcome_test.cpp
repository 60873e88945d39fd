#include "terminal/outcome.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "terminal/exit_code.hpp"
#include "tests/terminal/rehearsal.hpp"

namespace stepstorm::terminal {
namespace {

const auto plain = [] { return rehearse("OrderProcessingStateMachine", R"({"orderId":"12345"})").ending; };
const auto declined = [] {
  return rehearse("OrderFulfilmentStateMachine", R"({"orderId":"12345","card":"4000000000000002"})").ending;
};

template <class Print>
std::string printed(const Print& print) {
  std::ostringstream out;
  print(out);
  return out.str();
}

std::string table_of(const launch::Ending& ending) {
  return printed([&](std::ostream& out) { print_table(ending, Terminal{.columns = 90}, out); });
}

std::string outcome_of(const launch::Ending& ending) {
  return printed([&](std::ostream& out) { print_outcome(ending, Terminal{}, out); });
}

Json json_of(const launch::Ending& ending) {
  return parse_json(printed([&](std::ostream& out) { print_json(ending, out); })).value();
}

TEST_CASE("a success is its status, its output and the totals", "[app][outcome]") {
  CHECK(outcome_of(plain()) == lines(R"(
SUCCEEDED
{
  "orderId": "12345",
  "total": 49.9,
  "currency": "USD",
  "validation": {
    "status": "VALID",
    "items": 0,
    "reviewRequired": false
  },
  "payment": {
    "status": "CHARGED",
    "receipt": "rcpt_lp7scmqaik4gpk",
    "amount": 49.9,
    "currency": "USD",
    "idempotencyToken": "execution-0-visit-4"
  },
  "confirmation": {
    "status": "CONFIRMED",
    "number": "CNF-R2EUTC7N"
  }
}
3 transitions, 3 attempts, 0 retries, 0.20 s
)"));
  CHECK(exit_code_of(plain()) == exit_succeeded);
}

TEST_CASE("a failure is its status, its error and cause, and the totals", "[app][outcome]") {
  CHECK(outcome_of(declined()) == lines(R"(
FAILED
error  Payment.CardDeclined
cause  {"errorMessage": "The card was declined", "errorType": "Payment.CardDeclined"}
6 transitions, 3 attempts, 0 retries, 0.19 s
)"));
  CHECK(exit_code_of(declined()) == exit_failed);
}

TEST_CASE("the table has a row for each event", "[app][outcome]") {
  CHECK(table_of(plain()) == lines(R"(
id  prev  seconds  type                     state           details
 1     0    0.000  ExecutionStarted                         {"orderId":"12345"}
 2     0    0.000  TaskStateEntered         ValidateOrder   {"orderId":"12345"}
 3     2    0.000  LambdaFunctionScheduled  ValidateOrder   {"orderId":"12345"}
 4     3    0.000  LambdaFunctionStarted    ValidateOrder
 5     4    0.021  LambdaFunctionSucceeded  ValidateOrder   {"orderId":"12345","total":49…
 6     5    0.021  TaskStateExited          ValidateOrder   {"orderId":"12345","total":49…
 7     6    0.021  TaskStateEntered         ProcessPayment  {"orderId":"12345","total":49…
 8     7    0.021  LambdaFunctionScheduled  ProcessPayment  {"orderId":"12345","total":49…
 9     8    0.021  LambdaFunctionStarted    ProcessPayment
10     9    0.156  LambdaFunctionSucceeded  ProcessPayment  {"orderId":"12345","total":49…
11    10    0.156  TaskStateExited          ProcessPayment  {"orderId":"12345","total":49…
12    11    0.156  TaskStateEntered         ConfirmOrder    {"orderId":"12345","total":49…
13    12    0.156  LambdaFunctionScheduled  ConfirmOrder    {"orderId":"12345","total":49…
14    13    0.156  LambdaFunctionStarted    ConfirmOrder
15    14    0.197  LambdaFunctionSucceeded  ConfirmOrder    {"orderId":"12345","total":49…
16    15    0.197  TaskStateExited          ConfirmOrder    {"orderId":"12345","total":49…
17    16    0.197  ExecutionSucceeded                       {"orderId":"12345","total":49…
)"));
}

TEST_CASE("the JSON has exactly the members of a result, the output as text", "[app][outcome]") {
  const Json succeeded = json_of(plain());
  std::vector<std::string> members;
  for (const auto& [name, value] : succeeded.items()) members.push_back(name);
  CHECK(members == std::vector<std::string>{"status", "output", "error", "cause", "events"});
  CHECK(succeeded["status"] == "SUCCEEDED");
  CHECK(parse_json(succeeded["output"].get<std::string>()).value()["orderId"] == "12345");
  CHECK(succeeded["error"].is_null());
  CHECK(succeeded["cause"].is_null());
  CHECK(succeeded["events"].size() == 17);
  CHECK(succeeded["events"][0]["type"] == "ExecutionStarted");

  const Json failed = json_of(declined());
  CHECK(failed["status"] == "FAILED");
  CHECK(failed["output"].is_null());
  CHECK(failed["error"] == "Payment.CardDeclined");
}

}  // namespace
}  // namespace stepstorm::terminal
