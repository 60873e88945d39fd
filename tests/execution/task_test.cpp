// What a Task's fields lead to when the input is not what their author had in mind.
#include <catch2/catch.hpp>

#include "tests/execution/rehearsal.hpp"

namespace stepstorm::execution {

namespace {

std::string task_with(const std::string& fields) {
  return R"({"StartAt":"T","States":{"T":{"Type":"Task","End":true,)"
         R"("Resource":"arn:aws:lambda:us-east-1:123456789012:function:f",)" +
         fields + "}}}";
}

Json input(const std::string& text) { return parse_json(text).value(); }

}  // namespace

TEST_CASE("a role that is not a string fails the execution", "[execution][task]") {
  const auto run = rehearse(task_with(R"("Credentials":{"RoleArn.$":"$.role"})"), input(R"({"role":{"arn":"x"}})"));
  CHECK(run.reason() == ErrorOutput{"States.Runtime",
                                    "An error occurred while executing the state 'T' (entered at the event id #2). "
                                    "The field 'RoleArn' must be a string but the Credentials were: "
                                    R"({"RoleArn":{"arn":"x"}})"});
}

TEST_CASE("a path to more seconds than a literal may say is as good as no limit but the execution's own",
          "[execution][task]") {
  const auto fields = task_with(R"("TimeoutSecondsPath":"$.n")");
  const auto run = rehearse(fields, input(R"({"n":9223372036854775807})"), {{"T", {hangs()}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-2 LambdaFunctionScheduled T\n"
        "0.000 4<-3 LambdaFunctionStarted T\n"
        "31536000.000 5<-0 ExecutionTimedOut States.Timeout\n");
}

TEST_CASE("a task whose resource answers at once is never shown as submitted", "[execution][task]") {
  Answer answer = returns("done");
  answer.submitted = "accepted";
  const auto run = rehearse(task_with(R"("Comment":"")"), Json::object(), {{"T", {answer}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-2 LambdaFunctionScheduled T\n"
        "0.000 4<-3 LambdaFunctionStarted T\n"
        "0.000 5<-4 LambdaFunctionSucceeded T\n"
        "0.000 6<-5 TaskStateExited T\n"
        "0.000 7<-6 ExecutionSucceeded\n");
}

}  // namespace stepstorm::execution
