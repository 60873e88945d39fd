#include "app/run.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "app/exit_code.hpp"
#include "config/source_folder.hpp"
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
  CHECK(run(quick(good.string())).exit_code == exit_succeeded);
  const auto [exit_code, out, err] = run(quick(bad.string()));
  CHECK(exit_code == exit_failed);
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
  CHECK(result.exit_code == exit_succeeded);
  CHECK_THAT(result.out, Catch::StartsWith("OrderProcessingStateMachine, seed 2026\n"));
}

TEST_CASE("a warning about the definition does not keep it from running", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("warned.asl.json", R"({"StartAt": "A", "States": {
      "A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": false, "Next": "B"}]}, "B": {"Type": "Succeed"}}})");
  const auto result = run(quick(file.string()));
  CHECK(result.exit_code == exit_succeeded);
  CHECK_THAT(result.err, Catch::StartsWith(file.string() + ":2:"));
  CHECK_THAT(result.err, Catch::Contains(": warning "));
}

TEST_CASE("a worker that answers rubbish is one error of the execution", "[app][run]") {
  auto options = quick("OrderProcessingStateMachine");
  options.input = R"({"orderId":"12345","card":"4000000000000101"})";
  const auto result = run(options);
  CHECK(result.exit_code == exit_failed);
  CHECK_THAT(result.out, Catch::StartsWith("FAILED\nerror  Lambda.Unknown\ncause  "));
}

TEST_CASE("a definition in YAML runs too", "[app][run]") {
  const config::ScratchFolder scratch;
  const auto file = scratch.write("m.yaml", "StartAt: A\nStates:\n  A:\n    Type: Succeed\n");
  CHECK(run(quick(file.string())).exit_code == exit_succeeded);
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
  CHECK(result.exit_code == exit_succeeded);
  CHECK_THAT(result.out, Catch::StartsWith("SUCCEEDED\n7\n"));
}

}  // namespace
}  // namespace stepstorm::app
