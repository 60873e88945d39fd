// lambda:invoke: found by the function that it names, given its Payload, answered in the integration's form.
#include <catch2/catch.hpp>

#include "tests/orchestration/orchestrator_fixture.hpp"

namespace stepstorm::orchestration {
namespace {

const std::string invoke = "arn:aws:states:::lambda:invoke";

TEST_CASE("a function is found by every way to name it, and given the Payload", "[orchestration][invoke]") {
  Fixture f;
  const auto parameters = GENERATE(as<std::string>{},
                                   R"("FunctionName": "work")",
                                   R"("FunctionName": "work:3")",
                                   R"("FunctionName": "work", "Qualifier": "live")",
                                   R"("FunctionName": "123456789012:function:work")",
                                   R"("FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:work")",
                                   R"("FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:work:$LATEST")",
                                   R"("FunctionName.$": "$.name")",
                                   R"x("FunctionName.$": "States.Format('{}:live', $.name)")x");
  CAPTURE(parameters);
  f.start(task_machine("\"Parameters\": {" + parameters + R"(, "Payload": {"n": 1}}, )", invoke), {{"name", "work"}});
  CHECK(*f.taken().input == Json{{"n", 1}});
}

TEST_CASE("a function that is not the one named is not called", "[orchestration][invoke]") {
  Fixture f;
  const auto name = GENERATE(as<std::string>{},
                             "other",
                             "Work",
                             "arn:aws:lambda:eu-west-1:123456789012:function:work",
                             "arn:aws:lambda:us-east-1:111122223333:function:work");
  f.start(task_machine(R"("Parameters": {"FunctionName": ")" + name + "\"}, ", invoke));
  CHECK(f.sent.empty());
  CHECK_THAT(f.result(), Catch::StartsWith("FAILED States.Runtime: nothing answers state 'Work'"));
}

TEST_CASE("lambda:invoke answers as the service does", "[orchestration][invoke]") {
  Fixture f;
  f.start(task_machine(R"("Parameters": {"FunctionName": "work:7"}, )", invoke));
  const auto task = f.taken();
  CHECK(*task.input == Json::object());
  f.succeed(task, {{"a", 1}});
  const Json output = *std::get<execution::Succeeded>(f.ends.at(0).execution.status).output;
  CHECK(output["Payload"] == Json{{"a", 1}});
  CHECK(output["ExecutedVersion"] == "7");
  CHECK(output["StatusCode"] == 200);
  CHECK(output["SdkHttpMetadata"]["HttpHeaders"]["Content-Length"] == "7");
  CHECK(output["SdkResponseMetadata"]["RequestId"] == output["SdkHttpMetadata"]["HttpHeaders"]["x-amzn-RequestId"]);
}

TEST_CASE("what a function writes is read before it becomes the Payload", "[orchestration][invoke]") {
  Fixture f;
  f.start(task_machine(R"("Parameters": {"FunctionName": "work"}, "OutputPath": "$.Payload", )", invoke));
  f.answer(f.taken().token, messages::RawOutput{"[1, 2]"});
  CHECK(f.result() == "SUCCEEDED [1,2]");
}

TEST_CASE("the cause of a function that failed is compact", "[orchestration][invoke]") {
  Fixture f;
  f.start(task_machine(R"("Parameters": {"FunctionName": "work"}, )", invoke));
  f.fail(f.taken(), "Order.No", R"({"errorMessage": "never", "errorType": "Order.No"})");
  CHECK(f.result() == R"(FAILED Order.No: {"errorMessage":"never","errorType":"Order.No"})");
}

TEST_CASE("who holds a task token answers as it is", "[orchestration][invoke]") {
  Fixture f;
  f.start(task_machine(R"("TimeoutSeconds": 9, "Parameters": {"FunctionName": "work",
    "Payload": {"token.$": "$$.Task.Token"}}, )",
                       invoke + ".waitForTaskToken"));
  const auto task = f.taken();
  CHECK(task.input->contains("token"));
  f.succeed(task, {{"a", 1}});
  CHECK(f.result() == R"(SUCCEEDED {"a":1})");
}

TEST_CASE("parameters that name a function only at run time are refused when they name none",
          "[orchestration][invoke]") {
  Fixture f;
  f.start(task_machine(R"("Parameters": {"FunctionName.$": "$.name"}, )", invoke), {{"name", 5}});
  CHECK_THAT(
      f.result(),
      Catch::StartsWith("FAILED States.Runtime: The Parameters '{\"FunctionName\":5}' could not be used to start "
                        "the Task: ["));
}

TEST_CASE("the row that stands first answers, whether it names the function, a pattern or the integration",
          "[orchestration][invoke]") {
  const std::string any_function = "arn:aws:lambda:*:function:*";
  struct Row {
    std::vector<ResourceBinding> resources;
    std::string function;
    WorkerIndex expected;
  };
  const auto resource = [](std::string name, std::string arn, std::uint32_t row) {
    return ResourceBinding{.name = std::move(name), .arn = std::move(arn), .queue_limit = {}, .row = row};
  };
  const auto row = GENERATE_COPY(values<Row>({
      {{resource("one", work_arn, 0), resource("any", any_function, 1)}, "work", 0},
      {{resource("one", work_arn, 0), resource("any", any_function, 1)}, "other", 1},
      {{resource("one", work_arn, 1), resource("any", any_function, 0)}, "work", 1},
      {{resource("live", work_arn + ":live", 0), resource("any", any_function, 1)}, "work:live", 0},
      {{resource("live", work_arn + ":live", 0), resource("any", any_function, 1)}, "work:dark", 1},
      {{resource("all", invoke, 0), resource("one", work_arn, 1)}, "work", 0},
      {{resource("all", invoke, 1), resource("one", work_arn, 0)}, "work", 1},
      {{resource("all", invoke, 1), resource("one", work_arn, 0)}, "other", 0},
  }));
  const auto by_input = GENERATE(false, true);
  CAPTURE(row.function, by_input);
  Fixture f{{}, {.resources = row.resources}};
  f.orchestrator.worker_up(1, 1, 10, "second-0", f.now);
  const std::string named = by_input ? R"("FunctionName.$": "$.name")" : R"("FunctionName": ")" + row.function + '"';
  f.start(task_machine("\"Parameters\": {" + named + "}, ", invoke), {{"name", row.function}});
  REQUIRE(f.sent_to.size() == 1);
  CHECK(f.sent_to[0] == row.expected);
}

}  // namespace
}  // namespace stepstorm::orchestration
