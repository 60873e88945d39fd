#include "terminal/narrator.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/config/scratch_folder.hpp"
#include "tests/terminal/rehearsal.hpp"

namespace stepstorm::terminal {
namespace {

TEST_CASE("the plain order is three lines", "[app][narrator]") {
  CHECK(rehearse("OrderProcessingStateMachine", R"({"orderId":"12345"})").story == lines(R"(
   0.02 s  ✓ ValidateOrder   21 ms
   0.16 s  ✓ ProcessPayment  0.14 s
   0.20 s  ✓ ConfirmOrder    41 ms
)"));
}

TEST_CASE("a retry is told with its reason and its wait", "[app][narrator]") {
  CHECK(rehearse("OrderFulfilmentStateMachine", R"({"orderId":"1","card":"4000000000000119"})").story == lines(R"(
   0.02 s  ✓ ValidateOrder          21 ms
   0.02 s  ✓ IsOrderAccepted        → IssueIdempotencyToken
   0.02 s  ✓ IssueIdempotencyToken
   0.16 s  ✗ ProcessPayment         Payment.ProviderUnavailable after 0.14 s: The payment provider …
           ↻                        retry 1 of 4 in 0.58 s after Payment.ProviderUnavailable
   0.84 s  ✗ ProcessPayment         attempt 2: Payment.ProviderUnavailable after 0.10 s: The paymen…
           ↻                        retry 2 of 4 in 1.22 s after Payment.ProviderUnavailable
   2.13 s  ✓ ProcessPayment         67 ms at attempt 3, 2.10 s in all
   2.16 s  ✓ ConfirmOrder           37 ms
   2.16 s  ✓ OrderCompleted
)"));
}

TEST_CASE("a timeout is told, and where its catcher goes on", "[app][narrator]") {
  CHECK(rehearse("OrderFulfilmentStateMachine", R"({"orderId":"1","card":"4000000000000259"})").story == lines(R"(
   0.02 s  ✓ ValidateOrder          21 ms
   0.02 s  ✓ IsOrderAccepted        → IssueIdempotencyToken
   0.02 s  ✓ IssueIdempotencyToken
   3.02 s  ✗ ProcessPayment         States.Timeout after 3.00 s: no answer in time
           ↳                        caught States.Timeout → RefundPayment
   3.07 s  ✓ RefundPayment          45 ms
   3.10 s  ✓ NotifyCustomer         30 ms
   3.10 s  ✗ OrderFailed            fails the execution
)"));
}

TEST_CASE("a worker's death and its restart are told", "[app][narrator]") {
  CHECK(rehearse("OrderFulfilmentStateMachine", R"({"orderId":"1","card":"4000000000000341"})").story == lines(R"(
   0.02 s  ✓ ValidateOrder          21 ms
   0.02 s  ✓ IsOrderAccepted        → IssueIdempotencyToken
   0.02 s  ✓ IssueIdempotencyToken
   0.16 s  ! payment-0              this worker died: segmentation fault after the card was charged
   0.16 s  ✗ ProcessPayment         Lambda.Unknown after 0.14 s: The worker payment-0 exited before…
           ↻                        retry 1 of 4 in 0.58 s after Lambda.Unknown
   0.21 s  ↑ payment-0              its supervisor has restarted it after 49 ms
   0.84 s  ✓ ProcessPayment         0.10 s at attempt 2, 0.82 s in all
   0.87 s  ✓ ConfirmOrder           36 ms
   0.87 s  ✓ OrderCompleted
)"));
}

TEST_CASE("a wait is told when it begins and when it is over", "[app][narrator]") {
  CHECK(rehearse("OrderFulfilmentStateMachine", R"({"orderId":"1","total":5000})").story == lines(R"(
   0.02 s  ✓ ValidateOrder          21 ms
   0.02 s  ✓ IsOrderAccepted        → AwaitReview
   0.02 s  … AwaitReview            waits 2.00 s
   2.02 s  ✓ AwaitReview            waited 2.00 s
   2.02 s  ✓ IssueIdempotencyToken
   2.09 s  ✓ ProcessPayment         73 ms
   2.12 s  ✓ ConfirmOrder           30 ms
   2.12 s  ✓ OrderCompleted
)"));
}

TEST_CASE("branches and iterations stand under the state that they belong to", "[app][narrator]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("nested.asl.json", R"({
    "StartAt": "Both", "States": {
      "Both": {"Type": "Parallel", "Next": "Each", "Branches": [
        {"StartAt": "Left", "States": {"Left": {"Type": "Wait", "Seconds": 2, "End": true}}},
        {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "End": true}}}]},
      "Each": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "Item", "States": {
        "Item": {"Type": "Pass", "Next": "Rest"},
        "Rest": {"Type": "Wait", "Seconds": 1, "End": true}}}}}})");
  CHECK(rehearse(file.string(), "{}").story == lines(R"(
   0.00 s  ▸ Both        starts 2 branches
   0.00 s  ✓   Right
   0.00 s  …   Left      waits 2.00 s
   2.00 s  ✓   Left      waited 2.00 s
   2.00 s  ✓ Both        all branches done in 2.00 s
   2.00 s  ▸ Each        starts on 2 items
   2.00 s  ✓   Item [0]
   2.00 s  ✓   Item [1]
   2.00 s  …   Rest [0]  waits 1.00 s
   2.00 s  …   Rest [1]  waits 1.00 s
   3.00 s  ✓   Rest [0]  waited 1.00 s
   3.00 s  ✓   Rest [1]  waited 1.00 s
   3.00 s  ✓ Each        all items done in 1.00 s
)"));
}

TEST_CASE("a failure inside a Parallel state aborts the other branches and can be caught", "[app][narrator]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("failing.asl.json", R"({
    "StartAt": "Both", "States": {
      "Both": {"Type": "Parallel", "Next": "Done",
        "Retry": [{"ErrorEquals": ["Bad.Luck"], "MaxAttempts": 1}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Done"}], "Branches": [
        {"StartAt": "Left", "States": {"Left": {"Type": "Wait", "Seconds": 5, "End": true}}},
        {"StartAt": "Right", "States": {"Right": {"Type": "Fail", "Error": "Bad.Luck"}}}]},
      "Done": {"Type": "Succeed"}}})");
  CHECK(rehearse(file.string(), "{}").story == lines(R"(
   0.00 s  ▸ Both     starts 2 branches
   0.00 s  ✗   Right  fails its branch
           ↻          retry 1 of 1 in 1.00 s
   1.00 s  ▸ Both     starts 2 branches
   1.00 s  ✗   Right  fails its branch
           ↳          caught what failed inside → Done
   1.00 s  ✓ Done
)"));
}

TEST_CASE("lines are no wider than the terminal", "[app][narrator]") {
  const auto columns = GENERATE(40, 80, 100);
  const Terminal terminal{.columns = static_cast<std::size_t>(columns)};
  std::istringstream story(
      rehearse("OrderFulfilmentStateMachine", R"({"orderId":"1","card":"4000000000000119"})", terminal).story);
  for (std::string line; std::getline(story, line);) CHECK(columns_of(line) <= terminal.columns);
}

TEST_CASE("what is going on is told while nothing is recorded", "[app][narrator]") {
  using namespace std::chrono_literals;
  const auto prepared = rehearse("OrderFulfilmentStateMachine", R"({"orderId":"1","card":"4000000000000259"})");
  const auto& [execution, history] = prepared.ending.ended;
  const TimePoint start = history.front().at;
  Narrator narrator(execution.state_machine, Terminal{});
  CHECK(narrator.going_on(start) == std::nullopt);
  for (const auto& event : history) {
    narrator.tell(launch::Recorded{0, {event}, {}});
    if (event.type == execution::EventType::LambdaFunctionStarted &&
        execution.machine().states[event.state].name == "ProcessPayment")
      break;
  }
  CHECK(narrator.going_on(start + 2s).value_or("") ==
        "   2.00 s  … ProcessPayment         working for 1.98 s of at most 3.00 s");
}

}  // namespace
}  // namespace stepstorm::terminal
