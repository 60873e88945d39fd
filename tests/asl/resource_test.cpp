#include "asl/resource.hpp"

#include <catch2/catch.hpp>

#include "values/overload.hpp"

namespace stepstorm::asl {
namespace {

std::string describe(IntegrationPattern pattern) {
  switch (pattern) {
    case IntegrationPattern::RequestResponse: return "request response";
    case IntegrationPattern::Sync: return "sync";
    case IntegrationPattern::Sync2: return "sync2";
    case IntegrationPattern::WaitForTaskToken: return "token";
  }
  return "";
}

std::string describe(std::string_view arn) {
  const auto resource = parse_resource(arn);
  if (!resource) return "not recognized";
  return std::visit(Overload{[](const LambdaResource&) -> std::string { return "lambda"; },
                             [](const ActivityResource&) -> std::string { return "activity"; },
                             [](const ServiceResource& service) {
                               return service.type + " | " + service.action + " | " + describe(service.pattern);
                             }},
                    resource->kind);
}

TEST_CASE("a resource's ARN says what a task calls and how it waits", "[asl][resource]") {
  struct Row {
    std::string_view arn, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"arn:aws:lambda:us-east-1:123456789012:function:pay", "lambda"},
      {"arn:aws:lambda:us-east-1:123456789012:function:pay:$LATEST", "lambda"},
      {"arn:aws:lambda:us-east-1:123456789012:function:pay:7", "lambda"},
      {"arn:aws:lambda:your-region:your-account-id:function:pay", "lambda"},  // as in the documentation
      {"arn:aws-cn:lambda:cn-north-1:123456789012:function:pay", "lambda"},
      {"arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:pay", "lambda"},
      {"arn:aws-eusc:lambda:eusc-de-east-1:123456789012:function:pay", "lambda"},
      {"arn:aws:states:us-east-1:123456789012:activity:approve", "activity"},
      {"arn:aws:states:us-east-1:123456789012:activity:approve.order_1", "activity"},
      {"arn:aws:states:::lambda:invoke", "lambda | invoke | request response"},
      {"arn:aws:states:::lambda:invoke.waitForTaskToken", "lambda | invoke.waitForTaskToken | token"},
      {"arn:aws-cn:states:::sqs:sendMessage", "sqs | sendMessage | request response"},
      {"arn:aws:states:::states:startExecution.sync", "states | startExecution.sync | sync"},
      {"arn:aws:states:::states:startExecution.sync:2", "states | startExecution.sync:2 | sync2"},
      {"arn:aws:states:::ecs:runTask.sync", "ecs | runTask.sync | sync"},
      {"arn:aws:states:::http:invoke", "http | invoke | request response"},
      {"arn:aws:states:::bedrockagentcore:invokeHarness", "bedrockagentcore | invokeHarness | request response"},
      {"arn:aws:states:us-east-1:123456789012:lambda:invoke", "lambda | invoke | request response"},
      {"arn:aws:states:us-east-1:123456789012:aws-sdk:s3:getObject", "aws-sdk:s3 | getObject | request response"},
      {"arn:aws:states:::aws-sdk:aservicethatcomesnextyear:doIt",
       "aws-sdk:aservicethatcomesnextyear | doIt | request response"},
      {"arn:aws:states:::aws-sdk:dynamodb:putItem", "aws-sdk:dynamodb | putItem | request response"},
      {"arn:aws:states:::aws-sdk:s3:listBuckets.waitForTaskToken", "aws-sdk:s3 | listBuckets.waitForTaskToken | token"},
  }));
  CAPTURE(row.arn);
  CHECK(describe(row.arn) == row.expected);
}

TEST_CASE("the ARN of a service is the same with region and account", "[asl][resource]") {
  CHECK(parse_resource("arn:aws-cn:states:cn-north-1:123456789012:sqs:sendMessage.waitForTaskToken")->arn ==
        "arn:aws-cn:states:::sqs:sendMessage.waitForTaskToken");
  const std::string activity = "arn:aws:states:us-east-1:123456789012:activity:approve";
  CHECK(parse_resource(activity)->arn == activity);
}

