#include "asl/substitution.hpp"

#include <catch2/catch.hpp>

#include "asl/compile.hpp"

namespace stepstorm::asl {
namespace {

TEST_CASE("marks are replaced wherever they stand, and those without a value stay", "[asl][substitution]") {
  const Substitutions texts{{"A", "1"}, {"AWS::Region", "eu-west-1"}, {"Pay.Arn", "arn:x"}, {"Self", "${A}"}};
  struct Row {
    std::string text;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {"", ""},
      {"plain", "plain"},
      {"${A}", "1"},
      {"x${A}${A}y", "x11y"},
      {"in ${AWS::Region}: ${Pay.Arn}", "in eu-west-1: arn:x"},
      {"${B} ${A}", "${B} 1"},
      {"${Self}", "${A}"},  // what a value brings is not replaced again
      {"${}", "${}"},
      {"${A", "${A"},
      {"${A B} ${!A}", "${A B} ${!A}"},
      {"$${A}", "$1"},
  }));
  CHECK(substitute(row.text, texts) == row.expected);
}

std::vector<std::string> findings(const std::string& definition, const Substitutions& substitutions = {}) {
  std::vector<std::string> lines;
  for (const Finding& finding :
       compile(definition, MachineType::STANDARD, DefinitionFormat::JSON, substitutions).findings)
    lines.push_back(render(finding, "m"));
  return lines;
}

const std::string marked = R"({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${Pay}", "Next": "B"},
  "B": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true,
    "Parameters": {"QueueUrl": "https://${Host}/${Queue}", "MessageBody": "${Host}"}}}})";

TEST_CASE("a mark that is left is a finding that names it: an error where the text had to be right",
          "[asl][substitution]") {
  CHECK(findings(marked) ==
        std::vector<std::string>{
            "m:1:63: error SCHEMA_VALIDATION_FAILED: the mark ${Pay} is for SAM or CloudFormation to replace; "
            "--substitute Pay=VALUE replaces it here at /States/A/Resource",
            "m:3:32: warning UNREPLACED_MARK: the mark ${Host} is for SAM or CloudFormation to replace; --substitute "
            "Host=VALUE replaces it here at /States/B/Parameters/QueueUrl",
            "m:3:32: warning UNREPLACED_MARK: the mark ${Queue} is for SAM or CloudFormation to replace; --substitute "
            "Queue=VALUE replaces it here at /States/B/Parameters/QueueUrl"});
  CHECK(findings(marked, {{"Pay", "arn:aws:lambda:us-east-1:123456789012:function:Pay"}, {"Host", "h"}, {"Queue", "q"}})
            .empty());
}

TEST_CASE("a number without quotes can be a mark", "[asl][substitution]") {
  const std::string waits = R"({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": ${Wait}, "End": true}}})";
  CHECK(findings(waits, {{"Wait", "5"}}).empty());
  CHECK(findings(waits) == std::vector<std::string>{
                               "m:1:62: error INVALID_JSON_DESCRIPTION: the mark ${Wait} is for SAM or CloudFormation "
                               "to replace; --substitute Wait=VALUE replaces it here"});
}

}  // namespace
}  // namespace stepstorm::asl
