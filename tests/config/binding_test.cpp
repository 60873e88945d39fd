#include "config/binding.hpp"

#include <catch2/catch.hpp>

#include "asl/compile.hpp"
#include "orchestration/binding.hpp"

namespace stepstorm::config {
namespace {

using workers::ResourceOptions;

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

TEST_CASE("each task that nothing answers is named with its place", "[config][binding]") {
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

/// Rows as the settings number them.
std::vector<ResourceOptions> table(std::vector<ResourceOptions> rows) {
  for (std::size_t index = 0; index < rows.size(); ++index) {
    rows[index].row = static_cast<std::uint32_t>(index);
    rows[index].by_pattern = orchestration::is_pattern(rows[index].arn);
  }
  return rows;
}

asl::MachinePtr machine_calling(const std::string& resource, const std::string& parameters) {
  return machine(R"({"StartAt": "A", "States": {"A": {"Type": "Task", "End": true, "Resource": ")" + resource +
                 R"(", "Parameters": {)" + parameters + "}}}}");
}

const std::string invoke = "arn:aws:states:::lambda:invoke";
const std::string functions = "arn:aws:lambda:us-east-1:123456789012:function:";

TEST_CASE("each way to call a function and each integration finds its row", "[config][binding]") {
  const auto rows = table({row("pay", functions + "Pay"),
                           row("live", functions + "Ship:live"),
                           row("queue", "arn:aws:states:::sqs:sendMessage"),
                           row("tables", "arn:aws*:states:::dynamodb:*"),
                           row("storage", "arn:aws*:states:::aws-sdk:s3:*"),
                           row("any", "arn:aws:lambda:*:function:Any*"),
                           row("far", "arn:aws:lambda:eu-west-1:111122223333:function:Far"),
                           row("farther", "arn:aws:lambda:ap-south-1:111122223333:function:*her")});
  struct Row {
    std::string resource;
    std::string parameters;
    std::string expected;  // name and arn; empty: nothing answers
  };
  const auto row = GENERATE_COPY(values<Row>({
      {functions + "Pay", "", "pay " + functions + "Pay"},
      {functions + "Pay:7", "", "pay " + functions + "Pay"},
      {functions + "Ship", "", ""},
      {functions + "Ship:live", "", "live " + functions + "Ship:live"},
      {invoke, R"("FunctionName": "Pay:blue")", "pay " + functions + "Pay"},
      {invoke, R"("FunctionName": "123456789012:function:Pay")", "pay " + functions + "Pay"},
      {invoke, R"("FunctionName": "Ship", "Qualifier": "live")", "live " + functions + "Ship:live"},
      {invoke, R"("FunctionName": "AnyOther:3")", "any/AnyOther " + functions + "AnyOther"},
      {invoke, R"("FunctionName": "Nobody")", ""},
      {invoke, R"("FunctionName": "Far:3")", "far arn:aws:lambda:eu-west-1:111122223333:function:Far"},
      {invoke, R"("FunctionName": "123456789012:function:Far")", ""},
      {invoke, R"("FunctionName": "Other")", "farther/Other arn:aws:lambda:ap-south-1:111122223333:function:Other"},
      {"arn:aws:states:::sqs:sendMessage",
       R"("QueueUrl": "q", "MessageBody": "m")",
       "queue arn:aws:states:::sqs:sendMessage"},
      {"arn:aws:states:::sqs:sendMessage.waitForTaskToken", R"("QueueUrl": "q", "MessageBody": "m")", ""},
      {"arn:aws:states:::dynamodb:getItem",
       R"("TableName": "t", "Key": {})",
       "tables/dynamodb:getItem arn:aws:states:::dynamodb:getItem"},
      {"arn:aws:states:::aws-sdk:s3:getObject",
       "",
       "storage/aws-sdk:s3:getObject arn:aws:states:::aws-sdk:s3:getObject"},
      {"arn:aws:states:::aws-sdk:dynamodb:getItem", "", ""},
  }));
  CAPTURE(row.resource, row.parameters);
  const auto bound = config::bind(*machine_calling(row.resource, row.parameters), rows);
  CHECK(names_and_arns(bound.resources) ==
        (row.expected.empty() ? std::vector<std::string>{} : std::vector{row.expected}));
  CHECK(bound.unbound.size() == (row.expected.empty() ? 1 : 0));
}

TEST_CASE("a function that only a run names may be that of any row for functions", "[config][binding]") {
  const auto rows = table({row("queue", "arn:aws:states:::sqs:sendMessage"),
                           row("pay", functions + "Pay"),
                           row("any", "arn:aws:lambda:*:function:*"),
                           row("hidden", functions + "Hidden"),
                           row("all", "*")});
  const auto bound = config::bind(*machine_calling(invoke, R"("FunctionName.$": "$.name")"), rows);
  CHECK(bound.unbound.empty());
  CHECK(names_and_arns(bound.resources) ==
        std::vector<std::string>{"pay " + functions + "Pay", "any arn:aws:lambda:*:function:*", "all *"});
  const auto queue_only = config::bind(*machine_calling(invoke, R"("FunctionName.$": "$.name")"), std::vector{rows[0]});
  CHECK(queue_only.unbound.size() == 1);
}

TEST_CASE("a pattern does not take the start of a machine that is known by name", "[config][binding]") {
  const auto rows = table({row("all", "*")});
  const std::string start = "arn:aws:states:::states:startExecution.sync:2";
  const auto of_machine = [&](const std::string& parameters) {
    return names_and_arns(config::bind(*machine_calling(start, parameters), rows, {}, {"Known"}).resources);
  };
  const std::string machines = R"("StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:)";
  CHECK(of_machine(machines + "Known\"").empty());
  CHECK(of_machine(machines + "Known:live\"").empty());
  CHECK(of_machine(machines + "Other\"") == std::vector<std::string>{"all/states:startExecution.sync:2 " + start});
}

}  // namespace
}  // namespace stepstorm::config
