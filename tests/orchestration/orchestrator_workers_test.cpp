#include <string>

#include <catch2/catch.hpp>

#include "orchestration/orchestrator.hpp"
#include "tests/orchestration/orchestrator_fixture.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

TEST_CASE("when a worker dies, what it had fails as a Lambda function that crashed", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("Retry": [{"ErrorEquals": ["Lambda.Unknown"], "MaxAttempts": 1}], )"));
  const auto first = f.taken();
  f.orchestrator.worker_down(0, "segmentation fault", f.now);
  CHECK(f.counters().lost == 1);
  f.succeed(first, "from beyond the grave");
  CHECK(f.counters().unknown_answers == 1);
  f.pass(1s);
  CHECK(f.sent.empty());  // nobody is there
  f.orchestrator.worker_up(0, 0, 10, "work-0", f.now);
  f.orchestrator.flush();
  CHECK(f.taken().number == 2);
  f.orchestrator.worker_down(0, "segmentation fault", f.now);
  CHECK(f.result() == "FAILED Lambda.Unknown: The worker work-0 exited before it answered: segmentation fault");
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 LambdaFunctionScheduled Work\n"
        "0.000 4<-3 LambdaFunctionStarted Work\n"
        "0.000 5<-4 LambdaFunctionFailed Work Lambda.Unknown\n"
        "1.000 6<-5 LambdaFunctionScheduled Work\n"
        "1.000 7<-6 LambdaFunctionStarted Work\n"
        "1.000 8<-7 LambdaFunctionFailed Work Lambda.Unknown\n"
        "1.000 9<-8 ExecutionFailed Lambda.Unknown\n");
  CHECK(f.news == "work-0 up\nwork-0 down: segmentation fault\nwork-0 up\nwork-0 down: segmentation fault\n");
}

TEST_CASE("attempts lost with their worker fail in order of execution", "[orchestration][orchestrator]") {
  Fixture f;
  for (const std::uint64_t id : {3, 1, 4, 0, 2}) {
    f.next_id = id;
    f.start(task_machine());
  }
  f.orchestrator.worker_down(0, "gone", f.now);
  REQUIRE(f.ends.size() == 5);
  for (std::uint64_t id = 0; id < 5; ++id) CHECK(f.ends[id].execution.id == id);
}

TEST_CASE("those of one execution fail in order of its scopes, whichever the worker got first",
          "[orchestration][orchestrator]") {
  Fixture f{{.live_events = true}};
  const auto task = [](const std::string& name, const std::string& then) {
    return '"' + name + R"(": {"Type": "Task", "Resource": ")" + work_arn +
           R"(", "Retry": [{"ErrorEquals": ["States.ALL"]}], )" + then + '}';
  };
  f.start(machine(R"({"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "First", "States": {)" +
                  task("First", R"("Next": "Second")") + ", " + task("Second", R"("End": true)") +
                  R"(}}, {"StartAt": "Other", "States": {)" + task("Other", R"("End": true)") + "}}]}}}"));
  f.succeed(f.taken());
  f.live.clear();
  f.orchestrator.worker_down(0, "gone", f.now);
  CHECK(f.live ==
        "0.000 15<-14 LambdaFunctionFailed Second Lambda.Unknown\n"
        "0.000 16<-9 LambdaFunctionFailed Other Lambda.Unknown\n");
}

TEST_CASE("beyond the queue limit a task is throttled as a Lambda function is", "[orchestration][orchestrator]") {
  Fixture f{{}, {.resources = {{"work", work_arn, 2}}}};
  for (int i = 0; i < 13; ++i) f.start(task_machine());
  CHECK(f.sent.size() == 10);  // the worker's capacity
  CHECK(f.counters().refused == 1);
  CHECK(f.result() ==
        "FAILED Lambda.TooManyRequestsException: The resource work has as many tasks waiting as its queue may hold");
  CHECK(f.orchestrator.open() == 12);
}

TEST_CASE("while a resource is down its tasks fail at once; afterwards they are served again",
          "[orchestration][orchestrator]") {
  Fixture f;
  f.orchestrator.worker_down(0, "gone", f.now);
  f.start(task_machine());
  f.orchestrator.resource_down(0, "its workers needed more than 1 restart within 5 s", f.now);
  const std::string expected =
      "FAILED Lambda.ServiceException: The resource work is down: its workers needed more than 1 restart within 5 s";
  CHECK(f.result(0) == expected);  // had been waiting
  f.start(task_machine());
  CHECK(f.result(1) == expected);
  CHECK(f.counters().unavailable == 2);

  f.orchestrator.resource_restored(0, f.now);
  f.orchestrator.worker_up(0, 0, 10, "work-0", f.now);
  f.start(task_machine());
  f.succeed(f.taken());
  CHECK(f.result(2) == "SUCCEEDED {}");
}

TEST_CASE("a task that nothing is bound to ends the execution, whatever Retry and Catch say",
          "[orchestration][orchestrator]") {
  Fixture f;
  const std::string handled = R"("Retry": [{"ErrorEquals": ["States.ALL"]}],
    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Work"}], )";
  const auto [resource, fields, bound] = GENERATE(table<std::string, std::string, std::string>({
      {"arn:aws:lambda:us-east-1:123456789012:function:ghost",
       "",
       "arn:aws:lambda:us-east-1:123456789012:function:ghost"},
      {"arn:aws:states:::sqs:sendMessage",
       R"("Parameters": {"QueueUrl": "q", "MessageBody": "m"}, )",
       "arn:aws:states:::sqs:sendMessage"},
      {"arn:aws:states:::lambda:invoke",
       R"("Parameters": {"FunctionName": "ghost:live"}, )",
       "arn:aws:lambda:us-east-1:123456789012:function:ghost"},
      {"arn:aws:states:::lambda:invoke",
       R"x("Parameters": {"FunctionName.$": "States.Format('gh{}', 'ost')"}, )x",
       "arn:aws:lambda:us-east-1:123456789012:function:ghost"},
  }));
  f.start(task_machine(fields + handled, resource));
  CHECK(f.result() == "FAILED States.Runtime: nothing answers state 'Work': no workers are bound to " + bound +
                          R"(; a row such as {"name":"Work","arn":")" + bound +
                          R"(","kind":"echo"} in the "resources" of the settings binds them, a mock of the state )"
                          "answers as well");
  CHECK(f.counters().retries == 0);
}

}  // namespace
}  // namespace stepstorm::orchestration
