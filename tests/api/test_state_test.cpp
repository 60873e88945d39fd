// TestState: what a state that is tried by itself comes to, what is shown of its way there, what is refused.
#include <future>
#include <string>
#include <variant>

#include <catch2/catch.hpp>

#include "api/operation.hpp"

using namespace stepstorm;

namespace {

/// The response, or "Code: message" as a JSON string.
Json answer(const Json& request) {
  api::Account account{{.account = "111111111111"}};
  const api::Operation* operation = api::find_operation("TestState");
  if (auto error = api::check(request, operation->request)) return error->code + ": " + error->message;
  std::promise<api::Result> told;
  std::get<api::AnswersLater>(operation->carry_out)(
      account, request, [&](api::Result result) { told.set_value(std::move(result)); });
  auto result = told.get_future().get();
  if (!result) return result.error().code + ": " + result.error().message;
  return std::move(*result);
}

/// `request` with its definition, input, mock.result, context and variables written as JSON, not as texts of JSON.
Json tried(std::string_view text) {
  Json request = parse_json(text).value();
  for (const char* name : {"definition", "input", "context", "variables"})
    if (request.contains(name) && !request[name].is_string()) request[name] = to_text(request[name]);
  if (request.contains("mock") && request["mock"].contains("result"))
    request["mock"]["result"] = to_text(request["mock"]["result"]);
  return answer(request);
}

struct Row {
  std::string request, says;
};

void check_row(const Row& row) {
  CAPTURE(row.request);
  const Json got = tried(row.request);
  CHECK((got.is_string() ? got.get<std::string>() : to_text(got)) == row.says);
}

}  // namespace

TEST_CASE("a state that is tried tells where it goes with what", "[api]") {
  check_row(GENERATE(values<Row>({
      {R"({"definition": {"Type": "Pass", "Result": 1, "ResultPath": "$.r", "Next": "Ghost"}, "input": {"a": 2}})",
       R"({"output":"{\"a\":2,\"r\":1}","nextState":"Ghost","status":"SUCCEEDED"})"},
      {R"({"definition": {"Type": "Fail", "Error": "E", "CausePath": "$.why"}, "input": {"why": "so"}})",
       R"({"error":"E","cause":"so","status":"FAILED"})"},
      {R"({"definition": {"Type": "Wait", "SecondsPath": "$.s", "End": true}, "input": {"s": -1}})",
       R"({"error":"States.Runtime","cause":"An error occurred while executing the state 'StateName' (entered at the event id #2). The SecondsPath parameter references a negative value: $.s == -1","status":"FAILED"})"},
      {R"({"definition": {"Type": "Wait", "Seconds": 100000, "End": true}, "input": [3]})",
       R"({"output":"[3]","status":"SUCCEEDED"})"},
      {R"({"definition": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": 3, "Next": "Few"}], "Default": "Many"}, "input": {"n": 3}})",
       R"({"output":"{\"n\":3}","nextState":"Many","status":"SUCCEEDED"})"},
      {R"({"definition": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $x + $states.input %}", "End": true}, "variables": {"x": 40}, "input": 2})",
       R"({"output":"42","status":"SUCCEEDED"})"},
  })));
}

