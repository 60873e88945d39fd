// The real actors on a virtual clock: whole histories, to the millisecond, and again the same.
#include <string>

#include <catch2/catch.hpp>

#include "tests/actors/shop.hpp"

namespace stepstorm::actors {
namespace {

using namespace std::chrono_literals;

SystemOptions virtual_shop() {
  SystemOptions options;
  options.clock = VirtualClock{};
  options.resources = shop_resources();
  for (auto& resource : options.resources) {
    resource.worker.service_time = world::Constant{20ms};
    resource.supervision.backoff = {.initial = 100ms, .rate = 2, .max = 10s, .jitter = false};
  }
  return options;
}

TEST_CASE("a name is given to one execution, whoever starts it", "[actors][start]") {
  Memory memory;
  System system{virtual_shop(), memory};
  const auto first = system.start_execution(wait_machine(60), order("1"), "my-order");
  REQUIRE(first);
  CHECK(first->arn == "arn:aws:states:us-east-1:123456789012:execution:Orders:my-order");
  const auto same = system.start_execution(wait_machine(60), order("1"), "my-order");
  REQUIRE(same);
  CHECK(same->id == first->id);
  const auto other = system.start_execution(wait_machine(60), order("2"), "my-order");
  REQUIRE_FALSE(other);
  CHECK(other.error().code == "ExecutionAlreadyExists");
  CHECK(other.error().message == "Execution Already Exists: '" + first->arn + '\'');
  const auto wrong = system.start_execution(wait_machine(60), order("1"), "my order");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == "InvalidName");
  CHECK(system.wait());
  CHECK(memory.take().size() == 1);
  CHECK_FALSE(system.start_execution(wait_machine(60), order("1"), "my-order"));
}

TEST_CASE("an order goes through validate, payment and confirm", "[actors][virtual]") {
  Memory memory;
  System system{virtual_shop(), memory};
  CHECK(memory.take_news() == "validate-0 up\npayment-0 up\nconfirm-0 up\n");
  CHECK(system.start(order_machine(), order("12345")) == 0);
  CHECK(system.open() == 1);
  CHECK(system.wait());
  CHECK(system.open() == 0);
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  const auto& output = *std::get<execution::Succeeded>(ends[0].execution.status).output;
  CHECK(output["orderId"] == "12345");
  CHECK(output["validation"]["status"] == "VALID");
  CHECK(output["payment"]["status"] == "CHARGED");
  CHECK(output["confirmation"]["status"] == "CONFIRMED");
  CHECK(history_of(ends[0]) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered ValidateOrder\n"
        "0.000 3<-2 LambdaFunctionScheduled ValidateOrder\n"
        "0.000 4<-3 LambdaFunctionStarted ValidateOrder\n"
        "0.020 5<-4 LambdaFunctionSucceeded ValidateOrder\n"
        "0.020 6<-5 TaskStateExited ValidateOrder\n"
        "0.020 7<-6 TaskStateEntered ProcessPayment\n"
        "0.020 8<-7 LambdaFunctionScheduled ProcessPayment\n"
        "0.020 9<-8 LambdaFunctionStarted ProcessPayment\n"
        "0.040 10<-9 LambdaFunctionSucceeded ProcessPayment\n"
        "0.040 11<-10 TaskStateExited ProcessPayment\n"
        "0.040 12<-11 TaskStateEntered ConfirmOrder\n"
        "0.040 13<-12 LambdaFunctionScheduled ConfirmOrder\n"
        "0.040 14<-13 LambdaFunctionStarted ConfirmOrder\n"
        "0.060 15<-14 LambdaFunctionSucceeded ConfirmOrder\n"
        "0.060 16<-15 TaskStateExited ConfirmOrder\n"
        "0.060 17<-16 ExecutionSucceeded\n");
}

TEST_CASE("a worker that crashes is restarted while its order is retried", "[actors][virtual]") {
  Memory memory;
  System system{virtual_shop(), memory};
  static_cast<void>(memory.take_news());
  const auto retried = order_machine(R"("Retry": [{"ErrorEquals": ["Lambda.Unknown"]}], )");
  system.start(retried, Payload{Json{{"orderId", "1"}, {"card", "4000000000000341"}}});
  CHECK(system.wait());
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(history_of(ends[0]) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered ValidateOrder\n"
        "0.000 3<-2 LambdaFunctionScheduled ValidateOrder\n"
        "0.000 4<-3 LambdaFunctionStarted ValidateOrder\n"
        "0.020 5<-4 LambdaFunctionSucceeded ValidateOrder\n"
        "0.020 6<-5 TaskStateExited ValidateOrder\n"
        "0.020 7<-6 TaskStateEntered ProcessPayment\n"
        "0.020 8<-7 LambdaFunctionScheduled ProcessPayment\n"
        "0.020 9<-8 LambdaFunctionStarted ProcessPayment\n"
        "0.040 10<-9 LambdaFunctionFailed ProcessPayment Lambda.Unknown\n"
        "1.040 11<-10 LambdaFunctionScheduled ProcessPayment\n"
        "1.040 12<-11 LambdaFunctionStarted ProcessPayment\n"
        "1.060 13<-12 LambdaFunctionSucceeded ProcessPayment\n"
        "1.060 14<-13 TaskStateExited ProcessPayment\n"
        "1.060 15<-14 TaskStateEntered ConfirmOrder\n"
        "1.060 16<-15 LambdaFunctionScheduled ConfirmOrder\n"
        "1.060 17<-16 LambdaFunctionStarted ConfirmOrder\n"
        "1.080 18<-17 LambdaFunctionSucceeded ConfirmOrder\n"
        "1.080 19<-18 TaskStateExited ConfirmOrder\n"
        "1.080 20<-19 ExecutionSucceeded\n");
  CHECK(memory.take_news() == "payment-0 down: segmentation fault after the card was charged\npayment-0 up\n");
  CHECK(system.ledger().totals().requests == 2);
  CHECK(system.ledger().totals().charges == 1);
  CHECK(system.counters().lost == 1);
}

TEST_CASE("tasks wait for a worker that is being restarted", "[actors][virtual]") {
  Memory memory;
  System system{virtual_shop(), memory};
  system.kill_worker("validate", 0, "pulled the plug");
  static_cast<void>(system.counters());  // by now its death is known
  system.start(order_machine(), order("1"));
  CHECK(system.wait());
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].execution.ended_at - ends[0].execution.started_at == 160ms);  // 100 of them for the restart
}

