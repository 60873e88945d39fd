#include "config/binding.hpp"

#include <catch2/catch.hpp>

#include "asl/compile.hpp"

namespace stepstorm::config {
namespace {

using orchestration::ResourceOptions;

ResourceOptions row(std::string name, std::string arn) {
  ResourceOptions options;
  options.name = std::move(name);
  options.arn = std::move(arn);
  return options;
}

asl::MachinePtr machine(std::string_view definition) {
  auto compiled = asl::compile(definition);
  for (const auto& finding : compiled.findings) UNSCOPED_INFO(asl::render(finding, "definition"));
  REQUIRE(compiled.machine != nullptr);
  return compiled.machine;
}

std::vector<std::string> names_and_arns(const std::vector<ResourceOptions>& rows) {
  std::vector<std::string> texts;
  for (const auto& each : rows) texts.push_back(each.name + " " + each.arn);
  return texts;
}

const auto two_tasks = R"({"StartAt": "A", "States": {
  "A": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:One", "Next": "B"},
  "B": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Two", "Next": "C"},
  "C": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:One", "End": true}}})";

TEST_CASE("a machine gets the workers that its tasks name, each once", "[config][binding]") {
  const auto bound = bind(*machine(two_tasks),
                          {
                              row("unused", "arn:aws:lambda:us-east-1:123456789012:function:Zero"),
                              row("two", "arn:aws:lambda:us-east-1:123456789012:function:Two"),
                              row("one", "arn:aws:lambda:us-east-1:123456789012:function:One"),
                          });
  CHECK(bound.unbound.empty());
  CHECK(names_and_arns(bound.resources) ==
        std::vector<std::string>{"one arn:aws:lambda:us-east-1:123456789012:function:One",
                                 "two arn:aws:lambda:us-east-1:123456789012:function:Two"});
}

TEST_CASE("the first row that fits answers, and a pattern gives each ARN workers of its own", "[config][binding]") {
  const auto bound = bind(*machine(two_tasks),
                          {
                              row("two", "arn:aws:lambda:us-east-1:123456789012:function:Two"),
                              row("any", "arn:aws:lambda:*:function:*"),
                          });
  CHECK(bound.unbound.empty());
  CHECK(names_and_arns(bound.resources) ==
        std::vector<std::string>{"any/One arn:aws:lambda:us-east-1:123456789012:function:One",
                                 "two arn:aws:lambda:us-east-1:123456789012:function:Two"});
}

TEST_CASE("each task that nobody answers is named with its place", "[config][binding]") {
  const auto nested = R"({"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "X", "States": {"X": {"Type": "Pass", "End": true}}},
      {"StartAt": "Y", "States": {"Y": {"Type": "Task", "End": true,
        "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Y"}}}]}}})";
  const auto bound = bind(*machine(nested), {});
  REQUIRE(bound.unbound.size() == 1);
  CHECK(bound.unbound[0].state == "Y");
  CHECK(bound.unbound[0].resource == "arn:aws:lambda:us-east-1:123456789012:function:Y");
  CHECK(bound.unbound[0].pointer == "/States/P/Branches/1/States/Y/Resource");
}

TEST_CASE("mocked tasks and those that start executions need no workers", "[config][binding]") {
  const auto calls = R"({"StartAt": "A", "States": {
    "A": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:One", "Next": "B"},
    "B": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "End": true,
          "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:C"}}}})";
  const auto bound = bind(*machine(calls), {}, {{.state = "A", .takes = {}, .responses = {}}});
  CHECK(bound.resources.empty());
  CHECK(bound.unbound.empty());
}

}  // namespace
}  // namespace stepstorm::config