TEST_CASE("a retrier takes a mocked error while it has attempts left, then a catcher does", "[api]") {
  const std::string task =
      R"("definition": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl": "q", "MessageBody": "m"}, "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3, "BackoffRate": 2, "MaxAttempts": 2, "MaxDelaySeconds": 5}], "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "Rescue"}], "End": true}, "inspectionLevel": "DEBUG", "input": {}, )";
  const std::string seen =
      R"("inspectionData":{"input":"{}","afterInputPath":"{}","afterParameters":"{\"QueueUrl\":\"q\",\"MessageBody\":\"m\"}","errorDetails":)";
  const std::string rescued =
      R"(,"output":"{\"e\":{\"Error\":\"Busy\",\"Cause\":null}}","nextState":"Rescue","status":"CAUGHT_ERROR",)";
  check_row(GENERATE_COPY(values<Row>({
      {'{' + task + R"("mock": {"errorOutput": {"error": "Busy"}}})",
       R"({"error":"Busy","status":"RETRIABLE",)" + seen + R"({"retryIndex":0,"retryBackoffIntervalSeconds":3}}})"},
      {'{' + task + R"("mock": {"errorOutput": {"error": "Busy"}}, "stateConfiguration": {"retrierRetryCount": 1}})",
       R"({"error":"Busy","status":"RETRIABLE",)" + seen + R"({"retryIndex":0,"retryBackoffIntervalSeconds":5}}})"},
      {'{' + task + R"("mock": {"errorOutput": {"error": "Busy"}}, "stateConfiguration": {"retrierRetryCount": 2}})",
       R"({"error":"Busy")" + rescued + seen + R"({"retryIndex":0,"catchIndex":0}}})"},
      {'{' + task + R"("mock": {"errorOutput": {"error": "States.Runtime", "cause": "c"}}})",
       R"({"error":"States.Runtime","cause":"c","status":"FAILED","inspectionData":{"input":"{}","afterInputPath":"{}","afterParameters":"{\"QueueUrl\":\"q\",\"MessageBody\":\"m\"}"}})"},
  })));
}

TEST_CASE("inspection shows each step that the state's data takes", "[api]") {
  check_row(GENERATE(values<Row>({
      {R"({"definition": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "InputPath": "$.in", "Parameters": {"TopicArn": "t", "Message.$": "$.m"}, "ResultSelector": {"id.$": "$.MessageId"}, "ResultPath": "$.sent", "OutputPath": "$.sent.id", "End": true}, "input": {"in": {"m": 1}}, "inspectionLevel": "TRACE", "mock": {"result": {"MessageId": "7"}}})",
       R"({"output":"\"7\"","status":"SUCCEEDED","inspectionData":{"input":"{\"in\":{\"m\":1}}","afterInputPath":"{\"m\":1}","afterParameters":"{\"TopicArn\":\"t\",\"Message\":1}","result":"{\"MessageId\":\"7\"}","afterResultSelector":"{\"id\":\"7\"}","afterResultPath":"{\"in\":{\"m\":1},\"sent\":{\"id\":\"7\"}}"}})"},
      {R"({"definition": {"Type": "Map", "ItemsPath": "$.l", "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value"}, "MaxConcurrency": 2, "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}, "End": true}, "input": {"l": [5, 6]}, "inspectionLevel": "DEBUG", "mock": {"result": [1, 2]}})",
       R"({"output":"[1,2]","status":"SUCCEEDED","inspectionData":{"input":"{\"l\":[5,6]}","afterInputPath":"{\"l\":[5,6]}","afterItemsPath":"[5,6]","afterItemSelector":"[{\"v\":5,\"i\":0},{\"v\":6,\"i\":1}]","maxConcurrency":2,"afterResultSelector":"[1,2]","afterResultPath":"[1,2]"}})"},
      {R"({"definition": {"Type": "Pass", "Assign": {"b.$": "$.n"}, "End": true}, "variables": {"a": 1}, "input": {"n": 2}, "inspectionLevel": "DEBUG"})",
       R"({"output":"{\"n\":2}","status":"SUCCEEDED","inspectionData":{"input":"{\"n\":2}","afterInputPath":"{\"n\":2}","afterParameters":"{\"n\":2}","afterResultSelector":"{\"n\":2}","afterResultPath":"{\"n\":2}","variables":"{\"a\":1,\"b\":2}"}})"},
  })));
}