TEST_CASE("a resource whose workers keep dying is given up, and restored when told", "[actors][virtual]") {
  Memory memory;
  System system{virtual_shop(), memory};
  static_cast<void>(memory.take_news());
  for (const std::string id : {"1", "2"}) {
    system.start(order_machine(), Payload{Json{{"orderId", id}, {"card", "4000000000000341"}}});
    system.wait();
  }
  system.start(order_machine(), order("3"));
  system.wait();
  system.restore("payment");
  system.start(order_machine(), order("4"));
  system.wait();

  const auto ends = memory.take();
  REQUIRE(ends.size() == 4);
  const std::string crashed =
      "FAILED Lambda.Unknown: The worker payment-0 exited before it answered: "
      "segmentation fault after the card was charged";
  CHECK(result_of(ends[0]) == crashed);
  CHECK(result_of(ends[1]) == crashed);
  CHECK(result_of(ends[2]) ==
        "FAILED Lambda.ServiceException: The resource payment is down: "
        "its workers needed more than 1 restart within 5 s");
  CHECK_THAT(result_of(ends[3]), Catch::StartsWith("SUCCEEDED"));
  CHECK(memory.take_news() ==
        "payment-0 down: segmentation fault after the card was charged\n"
        "payment-0 up\n"
        "payment-0 down: segmentation fault after the card was charged\n"
        "payment given up\n"
        "payment restored\n"
        "payment-0 up\n");
}

TEST_CASE("a payment that never answers times out into its catcher", "[actors][virtual]") {
  Memory memory;
  System system{virtual_shop(), memory};
  const auto caught = machine(
      R"({"StartAt": "Pay", "States": {"Pay": {"Type": "Task", "Resource": ")" + lambda("payment") +
      R"(", "TimeoutSeconds": 5, "End": true, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Sorry"}]},)"
      R"("Sorry": {"Type": "Pass", "End": true}}})");
  system.start(caught, Payload{Json{{"total", 1}, {"card", "4000000000000259"}}});
  CHECK(system.wait());
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(result_of(ends[0]) == R"(SUCCEEDED {"Error":"States.Timeout","Cause":""})");
  CHECK(ends[0].execution.ended_at - ends[0].execution.started_at == 5s);
}