TEST_CASE("an attempt takes as long as TimeoutSeconds says, or as the service lets it", "[asl][resource]") {
  struct Row {
    std::string_view arn;
    std::optional<std::int64_t> timeout, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"arn:aws:states:::aws-sdk:s3:getObject", std::nullopt, std::nullopt},
      {"arn:aws:states:::aws-sdk:s3:getObject", 9'000, 9'000},
      {"arn:aws:states:::bedrockagentcore:invokeHarness", std::nullopt, 900},
      {"arn:aws:states:::bedrockagentcore:invokeHarness", 9'000, 900},
      {"arn:aws:states:::bedrockagentcore:invokeHarness", 60, 60},
  }));
  CAPTURE(row.arn);
  CHECK(longest_attempt(*parse_resource(row.arn), row.timeout) == row.expected);
}

TEST_CASE("what nobody can call is not recognized", "[asl][resource]") {
  const auto arn = GENERATE(as<std::string_view>{},
                            "",
                            "arn",
                            "pay",
                            "arn:aws:states:::dynamodb:query",  // no optimized action
                            "arn:aws:states:::nosuch:action",
                            "arn:aws:states:::lambda:invoke.sync",  // a pattern that Lambda does not offer
                            "arn:aws:states:::ecs:runTask.sync:2",
                            "arn:aws:states:::dynamodb:getItem.waitForTaskToken",
                            "arn:aws:states:::lambda:Invoke",  // actions are camel case
                            "arn:aws:states:::lambda",
                            "arn:aws:states:::lambda:",
                            "arn:aws:states:::s3:getObject",                 // for ItemReader only
                            "arn:aws:states:us-east-1::lambda:invoke",       // a region without an account
                            "arn:aws:states:us-east-1:12345:lambda:invoke",  // no account
                            "arn:aws:states:us-east-1:123456789012:nosuch:action",
                            "arn:aws:states:::aws-sdk:dynamodb",
                            "arn:aws:states:::aws-sdk:dynamodb:",
                            "arn:aws:states:::aws-sdk:dynamoDb:getItem",
                            "arn:aws:states:::aws-sdk:dynamodb:GetItem",
                            "arn:aws:states:::aws-sdk:ecs:runTask.sync",
                            "arn:aws:lambda:us-east-1:123:function:pay",  // no account
                            "arn:aws:lambda::123456789012:function:pay",  // no region
                            "arn:aws:lambda:us-east-1:123456789012:function:",
                            "arn:aws:lambda:us-east-1:123456789012:function:pay:",
                            "arn:aws:lambda:us-east-1:123456789012:function:pay now",
                            "arn:aws:lambda:us-east-1:123456789012:layer:pay",
                            "arn:azure:lambda:us-east-1:123456789012:function:pay",
                            "arn:aws:states:us-east-1:123456789012:activity:",
                            "arn:aws:states:us-east-1:123456789012:activity:a b",
                            "arn:aws:states:us-east-1:123456789012:stateMachine:orders",
                            "arn:aws:swf:us-east-1:123456789012:task:x");
  CAPTURE(arn);
  CHECK(describe(arn) == "not recognized");
}

TEST_CASE("an integration says which parameters it cannot do without", "[asl][resource]") {
  struct Row {
    std::string_view arn;
    std::vector<std::string_view> expected;
  };
  const auto row = GENERATE(values<Row>({
      {"arn:aws:states:::lambda:invoke.waitForTaskToken", {"FunctionName"}},
      {"arn:aws:states:::sqs:sendMessage", {"MessageBody", "QueueUrl"}},
      {"arn:aws:states:::states:startExecution.sync:2", {"StateMachineArn"}},
      {"arn:aws:states:::emr-serverless:startJobRun.sync", {}},
      {"arn:aws:states:::aws-sdk:lambda:invoke", {}},
  }));
  CAPTURE(row.arn);
  const auto resource = parse_resource(row.arn);
  REQUIRE(resource);
  CHECK(required_parameters(std::get<ServiceResource>(resource->kind)) == row.expected);
}

TEST_CASE("readers and writers name what they do with S3", "[asl][resource]") {
  CHECK(is_s3_resource("arn:aws:states:::s3:getObject", "getObject"));
  CHECK(is_s3_resource("arn:aws-cn:states:::s3:listObjectsV2", "listObjectsV2"));
  CHECK_FALSE(is_s3_resource("arn:aws:states:::s3:getObject", "putObject"));
  CHECK(is_s3_resource("arn:aws:states:us-east-1:123456789012:s3:getObject", "getObject"));
  CHECK_FALSE(is_s3_resource("arn:aws:states:us-east-1::s3:getObject", "getObject"));
  CHECK_FALSE(is_s3_resource("s3:getObject", "getObject"));
}

}  // namespace
}  // namespace stepstorm::asl
