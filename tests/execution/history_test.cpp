// Whole histories, one line an event: seconds, id<-previousEventId, type, what it is about.
// Each test is a row of semantics.md 8.7.
#include "execution/history.hpp"

#include <catch2/catch.hpp>

#include "asl/quotas.hpp"
#include "tests/execution/rehearsal.hpp"

namespace stepstorm::execution {

using namespace std::chrono_literals;

namespace {

const std::string lambda_task = R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f")";
const std::string activity_task = R"("Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:a")";
const std::string service_task =
    R"("Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"q","MessageBody":"m"})";
const std::string callback_task =
    R"("Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":{"QueueUrl":"q","MessageBody":"m"})";

std::string machine(const std::string& start, const std::string& states) {
  return R"({"StartAt":")" + start + R"(","States":{)" + states + "}}";
}

std::string one_task(const std::string& task, const std::string& more = R"("End":true)") {
  return machine("T", R"("T":{)" + task + "," + more + "}");
}

}  // namespace

TEST_CASE("an event keeps the terms of its attempt when the machine is gone", "[execution][history]") {
  auto run = rehearse(one_task(activity_task + R"(,"TimeoutSeconds":60,"HeartbeatSeconds":5)"));
  const History history = std::move(run.history);
  const std::weak_ptr<const StateMachine> machine = run.execution.state_machine;
  run = {};
  REQUIRE(machine.expired());
  const auto& scheduled = std::get<Schedule>(history.at(2).details);
  CHECK(scheduled.terms.timeout_seconds() == 60);
  CHECK(scheduled.terms.heartbeat_seconds() == 5);
  CHECK_FALSE(scheduled.terms.credentials_role_arn());
}

TEST_CASE("an event's terms are those that were agreed, small or large", "[execution][history]") {
  using Terms = asl::TaskTerms;
  const auto terms = GENERATE(values<Terms>({
      {std::nullopt, std::nullopt, std::nullopt},
      {1, 0, std::nullopt},
      {99'999'999, std::nullopt, std::nullopt},
      {4'294'967'294, 4'294'967'295, std::nullopt},
      {std::nullopt, 9'000'000'000'000'000'000, std::nullopt},
      {7, std::nullopt, "arn:aws:iam::123456789012:role/other"},
  }));
  CAPTURE(terms.timeout_seconds, terms.heartbeat_seconds, terms.credentials_role_arn);
  const ScheduledTerms kept{terms};
  CHECK(kept.timeout_seconds() == terms.timeout_seconds);
  CHECK(kept.heartbeat_seconds() == terms.heartbeat_seconds);
  const std::string* role = kept.credentials_role_arn();
  CHECK((role ? std::optional{*role} : std::nullopt) == terms.credentials_role_arn);
}

TEST_CASE("pass, choice, wait and succeed enter and exit in a chain", "[execution][history]") {
  const auto run = rehearse(machine("P", R"(
      "P":{"Type":"Pass","Result":{"go":true},"Next":"C"},
      "C":{"Type":"Choice","Choices":[{"Variable":"$.go","BooleanEquals":true,"Next":"W"}],"Default":"S"},
      "W":{"Type":"Wait","Seconds":3,"Next":"S"},
      "S":{"Type":"Succeed"})"));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 PassStateEntered P\n"
        "0.000 3<-2 PassStateExited P\n"
        "0.000 4<-3 ChoiceStateEntered C\n"
        "0.000 5<-4 ChoiceStateExited C\n"
        "0.000 6<-5 WaitStateEntered W\n"
        "3.000 7<-6 WaitStateExited W\n"
        "3.000 8<-7 SucceedStateEntered S\n"
        "3.000 9<-8 SucceedStateExited S\n"
        "3.000 10<-9 ExecutionSucceeded\n");
}

TEST_CASE("a Fail state has no exit", "[execution][history]") {
  const auto run = rehearse(machine("F", R"("F":{"Type":"Fail","Error":"Order.Empty","Cause":"no items"})"));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 FailStateEntered F\n"
        "0.000 3<-2 ExecutionFailed Order.Empty\n");
  CHECK(run.reason() == ErrorOutput{"Order.Empty", "no items"});
}

TEST_CASE("a Fail state without error and cause leaves empty details", "[execution][history]") {
  const auto run = rehearse(machine("F", R"("F":{"Type":"Fail"})"));
  CHECK(run.events()[2]["executionFailedEventDetails"] == Json::object());
}