TEST_CASE("too many failed iterations fail a Map that says how many it tolerates", "[api]") {
  const std::string map =
      R"({"definition": {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}, "ToleratedFailurePercentage": 50, "End": true}, "input": [1, 2, 3, 4], "mock": {"result": []}, "stateConfiguration": {"mapIterationFailureCount": )";
  check_row(GENERATE_COPY(values<Row>({
      {map + "2}}", R"({"output":"[]","status":"SUCCEEDED"})"},
      {map + "3}}",
       R"({"error":"States.ExceedToleratedFailureThreshold","cause":"The specified tolerated failure threshold was exceeded","status":"FAILED"})"},
      {map + "5}}",
       "ValidationException: Map iteration failure count must be less than or equal to the number of Map iterations"},
  })));
}

TEST_CASE("a mock that is no answer of its service is refused, as strictly as is asked", "[api]") {
  const std::string describe =
      R"({"definition": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:describeActivity", "Parameters": {"ActivityArn": "a"}, "End": true}, "mock": )";
  const std::string error = "ValidationException: Mock result schema validation error: ";
  check_row(GENERATE_COPY(values<Row>({
      {describe + R"({"result": {"ActivityArn": "a", "Name": "n"}}})",
       error + "Required field 'CreationDate' is missing"},
      {describe + R"({"result": {"Name": 5}, "fieldValidationMode": "PRESENT"}})",
       error + "Field 'Name' must be a string"},
      {describe + R"({"result": {"Name": ""}, "fieldValidationMode": "PRESENT"}})",
       error + "Field 'Name' is smaller than the minimum length"},
      {describe + R"({"result": {"Name": 5}, "fieldValidationMode": "NONE"}})",
       R"({"output":"{\"Name\":5}","status":"SUCCEEDED"})"},
      {R"({"definition": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"}, "End": true}, "mock": {"result": {"StatusCode": 200, "Payload": [1]}}})",
       R"({"output":"{\"StatusCode\":200,\"Payload\":[1]}","status":"SUCCEEDED"})"},
      {R"({"definition": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ghost:scare", "Parameters": {}, "End": true}, "mock": {"result": {}}})",
       "ValidationException: Mocked results of arn:aws:states:::aws-sdk:ghost:scare cannot be validated: its model is "
       "not known here. Set fieldValidationMode to NONE."},
  })));
}

TEST_CASE("what cannot be tried is refused with its reason", "[api]") {
  check_row(GENERATE(values<Row>({
      {R"({"definition": {"Type": "Pass"}})",
       "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: This object should "
       "have only one of the following fields: [Next, End] at /'"},
      {R"({"definition": {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, "stateName": "B"})",
       "ValidationException: State not found in definition"},
      {R"({"definition": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl": "q", "MessageBody": "m"}, "End": true}})",
       "ValidationException: RoleArn must be specified when testing a Task state"},
      {R"({"definition": {"Type": "Pass", "End": true}, "mock": {"result": {}}})",
       "ValidationException: State type 'Pass' is not supported when a mock is specified"},
      {R"({"definition": {"Type": "Succeed"}, "stateConfiguration": {"mapIterationFailureCount": 1}})",
       "ValidationException: TestState does not support MapIterationFailureCount when a mock is not specified."},
      {R"({"definition": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111111111111:function:f", "End": true}, "mock": {"result": 1}, "context": {"Map": {}}})",
       "ValidationException: Invalid Context object provided: 'Map' field is not supported when mocking a Context "
       "object"},
      {R"({"definition": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111111111111:function:f", "End": true}, "mock": {"result": 1, "errorOutput": {}}})",
       "ValidationException: A test mock should have only one of the following fields: [result, errorOutput]."},
  })));
}

TEST_CASE("a context object that is given is the whole of what a state sees", "[api]") {
  check_row(
      {R"({"definition": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111111111111:function:f", "ResultSelector": {"c.$": "$$"}, "End": true}, "mock": {"result": 1}, "context": {"State": {"RetryCount": 4}}})",
       R"({"output":"{\"c\":{\"State\":{\"RetryCount\":4}}}","status":"SUCCEEDED"})"});
}
