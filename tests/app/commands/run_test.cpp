#include "app/commands/run.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "config/source_folder.hpp"
#include "terminal/exit_code.hpp"
#include "tests/config/scratch_folder.hpp"

namespace stepstorm::app {
namespace {

struct Result {
  int exit_code;
  std::string out;
  std::string err;
};

Result run(RunOptions options, const std::string& standard_input = "") {
  if (!options.settings) options.settings = config::source_folder() / "config/settings.json";
  std::istringstream in(standard_input);
  std::ostringstream out, err;
  const int exit_code = run_command(options, in, out, err);
  return {exit_code, out.str(), err.str()};
}

RunOptions quick(std::string machine) {
  RunOptions options;
  options.machine = std::move(machine);
  options.history = HistoryView::None;
  return options;
}

TEST_CASE("an execution that succeeds is exit code 0, one that fails is 1", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto good = scratch.write("good.asl.json", R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})");
  const auto bad =
      scratch.write("bad.asl.json", R"({"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "E"}}})");
  CHECK(run(quick(good.string())).exit_code == terminal::exit_succeeded);
  const auto [exit_code, out, err] = run(quick(bad.string()));
  CHECK(exit_code == terminal::exit_failed);
  CHECK_THAT(out, Catch::StartsWith("FAILED\nerror  E\n1 transition, 0 attempts, 0 retries, "));
  CHECK(err == "");
}

TEST_CASE("the execution gets the input and the name that it is given", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("echo.asl.json", R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true,
      "Parameters": {"name.$": "$$.Execution.Name", "machine.$": "$$.StateMachine.Name", "input.$": "$"}}}})");
  auto options = quick(file.string());
  options.input = "-";
  options.name = "order-1";
  const auto result = run(options, "[1]");
  CHECK_THAT(result.out, Catch::Contains("\"name\": \"order-1\""));
  CHECK_THAT(result.out, Catch::Contains("\"machine\": \"echo\""));
  CHECK_THAT(result.out, Catch::Contains("\"input\": [\n    1\n  ]"));
}

TEST_CASE("equal seeds give equal names and other seeds others", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("name.asl.json", R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true,
      "Parameters": {"name.$": "$$.Execution.Name"}}}})");
  const auto name_with = [&](std::uint64_t seed) {
    auto options = quick(file.string());
    options.seed = seed;
    return run(options).out.substr(0, 60);
  };
  CHECK(name_with(1) == name_with(1));
  CHECK(name_with(1) != name_with(2));
}

TEST_CASE("a machine known by name is found by its name and has it", "[app][run]") {
  auto options = quick("OrderProcessingStateMachine");
  options.history = HistoryView::Live;
  options.input = R"({"orderId":"12345"})";
  const auto result = run(options);
  CHECK(result.exit_code == terminal::exit_succeeded);
  CHECK_THAT(result.out, Catch::StartsWith("OrderProcessingStateMachine, seed 2026\n"));
}

TEST_CASE("a warning about the definition does not keep it from running", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("warned.asl.json", R"({"StartAt": "A", "States": {
      "A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": false, "Next": "B"}]}, "B": {"Type": "Succeed"}}})");
  const auto result = run(quick(file.string()));
  CHECK(result.exit_code == terminal::exit_succeeded);
  CHECK_THAT(result.err, Catch::StartsWith(file.string() + ":2:"));
  CHECK_THAT(result.err, Catch::Contains(": warning "));
}

TEST_CASE("a worker that answers rubbish is one error of the execution", "[app][run]") {
  auto options = quick("OrderProcessingStateMachine");
  options.input = R"({"orderId":"12345","card":"4000000000000101"})";
  const auto result = run(options);
  CHECK(result.exit_code == terminal::exit_failed);
  CHECK_THAT(result.out, Catch::StartsWith("FAILED\nerror  Lambda.Unknown\ncause  "));
}

TEST_CASE("a definition in YAML runs too", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("m.yaml", "StartAt: A\nStates:\n  A:\n    Type: Succeed\n");
  CHECK(run(quick(file.string())).exit_code == terminal::exit_succeeded);
}

TEST_CASE("a pattern in the binding table lets any function be answered", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto settings =
      scratch.write("s.json", R"({"resources": [{"name": "any", "arn": "arn:aws:lambda:*", "kind": "echo"}]})");
  const auto file = scratch.write("m.asl.json", R"({"StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
      "Resource": "arn:aws:lambda:eu-west-1:111111111111:function:Anything"}}})");
  auto options = quick(file.string());
  options.settings = settings;
  options.input = "7";
  const auto result = run(options);
  CHECK(result.exit_code == terminal::exit_succeeded);
  CHECK_THAT(result.out, Catch::StartsWith("SUCCEEDED\n7\n"));
}

/// Settings with these machines beside a worker for any function.
std::filesystem::path settings_with(const config::ScratchFolder& scratch, const std::string& state_machines) {
  return scratch.write("nested.json",
                       R"({"seed": 1, "state_machines": {)" + state_machines +
                           R"(}, "resources": [{"name": "any", "arn": "arn:aws:lambda:*", "kind": "echo",
                           "service_time": "500 ms"}]})");
}