TEST_CASE("each kind of resource has its own family of events", "[execution][history]") {
  struct Row {
    std::string task;
    Answer answer;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {lambda_task,
       returns(1),
       "0.000 3<-2 LambdaFunctionScheduled T\n"
       "0.000 4<-3 LambdaFunctionStarted T\n"
       "0.000 5<-4 LambdaFunctionSucceeded T\n"},
      {lambda_task,
       throws("E", "c"),
       "0.000 3<-2 LambdaFunctionScheduled T\n"
       "0.000 4<-3 LambdaFunctionStarted T\n"
       "0.000 5<-4 LambdaFunctionFailed T E\n"},
      {service_task,
       returns(1),
       "0.000 3<-2 TaskScheduled T\n"
       "0.000 4<-3 TaskStarted T\n"
       "0.000 5<-4 TaskSucceeded T\n"},
      {service_task,
       throws("E", "c"),
       "0.000 3<-2 TaskScheduled T\n"
       "0.000 4<-3 TaskStarted T\n"
       "0.000 5<-4 TaskFailed T E\n"},
      {callback_task,
       {.submitted = Json{{"MessageId", "m"}}, .returns = Json(1), .throws = {}, .after = 2s},
       "0.000 3<-2 TaskScheduled T\n"
       "0.000 4<-3 TaskStarted T\n"
       "0.000 5<-4 TaskSubmitted T\n"
       "2.000 6<-5 TaskSucceeded T\n"},
      {activity_task,
       returns(1),
       "0.000 3<-2 ActivityScheduled T\n"
       "0.000 4<-3 ActivitySucceeded T\n"},
  }));
  const auto run = rehearse(one_task(row.task), Json::object(), {{"T", {row.answer}}});
  const std::string head = "0.000 1<-0 ExecutionStarted\n0.000 2<-0 TaskStateEntered T\n";
  CHECK(run.text().substr(0, head.size() + row.expected.size()) == head + row.expected);
}

