// Whoever stands outside the actors and answers tasks: activity workers that poll, and holders of task tokens.
#include <string>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/actors/shop.hpp"

namespace stepstorm::actors {
namespace {

using namespace std::chrono_literals;

const std::string pack_arn = "arn:aws:states:us-east-1:123456789012:activity:pack";
const std::string queue_arn = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";

workers::ResourceOptions outside(const std::string& arn) {
  workers::ResourceOptions options;
  options.name = "outside";
  options.arn = arn;
  options.actors = 0;
  return options;
}

SystemOptions options_with(const std::string& arn) {
  SystemOptions options;
  options.clock = VirtualClock{};
  options.resources = {outside(arn)};
  return options;
}

execution::StateMachinePtr task_machine(const std::string& arn, const std::string& further) {
  return machine(R"({"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": ")" + arn + "\", " + further +
                 R"("End": true}}})");
}

const std::string call_back = R"("Parameters": {"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"}, )";

/// Gets the message with the token as soon as the task is scheduled, as SQS would deliver it.
class Postman final : public orchestration::Observer {
 public:
  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override {
    for (const auto& event : events)
      if (event.type == execution::EventType::TaskScheduled) read(render_event(event, *execution.state_machine));
  }
  void ended(orchestration::EndedExecution&& ended) override { memory.ended(std::move(ended)); }

  Memory memory;
  std::string token;

 private:
  void read(const Json& scheduled) {
    const auto parameters = parse_json(scheduled["taskScheduledEventDetails"]["parameters"].get<std::string>());
    token = (*parameters)["MessageBody"].get<std::string>();
  }
};

std::string code(const ApiResult& result) { return result ? "accepted" : result.error().code; }

}  // namespace

TEST_CASE("an activity's worker polls, sends heartbeats and succeeds", "[actors][virtual][task_token]") {
  Memory memory;
  System system{options_with(pack_arn), memory};
  CHECK_FALSE(system.get_activity_task(pack_arn, "robot", 5s));
  system.start(task_machine(pack_arn, R"("HeartbeatSeconds": 10, "TimeoutSeconds": 60, )"), order("1"));
  const auto task = system.get_activity_task(pack_arn, "robot");
  REQUIRE(task);
  CHECK(*task->input == Json{{"orderId", "1"}});
  for (int beat = 0; beat < 3; ++beat) {
    CHECK_FALSE(system.wait(8s));
    CHECK(code(system.send_task_heartbeat(task->token)) == "accepted");
  }
  CHECK(code(system.send_task_success(task->token, R"({"packed":)")) == "InvalidOutput");
  CHECK(code(system.send_task_success(task->token, R"({"packed":true})")) == "accepted");
  CHECK(system.wait());
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(result_of(ends[0]) == R"(SUCCEEDED {"packed":true})");
  CHECK(history_of(ends[0]) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 ActivityScheduled Work\n"
        "0.000 4<-3 ActivityStarted Work\n"
        "24.000 5<-4 ActivitySucceeded Work\n"
        "24.000 6<-5 TaskStateExited Work\n"
        "24.000 7<-6 ExecutionSucceeded\n");
  CHECK(code(system.send_task_success(task->token, "1")) == "TaskDoesNotExist");
}

TEST_CASE("a poll that came before the task gets it", "[actors][wall][task_token]") {
  Memory memory;
  auto options = options_with(pack_arn);
  options.clock = WallClock{};
  options.orchestrators = 2;
  System system{options, memory};
  std::thread worker{[&] {
    while (const auto task = system.get_activity_task(pack_arn, "robot", 2s))
      static_cast<void>(system.send_task_success(task->token, to_text((*task->input)["orderId"])));
  }};
  for (int i = 0; i < 50; ++i) system.start(task_machine(pack_arn, ""), order(std::to_string(i)));
  CHECK(system.wait(20s));
  worker.join();
  const auto ends = memory.take();
  REQUIRE(ends.size() == 50);
  for (std::size_t i = 0; i < ends.size(); ++i) CHECK(result_of(ends[i]) == "SUCCEEDED \"" + std::to_string(i) + '"');
}

TEST_CASE("a callback waits for its token", "[actors][virtual][task_token]") {
  auto options = options_with(queue_arn);
  options.live_events = true;
  Postman postman;
  System system{options, postman};
  system.start(task_machine(queue_arn, call_back + R"("TimeoutSeconds": 100, )"), order("1"));
  CHECK_FALSE(system.wait(30s));
  CHECK(code(system.send_task_failure(postman.token, "Bank.Closed", "on Sundays")) == "accepted");
  CHECK(system.wait());
  const auto ends = postman.memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(result_of(ends[0]) == "FAILED Bank.Closed: on Sundays");
  CHECK(history_of(ends[0]) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 TaskScheduled Work\n"
        "0.000 4<-3 TaskStarted Work\n"
        "0.000 5<-4 TaskSubmitted Work\n"
        "30.000 6<-5 TaskFailed Work Bank.Closed\n"
        "30.000 7<-6 ExecutionFailed Bank.Closed\n");
}

TEST_CASE("a token that is used in vain is answered with the service's error", "[actors][virtual][task_token]") {
  auto options = options_with(queue_arn);
  options.live_events = true;
  Postman postman;
  System system{options, postman};
  CHECK(code(system.send_task_heartbeat("rubbish")) == "InvalidToken");
  system.start(task_machine(queue_arn, call_back + R"("TimeoutSeconds": 10, "Retry": [{"ErrorEquals": ["States.ALL"],
                                             "IntervalSeconds": 100, "MaxAttempts": 1}], )"),
               order("1"));
  CHECK_FALSE(system.wait(20s));
  CHECK(code(system.send_task_success(postman.token, "1")) == "TaskTimedOut");
  CHECK(system.wait());
  CHECK(code(system.send_task_success(postman.token, "1")) == "TaskDoesNotExist");
}

TEST_CASE("a worker bound to a callback plays the service and the one who calls back",
          "[actors][virtual][task_token]") {
  auto options = options_with(queue_arn);
  options.resources.front().actors = 1;
  options.resources.front().worker.service_time = world::Constant{3s};
  Memory memory;
  System system{options, memory};
  system.start(task_machine(queue_arn, call_back), order("1"));
  CHECK(system.wait());
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(history_of(ends[0]) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 TaskScheduled Work\n"
        "0.000 4<-3 TaskStarted Work\n"
        "0.000 5<-4 TaskSubmitted Work\n"
        "3.000 6<-5 TaskSucceeded Work\n"
        "3.000 7<-6 TaskStateExited Work\n"
        "3.000 8<-7 ExecutionSucceeded\n");
}

}  // namespace stepstorm::actors