std::string starts(const std::string& machine, const std::string& pattern) {
  return R"({"Type": "Task", "Resource": "arn:aws:states:::states:startExecution)" + pattern +
         R"(", "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:)" + machine +
         R"("}, )";
}

constexpr std::string_view child_of_many_states = R"({"StartAt": "First", "States": {
    "First": {"Type": "Pass", "Next": "Second"}, "Second": {"Type": "Wait", "Seconds": 1, "Next": "Serve"},
    "Serve": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:F", "Next": "Which",
              "Retry": [{"ErrorEquals": ["States.ALL"]}]},
    "Which": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "Last"}], "Default": "Last"},
    "Last": {"Type": "Succeed"}}})";

TEST_CASE("the steps of executions that an execution starts are told by the names of their own machines",
          "[app][run]") {
  const config::ScratchFolder scratch;
  const auto child = scratch.write("child.asl.json", std::string(child_of_many_states));
  const auto failing =
      scratch.write("failing.asl.json", R"({"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "Not.Now"}}})");
  struct Row {
    std::string machine;
    std::string told;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"StartAt": "Only", "States": {"Only": )" + starts("Big", ".sync:2") + R"("End": true}}})",
       "   0.00 s  ▸   Big       execution starts\n"
       "   0.00 s  ✓     First\n"
       "   0.00 s  …     Second  waits 1.00 s\n"
       "   1.00 s  ✓     Second  waited 1.00 s\n"
       "   1.50 s  ✓     Serve   0.50 s\n"
       "   1.50 s  ✓     Which   → Last\n"
       "   1.50 s  ✓     Last\n"
       "   1.50 s  ✓ Only        1.50 s\n"},
      {R"({"StartAt": "Only", "States": {"Only": )" + starts("Bad", ".sync") +
           R"("Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Rest"}], "Next": "Rest"}, "Rest": {"Type": "Succeed"}}})",
       "   0.00 s  ▸   Bad   execution starts\n"
       "   0.00 s  ✗     No  fails its execution\n"
       "   0.00 s  ✗   Bad   execution FAILED: Not.Now\n"},
      {R"({"StartAt": "Only", "States": {"Only": )" + starts("Big", "") +
           R"("Next": "Later"}, "Later": {"Type": "Wait", "Seconds": 2, "End": true}}})",
       "   0.00 s  ▸   Big       execution starts\n"
       "   0.00 s  ✓     First\n"
       "   0.00 s  …     Second  waits 1.00 s\n"
       "   0.00 s  ✓ Only        0 ms\n"},
      {R"({"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true, "ItemProcessor": {
          "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Pause", "States": {
          "Pause": {"Type": "Wait", "Seconds": 1, "Next": "Done"}, "Done": {"Type": "Pass", "End": true}}}}}})",
       "   0.00 s  ▸ Each         starts on 2 items\n"
       "   0.00 s  …   Pause [0]  waits 1.00 s\n"
       "   0.00 s  …   Pause [1]  waits 1.00 s\n"
       "   1.00 s  ✓   Pause [0]  waited 1.00 s\n"},
  }));
  CAPTURE(row.machine);
  RunOptions options;
  options.machine = scratch.write("parent.asl.json", row.machine).string();
  options.settings =
      settings_with(scratch, R"("Big": ")" + child.string() + R"(", "Bad": ")" + failing.string() + R"(")");
  options.clock = launch::Clock::Virtual;
  options.input = "[1, 2]";
  const auto result = run(options);
  INFO(result.out);
  CHECK(result.exit_code == terminal::exit_succeeded);
  CHECK_THAT(result.out, Catch::Contains(row.told));
}

TEST_CASE("executions inside executions can be seen in every view, on either clock", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto child = scratch.write("child.asl.json", std::string(child_of_many_states));
  const auto between =
      scratch.write("between.asl.json",
                    R"({"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "L", "States": {"L": )" +
                        starts("Big", ".sync:2") + R"("End": true}}},
      {"StartAt": "R", "States": {"R": )" +
                        starts("Big", ".sync") + R"("End": true}}}]}}})");
  RunOptions options;
  options.machine =
      scratch
          .write("parent.asl.json",
                 R"({"StartAt": "Only", "States": {"Only": )" + starts("Between", ".sync:2") + R"("End": true}}})")
          .string();
  options.settings =
      settings_with(scratch, R"("Big": ")" + child.string() + R"(", "Between": ")" + between.string() + R"(")");
  options.history = GENERATE(HistoryView::Live, HistoryView::Table, HistoryView::Json, HistoryView::None);
  options.clock = GENERATE(launch::Clock::Virtual, launch::Clock::Wall);
  options.terminal.interactive = GENERATE(false, true);
  CAPTURE(static_cast<int>(options.history), static_cast<int>(options.clock));
  CHECK(run(options).exit_code == terminal::exit_succeeded);
}

}  // namespace
}  // namespace stepstorm::app
