#include <string>

#include <catch2/catch.hpp>

#include "orchestration/orchestrator.hpp"
#include "tests/orchestration/orchestrator_fixture.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

TEST_CASE("an answer that comes after its deadline changes nothing and is counted", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("TimeoutSeconds": 5, "Retry": [{"ErrorEquals": ["States.Timeout"]}], )"));
  const auto first = f.taken();
  f.pass(5s);
  CHECK(f.sent.empty());  // in its back-off
  f.pass(1s);
  const auto second = f.taken();
  CHECK(second.number == 2);
  CHECK(second.visit == first.visit);
  CHECK_FALSE(second.token == first.token);

  f.succeed(first, "too late");
  CHECK(f.orchestrator.open() == 1);
  CHECK(f.counters().late_answers == 1);
  f.succeed(first, "even later");
  CHECK(f.counters().unknown_answers == 1);
  f.succeed(second, "in time");
  CHECK(f.result() == R"(SUCCEEDED "in time")");
}

TEST_CASE("a second answer to the same attempt changes nothing and is counted", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("Next": "Rest"}, "Rest": {"Type": "Wait", "Seconds": 10, )"));
  const auto task = f.taken();
  f.succeed(task, 1);
  f.succeed(task, 2);
  f.fail(task, "Error");
  CHECK(f.counters().unknown_answers == 2);
  f.pass(10s);
  CHECK(f.result() == "SUCCEEDED 1");
  f.succeed(task, 3);
  CHECK(f.counters().unknown_answers == 3);
  CHECK(f.ends.size() == 1);
}

TEST_CASE("answers and heartbeats with invented tokens are counted and change nothing",
          "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine());
  const auto task = f.taken();
  for (const messages::TaskToken token :
       {messages::TaskToken{99, 0}, {~0u, ~0u}, {task.token.slot, task.token.generation + 1}}) {
    f.answer(token, messages::Succeeded{});
    f.orchestrator.heartbeats({{token}}, f.now);
  }
  CHECK(f.counters().unknown_answers == 3);
  CHECK(f.counters().unknown_heartbeats == 3);
  CHECK(f.orchestrator.open() == 1);
}

TEST_CASE("what a worker says wrongly is one clear failure", "[orchestration][orchestrator]") {
  struct Row {
    decltype(messages::TaskAnswer::result) answer;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {messages::RawOutput{"<html>"}, "FAILED Lambda.Unknown: The worker work-0 answered what is not JSON: "},
      {messages::RawOutput{"\"\xff\xfe\""}, "FAILED Lambda.Unknown: The worker work-0 answered what is not JSON: "},
      {messages::RawOutput{""}, "FAILED Lambda.Unknown: The worker work-0 answered what is not JSON: "},
      {messages::Failed{"States.Runtime", "I am the service"},
       "FAILED Lambda.Unknown: The worker work-0 reported the error name \"States.Runtime\", which workers may not "
       "use"},
      {messages::Failed{"\xff", ""},
       "FAILED Lambda.Unknown: The worker work-0 reported the error name \"\xef\xbf\xbd\", which workers may not use"},
      {messages::Failed{std::string(257, 'x'), ""},
       "FAILED Lambda.Unknown: The worker work-0 reported the error name \"" + std::string(256, 'x') +
           "\", which workers may not use"},
      {messages::Submitted{}, "FAILED Lambda.Unknown: The worker work-0 accepted the task, but was to answer it"},
  }));
  CAPTURE(row.expected);
  Fixture f;
  f.start(task_machine());
  f.answer(f.taken().token, row.answer);
  CHECK_THAT(f.result(), Catch::StartsWith(row.expected));
  CHECK(f.counters().invalid_answers == 1);
}

TEST_CASE("unusual answers that make sense are taken as they are", "[orchestration][orchestrator]") {
  struct Row {
    decltype(messages::TaskAnswer::result) answer;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {messages::RawOutput{R"({"a": [1]})"}, R"(SUCCEEDED {"a":[1]})"},
      {messages::Failed{std::nullopt, std::nullopt}, "FAILED -: -"},
      {messages::Failed{"", ""}, "FAILED : "},
      {messages::Failed{"E", "caf\xe9"}, "FAILED E: caf\xef\xbf\xbd"},
      {messages::Failed{"E", std::string(32'767, 'x') + "\xc3\xa9"}, "FAILED E: " + std::string(32'767, 'x')},
  }));
  CAPTURE(row.expected);
  Fixture f;
  f.start(task_machine());
  f.answer(f.taken().token, row.answer);
  CHECK(f.result() == row.expected);
  CHECK(f.counters().invalid_answers == 0);
}

TEST_CASE("an activity's task starts when a worker takes it, and heartbeats keep it alive",
          "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("HeartbeatSeconds": 5, "TimeoutSeconds": 60, )", activity_arn));
  f.pass(20s);
  CHECK(f.ends.empty());  // nobody has taken it
  f.orchestrator.worker_up(1, 1, 1, "pack-0", f.now);
  f.orchestrator.flush();
  const auto task = f.taken();
  for (int i = 0; i < 3; ++i) {
    f.pass(4s);
    f.orchestrator.heartbeats({{task.token}}, f.now);
  }
  f.pass(6s);
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 ActivityScheduled Work\n"
        "20.000 4<-3 ActivityStarted Work\n"
        "37.000 5<-4 ActivityTimedOut Work States.Timeout\n"
        "37.000 6<-5 ExecutionFailed States.Timeout\n");
  CHECK(f.orchestrator.open() == 0);
  f.orchestrator.heartbeats({{task.token}}, f.now);
  CHECK(f.counters().unknown_heartbeats == 1);
}

TEST_CASE("a call that was accepted frees its worker and ends by a later answer", "[orchestration][orchestrator]") {
  const std::string queue_arn = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
  Fixture f{{}, {.resources = {{"queue", queue_arn, std::nullopt}}}};
  f.start(task_machine(R"("Parameters": {"QueueUrl": "q", "MessageBody": "m"}, )", queue_arn));
  const auto task = f.taken();
  f.answer(task.token, messages::Submitted{Payload{Json{{"MessageId", "1"}}}});
  f.orchestrator.worker_down(0, "has nothing to do with it any more", f.now);
  CHECK(f.counters().lost == 0);
  f.succeed(task, "called back");
  CHECK(f.result() == R"(SUCCEEDED "called back")");
}

}  // namespace
}  // namespace stepstorm::orchestration