TEST_CASE("without a deadline, a task that hangs ends at its worker's time limit", "[actors][virtual]") {
  Memory memory;
  System system{virtual_shop(), memory};
  system.start(order_machine(), Payload{Json{{"orderId", "1"}, {"card", "4000000000000259"}}});
  CHECK(system.wait());
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(result_of(ends[0]) ==
        "FAILED Sandbox.Timedout: "
        R"({"errorMessage": "Task timed out after 900.00 seconds", "errorType": "Sandbox.Timedout"})");
}

TEST_CASE("a stopped execution ends as aborted", "[actors][virtual]") {
  Memory memory;
  System system{virtual_shop(), memory};
  const auto id = system.start(wait_machine(3'600), Payload{});
  CHECK_FALSE(system.wait(10min));
  system.stop(id, "Operator", "Ctrl-C");
  CHECK(system.wait());
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(history_of(ends[0]) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 WaitStateEntered Rest\n"
        "600.000 3<-0 ExecutionAborted Operator\n");
}

TEST_CASE("a wait of nearly a year passes at once and ends to the nanosecond, and so does the longest time there is",
          "[actors][virtual]") {
  struct Row {
    std::int64_t seconds;
    std::string_view status;
    std::chrono::seconds ends_after;
  };
  const auto row = GENERATE(values<Row>({
      {31'535'999, "SUCCEEDED", 31'535'999s},
      {31'536'000, "TIMED_OUT", 31'536'000s},
      {99'999'999, "TIMED_OUT", 31'536'000s},
  }));
  CAPTURE(row.seconds);
  Memory memory;
  System system{virtual_shop(), memory};
  system.start(wait_machine(row.seconds), Payload{});
  CHECK(system.wait());
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].execution.started_at == VirtualClock{}.epoch);
  CHECK(execution::status_name(ends[0].execution.status) == row.status);
  CHECK(ends[0].execution.ended_at - ends[0].execution.started_at == row.ends_after);
}

/// All histories of a run in which orders of all kinds come and workers die.
std::string rough_day(std::uint64_t seed) {
  Memory memory;
  SystemOptions options = virtual_shop();
  options.seed = seed;
  options.orchestrators = 2;
  for (auto& resource : options.resources) {
    resource.actors = 2;
    resource.capacity = 3;
    resource.queue_limit = 20;
    resource.worker.service_time = world::Exponential{20ms};
    resource.supervision.intensity.restarts = 3;
    resource.supervision.backoff.jitter = true;
    resource.supervision.restore_after = 2s;
  }
  System system{options, memory};
  const auto retried =
      order_machine(R"("TimeoutSeconds": 3, "Retry": [{"ErrorEquals": ["States.ALL"], "JitterStrategy": "FULL"}], )");
  const std::vector<std::string> cards{
      "4242424242424242", "4000000000000119", "4000000000000341", "4000000000000259", "4000000000000002"};
  auto random = world::Stream::named(seed, "rough day");
  for (int i = 0; i < 300; ++i) {
    system.start(retried, Payload{Json{{"orderId", std::to_string(i)}, {"card", cards[random.below(cards.size())]}}});
    if (random.below(10) == 0) system.kill_worker("confirm", static_cast<std::uint32_t>(random.below(2)), "chaos");
    system.wait(std::chrono::milliseconds{random.below(30)});
  }
  CHECK(system.wait());
  std::string text;
  for (const auto& ended : memory.take())
    text += ended.execution.name() + '\n' + history_of(ended) + result_of(ended) + '\n';
  return text + memory.take_news();
}

TEST_CASE("the same seed gives the same histories, another seed others", "[actors][virtual]") {
  const std::string day = rough_day(1);
  CHECK(day.size() > 100'000);
  CHECK(day == rough_day(1));
  CHECK(day != rough_day(2));
}

}  // namespace
}  // namespace stepstorm::actors
