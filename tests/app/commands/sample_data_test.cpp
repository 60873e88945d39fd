#include "app/commands/sample_data.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::app {
namespace {

SampleData read(const std::string& states) {
  return sample_data(parse_json(R"({"StartAt": "A", "States": {)" + states + "}}").value());
}

std::string answers_of(const SampleData& data) {
  std::string text;
  for (const auto& [state, answer] : data.answers) text += (text.empty() ? "" : " ") + state + ": " + to_text(answer);
  return text;
}

}  // namespace

TEST_CASE("an input has what the states read of it", "[app][init]") {
  struct Row {
    const char* states;
    const char* input;
  };
  const auto row = GENERATE(values<Row>({
      {R"("A": {"Type": "Pass", "End": true})", R"({})"},
      {R"("A": {"Type": "Pass", "Parameters": {"x.$": "$.loanId", "y": {"z.$": "$.customer.name"}}, "End": true})",
       R"({"loanId":"loanId-{{sequence}}","customer":{"name":"name-{{sequence}}"}})"},
      {R"json("A": {"Type": "Pass", "Parameters": {"x.$": "States.Format('{} {}', $.a, $$.Execution.Id)"}, "End": true})json",
       R"({"a":"a-{{sequence}}"})"},
      {R"("A": {"Type": "Choice", "Default": "B", "Choices": [
            {"And": [{"Variable": "$.amount", "NumericGreaterThan": 5000}, {"Variable": "$.new", "BooleanEquals": true}], "Next": "B"},
            {"Variable": "$.note", "IsPresent": true, "Next": "B"},
            {"Not": {"Variable": "$['kind']", "StringEquals": "home"}, "Next": "B"}]}, "B": {"Type": "Succeed"})",
       R"({"amount":"{{uniform 0 10000}}","new":true,"kind":"home"})"},
      {R"("A": {"Type": "Wait", "SecondsPath": "$.pause", "End": true})", R"({"pause":1})"},
      {R"("A": {"Type": "Map", "ItemsPath": "$.items", "End": true, "ItemProcessor": {"StartAt": "I", "States": {
            "I": {"Type": "Pass", "Parameters": {"s.$": "$.sku"}, "End": true}}}})",
       R"({"items":[{"sku":"sku-{{sequence}}"},{"sku":"sku-{{sequence}}"},{"sku":"sku-{{sequence}}"}]})"},
      {R"("A": {"Type": "Map", "ItemsPath": "$.items", "End": true,
            "ItemSelector": {"one.$": "$$.Map.Item.Value", "shop.$": "$.shop"}, "ItemProcessor": {"StartAt": "I", "States": {
            "I": {"Type": "Pass", "Parameters": {"p.$": "$.one.price", "s.$": "$.shop.name"}, "End": true}}}})",
       R"({"items":[{"price":"{{uniform 1.00 99.00}}"},{"price":"{{uniform 1.00 99.00}}"},)"
       R"({"price":"{{uniform 1.00 99.00}}"}],"shop":{"name":"name-{{sequence}}"}})"},
      {R"("A": {"Type": "Pass", "Parameters": {"x.$": "$.rows[4].name"}, "End": true})",
       R"({"rows":[{"name":"name-{{sequence}}"},{"name":"name-{{sequence}}"},{"name":"name-{{sequence}}"},)"
       R"({"name":"name-{{sequence}}"},{"name":"name-{{sequence}}"}]})"},
      {R"("A": {"Type": "Pass", "InputPath": "$.inner", "Parameters": {"x.$": "$.y"}, "End": true})",
       R"({"inner":{"y":"y-{{sequence}}"}})"},
      // What the definition makes itself is no part of the input.
      {R"("A": {"Type": "Pass", "Result": {"k": 1}, "ResultPath": "$.made", "Next": "B"},
          "B": {"Type": "Pass", "Parameters": {"x.$": "$.made.k", "y.$": "$.given"}, "End": true})",
       R"({"given":"given-{{sequence}}"})"},
      {R"("A": {"Type": "Pass", "Result": {"k": 1}, "Next": "B"}, "B": {"Type": "Pass", "Parameters": {"x.$": "$.k"}, "End": true})",
       R"({})"},
  }));
  CAPTURE(row.states);
  CHECK(to_text(read(row.states).input) == row.input);
}

TEST_CASE("a task's answer has what is read of it, wherever it was put", "[app][init]") {
  struct Row {
    const char* states;
    const char* answers;
  };
  const auto row = GENERATE(values<Row>({
      {R"("A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultSelector": {"s.$": "$.Payload.score"},
            "ResultPath": "$.credit", "Next": "B"}, "B": {"Type": "Pass", "Parameters": {"x.$": "$.credit.s"}, "End": true})",
       R"(A: {"score":10})"},
      {R"("A": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:F", "ResultPath": "$.f", "Next": "B"},
          "B": {"Type": "Choice", "Default": "C", "Choices": [{"Variable": "$.f.risk", "NumericGreaterThan": 80, "Next": "C"},
            {"Variable": "$.f.ok", "BooleanEquals": true, "Next": "C"}]}, "C": {"Type": "Succeed"})",
       R"(A: {"risk":81,"ok":true})"},
      {R"("A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "B"},
          "B": {"Type": "Map", "ItemsPath": "$.Payload.rows", "End": true, "ItemProcessor": {"StartAt": "I", "States": {
            "I": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {"Message.$": "$.text"}, "End": true}}}})",
       R"(A: {"rows":[{"text":"an example of text"},{"text":"an example of text"},{"text":"an example of text"}]})"},
      {R"("A": {"Type": "Parallel", "ResultPath": "$.both", "Next": "C", "Branches": [
            {"StartAt": "L", "States": {"L": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "End": true}}},
            {"StartAt": "R", "States": {"R": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "OutputPath": "$.Payload", "End": true}}}]},
          "C": {"Type": "Choice", "Default": "D", "Choices": [{"Variable": "$.both[1].ok", "BooleanEquals": true, "Next": "D"}]},
          "D": {"Type": "Pass", "Parameters": {"x.$": "$.both[0].Item.id.S"}, "End": true})",
       R"(L: {"Item":{"id":{"S":"an example of S"}}} R: {"ok":true})"},
      {R"("A": {"Type": "Map", "ItemsPath": "$.rows", "ResultPath": "$.done", "Next": "B", "ItemProcessor": {"StartAt": "T", "States": {
            "T": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true}}}},
          "B": {"Type": "Pass", "Parameters": {"x.$": "$.done[0].MessageId"}, "End": true})",
       R"(T: {"MessageId":"an example of MessageId"})"},
      {R"("A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "ResultPath": null, "Next": "B"},
          "B": {"Type": "Pass", "Parameters": {"x.$": "$.given"}, "End": true})",
       ""},
  }));
  CAPTURE(row.states);
  CHECK(answers_of(read(row.states)) == row.answers);
}

}  // namespace stepstorm::app