TEST_CASE("an activity starts when a worker takes it", "[execution][history]") {
  const auto run = rehearse(one_task(activity_task, R"("TimeoutSeconds":5,"End":true)"),
                            Json::object(),
                            {},
                            {{1s, TaskStarted{{root_scope, 2}, "worker-7"}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-2 ActivityScheduled T\n"
        "1.000 4<-3 ActivityStarted T\n"
        "6.000 5<-4 ActivityTimedOut T States.Timeout\n"
        "6.000 6<-5 ExecutionFailed States.Timeout\n");
  CHECK(run.events()[3]["activityStartedEventDetails"]["workerName"] == "worker-7");
}

TEST_CASE("an activity that nobody takes misses no heartbeat, but its time runs out", "[execution][history]") {
  const auto run = rehearse(one_task(activity_task, R"("HeartbeatSeconds":2,"TimeoutSeconds":60,"End":true)"));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-2 ActivityScheduled T\n"
        "60.000 4<-3 ActivityTimedOut T States.Timeout\n"
        "60.000 5<-4 ExecutionFailed States.Timeout\n");
}

TEST_CASE("a retry schedules again after the failure, without an event for the wait", "[execution][history]") {
  const auto run = rehearse(
      one_task(lambda_task, R"("Retry":[{"ErrorEquals":["E"],"IntervalSeconds":2,"BackoffRate":3}],"End":true)"),
      Json::object(),
      {{"T", {throws("E", "1"), throws("E", "2"), returns("done")}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-2 LambdaFunctionScheduled T\n"
        "0.000 4<-3 LambdaFunctionStarted T\n"
        "0.000 5<-4 LambdaFunctionFailed T E\n"
        "2.000 6<-5 LambdaFunctionScheduled T\n"
        "2.000 7<-6 LambdaFunctionStarted T\n"
        "2.000 8<-7 LambdaFunctionFailed T E\n"
        "8.000 9<-8 LambdaFunctionScheduled T\n"
        "8.000 10<-9 LambdaFunctionStarted T\n"
        "8.000 11<-10 LambdaFunctionSucceeded T\n"
        "8.000 12<-11 TaskStateExited T\n"
        "8.000 13<-12 ExecutionSucceeded\n");
  CHECK(run.output() == "done");
}

TEST_CASE("a caught error leaves the state through its exit", "[execution][history]") {
  const auto run = rehearse(machine("T", R"("T":{)" + lambda_task + R"(,"End":true,
      "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.failure","Next":"P"}]},"P":{"Type":"Pass","End":true})"),
                            Json{{"orderId", "1"}},
                            {{"T", {throws("E", "c")}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-2 LambdaFunctionScheduled T\n"
        "0.000 4<-3 LambdaFunctionStarted T\n"
        "0.000 5<-4 LambdaFunctionFailed T E\n"
        "0.000 6<-5 TaskStateExited T\n"
        "0.000 7<-6 PassStateEntered P\n"
        "0.000 8<-7 PassStateExited P\n"
        "0.000 9<-8 ExecutionSucceeded\n");
  CHECK(to_text(run.output()) == R"({"orderId":"1","failure":{"Error":"E","Cause":"c"}})");
}

TEST_CASE("a task that does not answer times out, and its late answer changes nothing", "[execution][history]") {
  const auto run =
      rehearse(one_task(lambda_task,
                        R"("TimeoutSeconds":3,"Catch":[)"
                        R"({"ErrorEquals":["States.Timeout"],"Next":"T"}],"End":true)"),
               Json::object(),
               {{"T", {{.submitted = {}, .returns = Json("late"), .throws = {}, .after = 4s}, returns("in time")}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-2 LambdaFunctionScheduled T\n"
        "0.000 4<-3 LambdaFunctionStarted T\n"
        "3.000 5<-4 LambdaFunctionTimedOut T States.Timeout\n"
        "3.000 6<-5 TaskStateExited T\n"
        "3.000 7<-6 TaskStateEntered T\n"
        "3.000 8<-7 LambdaFunctionScheduled T\n"
        "3.000 9<-8 LambdaFunctionStarted T\n"
        "3.000 10<-9 LambdaFunctionSucceeded T\n"
        "3.000 11<-10 TaskStateExited T\n"
        "3.000 12<-11 ExecutionSucceeded\n");
  CHECK(run.events()[5]["stateExitedEventDetails"]["output"] == R"({"Error":"States.Timeout","Cause":""})");
}

TEST_CASE("a heartbeat moves the heartbeat deadline and leaves no event", "[execution][history]") {
  const auto run = rehearse(one_task(callback_task, R"("HeartbeatSeconds":5,"TimeoutSeconds":60,"End":true)"),
                            Json::object(),
                            {},
                            {{3s, TaskHeartbeat{{root_scope, 2}}}, {7s, TaskHeartbeat{{root_scope, 2}}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-2 TaskScheduled T\n"
        "0.000 4<-3 TaskStarted T\n"
        "12.000 5<-4 TaskTimedOut T States.Timeout\n"
        "12.000 6<-5 ExecutionFailed States.Timeout\n");
}

TEST_CASE("heartbeats do not stretch TimeoutSeconds", "[execution][history]") {
  const auto run = rehearse(one_task(callback_task, R"("HeartbeatSeconds":5,"TimeoutSeconds":9,"End":true)"),
                            Json::object(),
                            {},
                            {{4s, TaskHeartbeat{{root_scope, 2}}}, {8s, TaskHeartbeat{{root_scope, 2}}}});
  CHECK(run.history.back().at - run.history.front().at == 9s);
}

TEST_CASE("a Parallel joins at the branch that finished last", "[execution][history]") {
  const auto run = rehearse(machine("X", R"("X":{"Type":"Parallel","Next":"P","Branches":[
      {"StartAt":"W2","States":{"W2":{"Type":"Wait","Seconds":2,"End":true}}},
      {"StartAt":"W1","States":{"W1":{"Type":"Wait","Seconds":1,"End":true}}}]},
      "P":{"Type":"Pass","End":true})"),
                            Json(7));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 ParallelStateEntered X\n"
        "0.000 3<-2 ParallelStateStarted X\n"
        "0.000 4<-3 WaitStateEntered W2\n"
        "0.000 5<-3 WaitStateEntered W1\n"
        "1.000 6<-5 WaitStateExited W1\n"
        "2.000 7<-4 WaitStateExited W2\n"
        "2.000 8<-7 ParallelStateSucceeded X\n"
        "2.000 9<-7 ParallelStateExited X\n"
        "2.000 10<-9 PassStateEntered P\n"
        "2.000 11<-10 PassStateExited P\n"
        "2.000 12<-11 ExecutionSucceeded\n");
  CHECK(run.output() == Json::array({7, 7}));
}

TEST_CASE("the first failing branch aborts the others", "[execution][history]") {
  const std::string branches = R"("X":{"Type":"Parallel","Branches":[
      {"StartAt":"T","States":{"T":{)" +
                               service_task + R"(,"End":true}}},
      {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":9,"End":true}}}],)";
  SECTION("uncaught, it fails the execution with the branch's own error") {
    const auto run = rehearse(machine("X", branches + R"("End":true})"), Json::object(), {{"T", {throws("E", "c")}}});
    CHECK(run.text() ==
          "0.000 1<-0 ExecutionStarted\n"
          "0.000 2<-0 ParallelStateEntered X\n"
          "0.000 3<-2 ParallelStateStarted X\n"
          "0.000 4<-3 TaskStateEntered T\n"
          "0.000 5<-4 TaskScheduled T\n"
          "0.000 6<-3 WaitStateEntered W\n"
          "0.000 7<-5 TaskStarted T\n"
          "0.000 8<-7 TaskFailed T E\n"
          "0.000 9<-8 TaskStateAborted T\n"
          "0.000 10<-8 WaitStateAborted W\n"
          "0.000 11<-8 ParallelStateFailed X\n"
          "0.000 12<-11 ExecutionFailed E\n");
  }
  SECTION("a retry runs all branches again, and no ParallelStateFailed stands between") {
    const auto run = rehearse(machine("X", branches + R"("Retry":[{"ErrorEquals":["E"]}],"End":true})"),
                              Json::object(),
                              {{"T", {throws("E", "c"), returns(1)}}});
    CHECK(run.text().find("0.000 9<-8 TaskStateAborted T\n"
                          "0.000 10<-8 WaitStateAborted W\n"
                          "1.000 11<-8 ParallelStateStarted X\n"
                          "1.000 12<-11 TaskStateEntered T\n") != std::string::npos);
    CHECK(run.status() == "SUCCEEDED");
  }
}

TEST_CASE("an inline Map with MaxConcurrency 1 starts each iteration after the one before", "[execution][history]") {
  const auto run = rehearse(machine("M", R"("M":{"Type":"Map","MaxConcurrency":1,"End":true,
      "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}})"),
                            Json::array({"a", "b"}));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 MapStateEntered M\n"
        "0.000 3<-2 MapStateStarted M 2\n"
        "0.000 4<-3 MapIterationStarted M 0\n"
        "0.000 5<-4 PassStateEntered P\n"
        "0.000 6<-5 PassStateExited P\n"
        "0.000 7<-6 MapIterationSucceeded M 0\n"
        "0.000 8<-6 MapIterationStarted M 1\n"
        "0.000 9<-8 PassStateEntered P\n"
        "0.000 10<-9 PassStateExited P\n"
        "0.000 11<-10 MapIterationSucceeded M 1\n"
        "0.000 12<-11 MapStateSucceeded M\n"
        "0.000 13<-11 MapStateExited M\n"
        "0.000 14<-13 ExecutionSucceeded\n");
}

TEST_CASE("an unbounded inline Map starts all iterations first", "[execution][history]") {
  const auto run = rehearse(machine("M", R"("M":{"Type":"Map","End":true,
      "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}})"),
                            Json::array({"a", "b"}));
  CHECK(run.text().find("0.000 4<-3 MapIterationStarted M 0\n"
                        "0.000 5<-3 MapIterationStarted M 1\n"
                        "0.000 6<-4 PassStateEntered P\n") != std::string::npos);
  CHECK(run.output() == Json::array({"a", "b"}));
}

TEST_CASE("an empty Map is over at once", "[execution][history]") {
  const auto run = rehearse(machine("M", R"("M":{"Type":"Map","End":true,
      "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}})"),
                            Json::array());
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 MapStateEntered M\n"
        "0.000 3<-2 MapStateStarted M 0\n"
        "0.000 4<-3 MapStateSucceeded M\n"
        "0.000 5<-3 MapStateExited M\n"
        "0.000 6<-5 ExecutionSucceeded\n");
}

TEST_CASE("a failing iteration aborts the running ones, in order", "[execution][history]") {
  const auto run = rehearse(machine("M",
                                    R"("M":{"Type":"Map","End":true,"Catch":[{"ErrorEquals":["E"],"Next":"S"}],
      "ItemProcessor":{"StartAt":"T","States":{"T":{)" +
                                        service_task + R"(,"End":true}}}},"S":{"Type":"Succeed"})"),
                            Json::array({1, 2}),
                            {{"T", {hangs(), throws("E", "c")}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 MapStateEntered M\n"
        "0.000 3<-2 MapStateStarted M 2\n"
        "0.000 4<-3 MapIterationStarted M 0\n"
        "0.000 5<-3 MapIterationStarted M 1\n"
        "0.000 6<-4 TaskStateEntered T\n"
        "0.000 7<-6 TaskScheduled T\n"
        "0.000 8<-5 TaskStateEntered T\n"
        "0.000 9<-8 TaskScheduled T\n"
        "0.000 10<-7 TaskStarted T\n"
        "0.000 11<-9 TaskStarted T\n"
        "0.000 12<-11 TaskFailed T E\n"
        "0.000 13<-12 MapIterationAborted M 0\n"
        "0.000 14<-12 TaskStateAborted T\n"
        "0.000 15<-12 MapIterationFailed M 1\n"
        "0.000 16<-12 TaskStateAborted T\n"
        "0.000 17<-12 MapStateFailed M\n"
        "0.000 18<-17 MapStateExited M\n"
        "0.000 19<-18 SucceedStateEntered S\n"
        "0.000 20<-19 SucceedStateExited S\n"
        "0.000 21<-20 ExecutionSucceeded\n");
}

TEST_CASE("a retried Map starts again after the failing event, without MapStateFailed", "[execution][history]") {
  const auto run = rehearse(machine("M", R"("M":{"Type":"Map","End":true,
      "Retry":[{"ErrorEquals":["E"],"MaxAttempts":1}],
      "ItemProcessor":{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E"}}}})"),
                            Json::array({1}));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 MapStateEntered M\n"
        "0.000 3<-2 MapStateStarted M 1\n"
        "0.000 4<-3 MapIterationStarted M 0\n"
        "0.000 5<-4 FailStateEntered F\n"
        "0.000 6<-5 MapIterationFailed M 0\n"
        "1.000 7<-5 MapStateStarted M 1\n"
        "1.000 8<-7 MapIterationStarted M 0\n"
        "1.000 9<-8 FailStateEntered F\n"
        "1.000 10<-9 MapIterationFailed M 0\n"
        "1.000 11<-9 MapStateFailed M\n"
        "1.000 12<-11 ExecutionFailed E\n");
}

TEST_CASE("a runtime error ends the execution, even inside a branch with a catcher around it", "[execution][history]") {
  const auto run = rehearse(machine("X", R"("X":{"Type":"Parallel","End":true,
      "Catch":[{"ErrorEquals":["States.ALL"],"Next":"S"}],
      "Branches":[{"StartAt":"P","States":{"P":{"Type":"Pass","InputPath":"$.no","End":true}}}]},"S":{"Type":"Succeed"})"));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 ParallelStateEntered X\n"
        "0.000 3<-2 ParallelStateStarted X\n"
        "0.000 4<-3 PassStateEntered P\n"
        "0.000 5<-4 ExecutionFailed States.Runtime\n");
  CHECK(run.reason().cause ==
        "An error occurred while executing the state 'P' (entered at the event id #4). "
        "Invalid path '$.no' : No results for path: $['no']");
}

TEST_CASE("no choice matched and no Default is a runtime error", "[execution][history]") {
  const auto run = rehearse(machine("C", R"("C":{"Type":"Choice","Choices":[
      {"Variable":"$.x","NumericEquals":1,"Next":"S"}]},"S":{"Type":"Succeed"})"),
                            Json{{"x", 2}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 ChoiceStateEntered C\n"
        "0.000 3<-2 ExecutionFailed States.Runtime\n");
}

TEST_CASE("stopping and timing out an execution have no predecessor", "[execution][history]") {
  const std::string waiting = R"("W":{"Type":"Wait","Seconds":100,"End":true})";
  SECTION("StopExecution") {
    const auto run = rehearse(machine("W", waiting), Json::object(), {}, {{2s, StopRequested{"E", "c"}}});
    CHECK(run.text() ==
          "0.000 1<-0 ExecutionStarted\n"
          "0.000 2<-0 WaitStateEntered W\n"
          "2.000 3<-0 ExecutionAborted E\n");
    CHECK(run.status() == "ABORTED");
  }
  SECTION("TimeoutSeconds of the machine") {
    const auto run = rehearse(R"({"StartAt":"W","TimeoutSeconds":5,"States":{)" + waiting + "}}");
    CHECK(run.text() ==
          "0.000 1<-0 ExecutionStarted\n"
          "0.000 2<-0 WaitStateEntered W\n"
          "5.000 3<-0 ExecutionTimedOut States.Timeout\n");
    CHECK(run.status() == "TIMED_OUT");
  }
}

TEST_CASE("event 25,000 ends a runaway loop", "[execution][history]") {
  const auto run = rehearse(machine("C", R"("C":{"Type":"Choice","Choices":[
      {"Variable":"$.x","IsPresent":true,"Next":"S"}],"Default":"C"},"S":{"Type":"Succeed"})"));
  REQUIRE(run.history.size() == asl::history_events_max);
  const Json last = run.events().back();
  CHECK(last["type"] == "ExecutionFailed");
  CHECK(last["id"] == 25'000);
  CHECK(last["previousEventId"] == 24'999);
  CHECK(run.reason() ==
        ErrorOutput{"States.Runtime", "The execution reached the maximum number of history events (25000)."});
}

}  // namespace stepstorm::execution
