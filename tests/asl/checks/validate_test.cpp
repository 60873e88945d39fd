// What a definition may not be, in the service's words: semantics.md 1.4. Rows are definitions and the whole report on
// each.
#include <algorithm>
#include <sstream>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/asl/report.hpp"

namespace stepstorm::asl {
namespace {

constexpr std::string_view lambda = R"("Resource": "arn:aws:lambda:us-east-1:123456789012:function:f")";
constexpr std::string_view branch = R"({"StartAt": "I", "States": {"I": {"Type": "Succeed"}}})";

std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

std::string task_with(std::string_view fields) {
  return R"({"Type": "Task", "End": true, )" + std::string(lambda) + ", " + std::string(fields) + "}";
}
std::string pass_with(std::string_view fields) {
  return R"({"Type": "Pass", "End": true, )" + std::string(fields) + "}";
}
std::string map_with(std::string_view fields) {
  return R"({"Type": "Map", "End": true, "ItemProcessor": )" + std::string(branch) + ", " + std::string(fields) + "}";
}
std::string distributed_with(std::string_view fields) {
  return R"({"Type": "Map", "End": true, "ItemProcessor": {
             "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
             "StartAt": "I", "States": {"I": {"Type": "Succeed"}}}, )" +
         std::string(fields) + "}";
}
/// A Choice whose only rule and Default lead to itself; the machine around it ends in Z.
std::string choice_machine(std::string_view rule) {
  return R"({"StartAt": "C", "States": {"C": {"Type": "Choice", "Default": "Z", "Choices": [)" + std::string(rule) +
         R"(]}, "Z": {"Type": "Succeed"}}})";
}

// ---- what is right

TEST_CASE("a definition that uses every field of every type has no finding", "[asl][validate]") {
  CHECK(report_of(R"j({
    "Comment": "all of it", "Version": "1.0", "QueryLanguage": "JSONPath", "TimeoutSeconds": 3600, "StartAt": "Pass",
    "States": {
      "Pass": {"Type": "Pass", "Comment": "c", "QueryLanguage": "JSONPath", "InputPath": "$.a", "OutputPath": null,
               "Parameters": {"x.$": "$$.Execution.Id", "y": [{"z.$": "States.UUID()"}]}, "Result": {"r": 1},
               "ResultPath": "$.out", "Assign": {"n.$": "$.count", "m": 2}, "Next": "Wait"},
      "Wait": {"Type": "Wait", "TimestampPath": "$.when", "InputPath": "$", "OutputPath": "$n", "Assign": {"k": 1},
               "Next": "Task"},
      "Task": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
               "InputPath": null, "Parameters": {"QueueUrl.$": "$.url", "MessageBody": {"t.$": "$$.Task.Token"}},
               "ResultSelector": {"v.$": "$"}, "ResultPath": null, "OutputPath": "$", "Assign": {"task.$": "$"},
               "TimeoutSecondsPath": "$.timeout", "HeartbeatSeconds": 30, "Credentials": {"RoleArn.$": "$.role"},
               "Retry": [{"ErrorEquals": ["A", "B"], "IntervalSeconds": 0, "MaxAttempts": 0, "BackoffRate": 1,
                          "MaxDelaySeconds": 10, "JitterStrategy": "FULL", "Comment": "c"},
                         {"ErrorEquals": ["States.ALL"]}],
               "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Fail", "ResultPath": "$.error",
                          "Assign": {"why.$": "$.Cause"}, "Comment": "c"},
                         {"ErrorEquals": ["States.ALL"], "Next": "Fail", "ResultPath": null}],
               "Next": "Choice"},
      "Choice": {"Type": "Choice", "InputPath": "$", "OutputPath": "$", "Assign": {"c": 1}, "Default": "Parallel",
                 "Choices": [{"And": [{"Variable": "$.a[?(@.b == 1)]", "IsPresent": true},
                                      {"Not": {"Or": [{"Variable": "$$.State.Name", "StringEqualsPath": "$n"}]}}],
                              "Next": "Map", "Assign": {"chosen": true}, "Comment": "c"}]},
      "Parallel": {"Type": "Parallel", "Parameters": {"p": 1}, "ResultSelector": {"r.$": "$[0]"}, "ResultPath": "$.p",
                   "Branches": [{"Comment": "c", "StartAt": "B", "States": {"B": {"Type": "Pass", "Next": "B2"},
                                                                            "B2": {"Type": "Pass", "Next": "B"}}}],
                   "Retry": [], "Catch": [], "Assign": {"p": 1}, "Next": "Map"},
      "Map": {"Type": "Map", "ItemsPath": "$$.Execution.Input.items", "MaxConcurrencyPath": "$.n",
              "ItemSelector": {"i.$": "$$.Map.Item.Value"}, "Label": "orders", "ToleratedFailureCountPath": "$.f",
              "ToleratedFailurePercentage": 12.5,
              "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key.$": "$.k"},
                             "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a"],
                                              "CSVDelimiter": "TAB", "MaxItemsPath": "$.max"}},
              "ItemBatcher": {"MaxItemsPerBatch": 10, "MaxInputBytesPerBatchPath": "$.bytes", "BatchInput": {"b.$": "$.b"}},
              "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"},
                               "WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSONL"}},
              "ItemProcessor": {"Comment": "c", "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                                "StartAt": "M", "States": {"M": {"Type": "Succeed", "InputPath": "$", "OutputPath": "$"}}},
              "ResultPath": "$.m", "ResultSelector": {"m.$": "$"}, "End": true},
      "Fail": {"Type": "Fail", "ErrorPath": "$.Error", "CausePath": "States.Format('{}', $.Cause)"}
    }})j") == "");
}

TEST_CASE("the older spelling of a Map is fine", "[asl][validate]") {
  CHECK(report_of_state(R"({"Type": "Map", "Parameters": {"x.$": "$"}, "Iterator": )" + std::string(branch) +
                        R"(, "End": true})") == "");
}

// ---- the top level

TEST_CASE("a definition is an object that says where to start", "[asl][validate]") {
  struct Row {
    std::string_view definition;
    std::string report;
  };
  const std::string no_object = "error SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object\n";
  const auto row = GENERATE_COPY(values<Row>({
      {"", no_object},
      {" \n\t ", no_object},
      {"[]", no_object},
      {"\"text\"", no_object},
      {"null", no_object},
      {"{}", schema_error("These fields are required: [States, StartAt]", "/")},
      {R"({"StartAt": "A"})", schema_error("These fields are required: [States]", "/")},
      {R"({"States": {"A": {"Type": "Succeed"}}})", schema_error("These fields are required: [StartAt]", "/")},
      {R"({"StartAt": "A", "States": {}})",
       schema_error("Value cannot be empty", "/States") +
           "error MISSING_TRANSITION_TARGET: Missing 'Next' target: A at /StartAt\n"},
      {R"({"StartAt": "A", "States": []})", schema_error("Value cannot be empty", "/States")},
      {R"({"StartAt": "A", "States": "x"})", schema_error("Expected value of type Object", "/States")},
      {R"({"StartAt": 1, "States": {"A": {"Type": "Succeed"}}})",
       schema_error("Expected value of type String", "/StartAt")},
      {R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "TimeoutSecond": 1})",
       schema_error("Field 'TimeoutSecond' is not supported", "/")},
      {R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "Version": "2.0"})",
       schema_error("Value should be one of the following: [1.0]", "/Version")},
      {R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "TimeoutSeconds": 0, "Comment": 1})",
       schema_error("Minimum value is 1", "/TimeoutSeconds") +
           schema_error("Expected value of type String", "/Comment")},
      {R"({"StartAt": "A", "States": {"A": 1}})",
       schema_error("Expected value of type Object", "/States/A") +
           "error MISSING_END_STATE: Workflow has no terminal state\n"},
  }));
  CAPTURE(row.definition);
  CHECK(report_of(row.definition) == row.report);
}

TEST_CASE("a state has one of eight types", "[asl][validate]") {
  CHECK(report_of_state(R"({"End": true})") == schema_error("The field 'Type' is required", "/States/A"));
  const auto type = GENERATE(as<std::string_view>{}, "\"pass\"", "\"\"", "1", "null");
  CHECK(report_of_state(R"({"End": true, "Type": )" + std::string(type) + "}") ==
        schema_error("The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, "
                     "Parallel, Map]",
                     "/States/A/Type"));
}

// ---- fields by type: the tables of semantics.md 1.2

TEST_CASE("a type has its own fields and no others", "[asl][validate]") {
  constexpr std::string_view header = "                          Task Parallel Map Pass Wait Choice Succeed Fail";
  constexpr std::string_view table = R"(
      Next                           x    x        x   x    x    -      -       -
      End                            x    x        x   x    x    -      -       -
      Assign                         x    x        x   x    x    x      -       -
      Retry                          x    x        x   -    -    -      -       -
      Catch                          x    x        x   -    -    -      -       -
      InputPath                      x    x        x   x    x    x      x       -
      OutputPath                     x    x        x   x    x    x      x       -
      Parameters                     x    x        x   x    -    -      -       -
      ResultSelector                 x    x        x   -    -    -      -       -
      ResultPath                     x    x        x   x    -    -      -       -
      Result                         -    -        -   x    -    -      -       -
      Resource                       x    -        -   -    -    -      -       -
      TimeoutSeconds                 x    -        -   -    -    -      -       -
      TimeoutSecondsPath             x    -        -   -    -    -      -       -
      HeartbeatSeconds               x    -        -   -    -    -      -       -
      HeartbeatSecondsPath           x    -        -   -    -    -      -       -
      Credentials                    x    -        -   -    -    -      -       -
      Branches                       -    x        -   -    -    -      -       -
      ItemProcessor                  -    -        x   -    -    -      -       -
      Iterator                       -    -        x   -    -    -      -       -
      ItemsPath                      -    -        x   -    -    -      -       -
      ItemSelector                   -    -        x   -    -    -      -       -
      ItemReader                     -    -        x   -    -    -      -       -
      ItemBatcher                    -    -        x   -    -    -      -       -
      ResultWriter                   -    -        x   -    -    -      -       -
      MaxConcurrency                 -    -        x   -    -    -      -       -
      MaxConcurrencyPath             -    -        x   -    -    -      -       -
      ToleratedFailureCount          -    -        x   -    -    -      -       -
      ToleratedFailureCountPath      -    -        x   -    -    -      -       -
      ToleratedFailurePercentage     -    -        x   -    -    -      -       -
      ToleratedFailurePercentagePath -    -        x   -    -    -      -       -
      Label                          -    -        x   -    -    -      -       -
      Seconds                        -    -        -   -    x    -      -       -
      SecondsPath                    -    -        -   -    x    -      -       -
      Timestamp                      -    -        -   -    x    -      -       -
      TimestampPath                  -    -        -   -    x    -      -       -
      Choices                        -    -        -   -    -    x      -       -
      Default                        -    -        -   -    -    x      -       -
      Error                          -    -        -   -    -    -      -       x
      ErrorPath                      -    -        -   -    -    -      -       x
      Cause                          -    -        -   -    -    -      -       x
      CausePath                      -    -        -   -    -    -      -       x
      Comment                        x    x        x   x    x    x      x       x
      NoSuchField                    -    -        -   -    -    -      -       -)";
  std::istringstream types{std::string(header)}, rows{std::string(table)};
  std::vector<std::string> type_names;
  for (std::string type; types >> type;) type_names.push_back(type);
  REQUIRE(type_names.size() == 8);
  std::size_t fields = 0;
  for (std::string field; rows >> field; ++fields) {
    for (const auto& type : type_names) {
      std::string mark;
      rows >> mark;
      CAPTURE(field, type);
      const auto report = report_of_state(R"({"Type": ")" + type + R"(", ")" + field + R"(": "x"})");
      const auto refusal = schema_error("Field '" + field + "' is not supported", "/States/A");
      CHECK((report.find(refusal) == report.npos) == (mark == "x"));
    }
  }
  CHECK(fields == 44);
}

TEST_CASE("what a state cannot do without is asked for", "[asl][validate]") {
  struct Row {
    std::string_view state;
    std::string report;
  };
  const auto needs = [](std::string_view fields) {
    return schema_error("This object should have only one of the following fields: " + std::string(fields),
                        "/States/A");
  };
  const auto required = [](std::string_view fields) {
    return schema_error("These fields are required: " + std::string(fields), "/States/A");
  };
  const auto row = GENERATE_COPY(values<Row>({
      {R"({"Type": "Task", "End": true})", required("[Resource]")},
      {R"({"Type": "Parallel", "End": true})", required("[Branches]")},
      {R"({"Type": "Map", "End": true})", needs("[ItemProcessor, Iterator]")},
      {R"({"Type": "Wait", "End": true})", needs("[SecondsPath, Seconds, TimestampPath, Timestamp]")},
      {R"({"Type": "Parallel", "End": true, "Branches": []})",
       schema_error("Value cannot be empty", "/States/A/Branches")},
      {R"({"Type": "Parallel", "End": true, "Branches": [{}]})",
       schema_error("These fields are required: [States, StartAt]", "/States/A/Branches[0]")},
      {R"({"Type": "Parallel", "End": true, "Branches": [1]})",
       schema_error("Expected value of type Object", "/States/A/Branches[0]")},
  }));
  CAPTURE(row.state);
  CHECK(report_of_state(row.state) == row.report);
}

TEST_CASE("a state leads on or ends, not both", "[asl][validate]") {
  const auto no_end = "error MISSING_END_STATE: Workflow has no terminal state\n";
  CHECK(report_of_state(R"({"Type": "Pass"})") ==
        schema_error("This object should have only one of the following fields: [Next, End]", "/States/A") + no_end);
  CHECK(report_of_state(R"({"Type": "Pass", "End": false})") ==
        schema_error("This object should have only one of the following fields: [Next, End]", "/States/A") + no_end);
  CHECK(report_of_state(R"({"Type": "Pass", "End": true, "Next": "A"})") ==
        schema_error("There should only be one of the following fields: [Next, End]", "/States/A"));
  CHECK(report_of(R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": false, "Next": "B"},
                                                 "B": {"Type": "Succeed"}}})") == "");
}

TEST_CASE("fields that exclude each other do not come together", "[asl][validate]") {
  struct Row {
    std::string state;
    std::string_view fields, location;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {task_with(R"("TimeoutSeconds": 1, "TimeoutSecondsPath": "$.t")"),
       "[TimeoutSeconds, TimeoutSecondsPath]",
       "/States/A"},
      {R"({"Type": "Wait", "End": true, "Seconds": 1, "TimestampPath": "$.t"})",
       "[SecondsPath, Seconds, TimestampPath, Timestamp]",
       "/States/A"},
      {R"({"Type": "Fail", "Error": "E", "ErrorPath": "$.e"})", "[Error, ErrorPath]", "/States/A"},
      {R"({"Type": "Fail", "Cause": "C", "CausePath": "$.c"})", "[Cause, CausePath]", "/States/A"},
      {map_with(R"("MaxConcurrency": 1, "MaxConcurrencyPath": "$.m")"),
       "[MaxConcurrency, MaxConcurrencyPath]",
       "/States/A"},
      {distributed_with(R"("ToleratedFailureCount": 1, "ToleratedFailureCountPath": "$.m")"),
       "[ToleratedFailureCount, ToleratedFailureCountPath]",
       "/States/A"},
      {distributed_with(R"("ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2",
                                          "ReaderConfig": {"MaxItems": 1, "MaxItemsPath": "$.m"}})"),
       "[MaxItems, MaxItemsPath]",
       "/States/A/ItemReader/ReaderConfig"},
      {distributed_with(R"("ItemBatcher": {"MaxItemsPerBatch": 1, "MaxItemsPerBatchPath": "$.m"})"),
       "[MaxItemsPerBatch, MaxItemsPerBatchPath]",
       "/States/A/ItemBatcher"},
  }));
  CAPTURE(row.state);
  CHECK(report_of_state(row.state) ==
        schema_error("There should only be one of the following fields: " + std::string(row.fields), row.location));
}

// ---- values

TEST_CASE("numbers have a kind and bounds", "[asl][validate]") {
  struct Row {
    std::string state, message;
    std::string_view location;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {R"({"Type": "Wait", "End": true, "Seconds": -1})", "Minimum value is 0", "/States/A/Seconds"},
      {R"({"Type": "Wait", "End": true, "Seconds": 100000000})", "Maximum value is 99999999", "/States/A/Seconds"},
      {R"({"Type": "Wait", "End": true, "Seconds": 1.5})", "Expected value of type Integer", "/States/A/Seconds"},
      {R"({"Type": "Wait", "End": true, "Seconds": "1"})", "Expected value of type Integer", "/States/A/Seconds"},
      {R"({"Type": "Wait", "End": true, "Seconds": 18446744073709551615})",
       "Maximum value is 99999999",
       "/States/A/Seconds"},
      {task_with(R"("TimeoutSeconds": 0)"), "Minimum value is 1", "/States/A/TimeoutSeconds"},
      {task_with(R"("TimeoutSeconds": null)"), "Expected value of type Integer", "/States/A/TimeoutSeconds"},
      {map_with(R"("MaxConcurrency": -1)"), "Minimum value is 0", "/States/A/MaxConcurrency"},
      {distributed_with(R"("ToleratedFailurePercentage": 100.5)"),
       "Maximum value is 100.0",
       "/States/A/ToleratedFailurePercentage"},
      {distributed_with(R"("ToleratedFailurePercentage": -1)"),
       "Minimum value is 0.0",
       "/States/A/ToleratedFailurePercentage"},
      {distributed_with(R"("ToleratedFailureCount": -1)"), "Minimum value is 0", "/States/A/ToleratedFailureCount"},
      {distributed_with(R"("ItemBatcher": {"MaxInputBytesPerBatch": 262145})"),
       "Maximum value is 262144",
       "/States/A/ItemBatcher/MaxInputBytesPerBatch"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E"], "IntervalSeconds": -1}])"),
       "Minimum value is 0",
       "/States/A/Retry[0]/IntervalSeconds"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 100000000}])"),
       "Maximum value is 99999999",
       "/States/A/Retry[0]/MaxAttempts"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E"], "BackoffRate": 0.5}])"),
       "Minimum value is 1.0",
       "/States/A/Retry[0]/BackoffRate"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E"], "BackoffRate": "2"}])"),
       "Expected value of type Number",
       "/States/A/Retry[0]/BackoffRate"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E"], "MaxDelaySeconds": 0}])"),
       "Minimum value is 1",
       "/States/A/Retry[0]/MaxDelaySeconds"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E"], "MaxDelaySeconds": 31622401}])"),
       "Maximum value is 31622400",
       "/States/A/Retry[0]/MaxDelaySeconds"},
  }));
  CAPTURE(row.state);
  CHECK(report_of_state(row.state) == schema_error(row.message, row.location));
}

TEST_CASE("MaxConcurrency has no upper bound", "[asl][validate]") {
  CHECK(report_of_state(map_with(R"("MaxConcurrency": 18446744073709551615)")) == "");
}

TEST_CASE("a heartbeat is shorter than the timeout", "[asl][validate]") {
  const auto activity = [](std::string_view seconds) {
    return R"({"Type": "Task", "End": true, "TimeoutSeconds": 10, "HeartbeatSeconds": )" + std::string(seconds) +
           R"(, "Resource": "arn:aws:states:us-east-1:123456789012:activity:a"})";
  };
  CHECK(report_of_state(activity("9")) == "");
  CHECK(report_of_state(activity("10")) ==
        schema_error("HeartbeatSeconds must be smaller than TimeoutSeconds", "/States/A/HeartbeatSeconds"));
}

TEST_CASE("a path is judged by what its field needs", "[asl][validate]") {
  struct Row {
    std::string state, message;
    std::string_view location;
  };
  const std::string reference = "Value is not a Reference Path: ";
  const std::string no_dollar = reference + "Reference path didn't start with '$'";
  const std::string no_context = reference + "the context object cannot be referenced here";
  const auto row = GENERATE_COPY(values<Row>({
      {pass_with(R"("InputPath": "a")"), "Value must be a valid JSONPath.", "/States/A/InputPath"},
      {pass_with(R"("OutputPath": "$.a[")"), "Value must be a valid JSONPath.", "/States/A/OutputPath"},
      {pass_with(R"("OutputPath": 1)"), "Expected value of type String", "/States/A/OutputPath"},
      {pass_with(R"("ResultPath": "a.b")"), no_dollar, "/States/A/ResultPath"},
      {pass_with(R"("ResultPath": "")"), no_dollar, "/States/A/ResultPath"},
      {map_with(R"("ItemsPath": "items")"), no_dollar, "/States/A/ItemsPath"},
      {map_with(R"("MaxConcurrencyPath": "$$.Execution.Input.n")"), no_context, "/States/A/MaxConcurrencyPath"},
      {task_with(R"("TimeoutSecondsPath": "$$.x")"), no_context, "/States/A/TimeoutSecondsPath"},
      {map_with(R"("ItemsPath": "$list[*]")"),
       reference + "the path can select more than one value",
       "/States/A/ItemsPath"},
      {R"({"Type": "Fail", "ErrorPath": "Error"})",
       "Value must be a valid JSONPath or a valid intrinsic function call",
       "/States/A/ErrorPath"},
      {R"j({"Type": "Fail", "CausePath": "States.NoSuch()"})j",
       "Value must be a valid JSONPath or a valid intrinsic function call",
       "/States/A/CausePath"},
      {R"({"Type": "Wait", "End": true, "Timestamp": "2016-12-05 21:29:29Z"})",
       "String does not match RFC3339 timestamp",
       "/States/A/Timestamp"},
      {R"({"Type": "Wait", "End": true, "Timestamp": "2016-12-05T25:29:29Z"})",
       "String does not match RFC3339 timestamp",
       "/States/A/Timestamp"},
  }));
  CAPTURE(row.state);
  CHECK(report_of_state(row.state) == schema_error(row.message, row.location));
}

TEST_CASE("a reference path names one value", "[asl][validate]") {
  const auto path = GENERATE(
      as<std::string_view>{}, "$.a[*]", "$..a", "$.a[?(@.b)]", "$.a[1:2]", "$.a[-1]", "$.a[0,1]", "$$.a", "$variable");
  CAPTURE(path);
  CHECK_THAT(report_of_state(pass_with(R"("ResultPath": ")" + std::string(path) + "\"")),
             Catch::StartsWith("error SCHEMA_VALIDATION_FAILED: Value is not a Reference Path: "));
}

TEST_CASE("what a template cannot evaluate is named at the template", "[asl][validate]") {
  struct Row {
    std::string state, field;
    std::string_view location;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {pass_with(R"("Parameters": {"a.$": "foo"})"), "a.$", "/States/A/Parameters"},
      {pass_with(R"("Parameters": {"a": [{"b.$": "$.["}]})"), "b.$", "/States/A/Parameters"},
      {pass_with(R"j("Parameters": {"a.$": "States.NoSuchFunction(1)"})j"), "a.$", "/States/A/Parameters"},
      {task_with(R"("ResultSelector": {"a.$": "States.Format('{}', $.a"})"), "a.$", "/States/A/ResultSelector"},
      {map_with(R"("ItemSelector": {"a.$": ""})"), "a.$", "/States/A/ItemSelector"},
      {pass_with(R"("Assign": {"a.$": "foo"})"), "a.$", "/States/A/Assign"},
      {task_with(R"("Credentials": {"RoleArn.$": "role"})"), "RoleArn.$", "/States/A/Credentials"},
  }));
  CAPTURE(row.state);
  CHECK(report_of_state(row.state) == schema_error("The value for the field '" + row.field +
                                                       "' must be a valid JSONPath or a valid intrinsic function call",
                                                   row.location));
}

TEST_CASE("a template is any value but null, and an object where its members have a meaning", "[asl][validate]") {
  const auto row = GENERATE(values<std::string>({"[{\"a.$\": \"$\"}, 0]", "7", "\"text\"", "true", "[]"}));
  CAPTURE(row);
  CHECK(report_of_state(pass_with("\"Parameters\": " + row)).empty());
  CHECK(report_of_state(task_with("\"ResultSelector\": " + row)).empty());
  CHECK(report_of_state(map_with("\"ItemSelector\": " + row)).empty());
  CHECK(report_of_state(pass_with("\"Assign\": " + row)) ==
        schema_error("Expected value of type Object", "/States/A/Assign"));
  CHECK(report_of_state(pass_with(R"("Parameters": null)")) ==
        schema_error("A payload template cannot be null", "/States/A/Parameters"));
  CHECK(report_of_state(pass_with(R"("Parameters": {"l.$": ["$.x"]})")) ==
        schema_error("The value for the field 'l.$' must be a STRING that contains a JSONPath but was an ARRAY",
                     "/States/A/Parameters"));
}

TEST_CASE("an integration's parameters are an object", "[asl][validate]") {
  CHECK(report_of_state(R"({"Type": "Task", "End": true, "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets",
                            "Parameters": [1]})") ==
        schema_error("Expected value of type Object", "/States/A/Parameters"));
}

TEST_CASE("credentials name a role, and not for an activity", "[asl][validate]") {
  CHECK(report_of_state(task_with(R"("Credentials": {})")) ==
        schema_error("The field 'RoleArn' is required but was missing", "/States/A/Credentials"));
  CHECK(report_of_state(R"({"Type": "Task", "End": true, "Credentials": {"RoleArn": "r"}, "TimeoutSeconds": 1,
                            "Resource": "arn:aws:states:us-east-1:123456789012:activity:a"})") ==
        schema_error("The field 'Credentials' is not supported for activities", "/States/A/Credentials"));
}

// ---- Task resources

TEST_CASE("a resource is an ARN that a task can call", "[asl][validate]") {
  const auto with = [](std::string_view resource) {
    return R"({"Type": "Task", "End": true, "Resource": )" + quoted(resource) + "}";
  };
  CHECK(report_of_state(with("createToken")) ==
        schema_error("Value is not a valid resource ARN", "/States/A/Resource"));
  CHECK(
      report_of_state(with("arn:aws:states:::dynamodb:query")) ==
      schema_error("The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid "
                   "resource ARN, or the resource is not available in this region.",
                   "/States/A/Resource"));
  CHECK(report_of_state(with("arn:aws:states:::lambda:invoke")) ==
        schema_error("Parameters field is required for resource ARN: arn:aws:states:::lambda:invoke",
                     "/States/A/Resource"));
}

TEST_CASE("an integration's required parameters are there, literally or by path", "[asl][validate]") {
  CHECK(report_of_state(R"({"Type": "Task", "End": true, "Resource": "arn:aws:states:::sqs:sendMessage",
                            "Parameters": {"QueueUrl.$": "$.url"}})") ==
        schema_error("The field 'MessageBody' is required but was missing", "/States/A/Parameters"));
}

TEST_CASE("an express machine waits for nothing", "[asl][validate]") {
  struct Row {
    std::string_view resource, parameters, message;
  };
  const auto row = GENERATE(values<Row>({
      {"arn:aws:states:::lambda:invoke.waitForTaskToken",
       R"({"FunctionName": "f"})",
       "Express state machine does not support '.waitForTaskToken' service integration "},
      {"arn:aws:states:::ecs:runTask.sync",
       R"({"TaskDefinition": "t"})",
       "Express state machine does not support '.sync' service integration"},
      {"arn:aws:states:::states:startExecution.sync:2",
       R"({"StateMachineArn": "m"})",
       "Express state machine does not support '.sync' service integration"},
      {"arn:aws:states:us-east-1:123456789012:activity:a", "{}", "Express state machine does not support Activity ARN"},
  }));
  CAPTURE(row.resource);
  const auto task = R"({"Type": "Task", "End": true, "TimeoutSeconds": 5, "Resource": )" + quoted(row.resource) +
                    R"(, "Parameters": )" + std::string(row.parameters) + "}";
  CHECK(report_of_state(task) == "");
  CHECK(report_of_state(task, MachineType::EXPRESS) == schema_error(row.message, "/States/A/Resource"));

  const auto child = R"({"Type": "Map", "End": true, "ItemProcessor": {
      "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "T", "States": {"T": )" +
                     task + "}}}";
  CHECK(report_of_state(child) == schema_error(row.message, "/States/A/ItemProcessor/States/T/Resource"));
}

// ---- Retry and Catch

TEST_CASE("retriers and catchers say which errors they are for", "[asl][validate]") {
  struct Row {
    std::string state, message;
    std::string_view location;
  };
  const std::string all = "States.ALL must appear alone and at end of list";
  const auto row = GENERATE_COPY(values<Row>({
      {task_with(R"("Retry": {})"), "Expected value of type Array", "/States/A/Retry"},
      {task_with(R"("Retry": [{}])"), "These fields are required: [ErrorEquals]", "/States/A/Retry[0]"},
      {task_with(R"("Retry": [{"ErrorEquals": []}])"), "Value cannot be empty", "/States/A/Retry[0]/ErrorEquals"},
      {task_with(R"("Retry": [{"ErrorEquals": "E"}])"),
       "Expected value of type Array",
       "/States/A/Retry[0]/ErrorEquals"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E", 1]}])"),
       "Expected value of type String",
       "/States/A/Retry[0]/ErrorEquals[1]"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E"], "Next": "A"}])"),
       "Field 'Next' is not supported",
       "/States/A/Retry[0]"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E"], "JitterStrategy": "SOME"}])"),
       "Value should be one of the following: [NONE, FULL]",
       "/States/A/Retry[0]/JitterStrategy"},
      {task_with(R"("Retry": [{"ErrorEquals": ["E", "States.ALL"]}])"), all, "/States/A/Retry[0]/ErrorEquals[1]"},
      {task_with(R"("Retry": [{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["E"]}])"),
       all,
       "/States/A/Retry[0]/ErrorEquals[0]"},
      {task_with(R"("Catch": [{"ErrorEquals": ["E"]}])"), "These fields are required: [Next]", "/States/A/Catch[0]"},
      {task_with(R"("Catch": [{"ErrorEquals": ["States.ALL"], "Next": "A"}, {"ErrorEquals": ["E"], "Next": "A"}])"),
       all,
       "/States/A/Catch[0]/ErrorEquals[0]"},
      {task_with(R"("Catch": [{"ErrorEquals": ["E"], "Next": "A", "ResultPath": "x"}])"),
       "Value is not a Reference Path: Reference path didn't start with '$'",
       "/States/A/Catch[0]/ResultPath"},
      {task_with(R"("Catch": [{"ErrorEquals": ["E"], "Next": "A", "Output": 1}])"),
       "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
       "/States/A/Catch[0]"},
  }));
  CAPTURE(row.state);
  CHECK(report_of_state(row.state) == schema_error(row.message, row.location));
}

// ---- Choice

TEST_CASE("a Choice has rules", "[asl][validate]") {
  const auto missing =
      R"({"StartAt": "C", "States": {"C": {"Type": "Choice", "Default": "Z"}, "Z": {"Type": "Succeed"}}})";
  CHECK(report_of(missing) == schema_error("These fields are required: [Choices]", "/States/C"));
  CHECK(report_of(choice_machine("")) == schema_error("Value cannot be empty", "/States/C/Choices"));
}

TEST_CASE("a rule asks one question and says where to go", "[asl][validate]") {
  struct Row {
    std::string_view rule;
    std::string message, location;
  };
  const std::string selectors =
      "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]";
  const auto row = GENERATE_COPY(values<Row>({
      {R"({"Variable": "$.a", "IsNull": true})", "These fields are required: [Next]", ""},
      {R"({"Next": "Z"})", selectors, ""},
      {R"({"Variable": "$.a", "IsNull": true, "Not": {"Variable": "$.a", "IsNull": true}, "Next": "Z"})",
       selectors,
       ""},
      {R"({"And": [], "Next": "Z"})", "Value cannot be empty", "/And"},
      {R"({"Or": {"Variable": "$.a", "IsNull": true}, "Next": "Z"})", "Expected value of type Array", "/Or"},
      {R"({"Not": [{"Variable": "$.a", "IsNull": true}], "Next": "Z"})", "Expected value of type Object", "/Not"},
      {R"({"Not": {"Variable": "$.a", "IsNull": true, "Next": "Z"}, "Next": "Z"})",
       "Field 'Next' is not supported",
       "/Not"},
      {R"({"And": [{"Variable": "$.a", "IsNull": true, "Assign": {}}], "Next": "Z"})",
       "Field 'Assign' is not supported",
       "/And[0]"},
      {R"({"And": [{"Variable": "$.a", "IsNull": true}], "IsNull": true, "Next": "Z"})",
       "Field 'IsNull' is not supported",
       ""},
      {R"({"Variable": "$.a", "StringEqual": "x", "IsNull": true, "Next": "Z"})",
       "Field 'StringEqual' is not supported",
       ""},
      {R"({"Variable": "a", "IsNull": true, "Next": "Z"})",
       "Value is not a Reference Path: Reference path didn't start with '$'",
       "/Variable"},
      {R"({"Variable": "$.a", "StringEqualsPath": "b", "Next": "Z"})",
       "Value is not a Reference Path: Reference path didn't start with '$'",
       "/StringEqualsPath"},
      {R"({"Variable": "$.a", "StringEquals": 1, "Next": "Z"})", "Expected value of type String", "/StringEquals"},
      {R"({"Variable": "$.a", "NumericEquals": "1", "Next": "Z"})", "Expected value of type Number", "/NumericEquals"},
      {R"({"Variable": "$.a", "BooleanEquals": 1, "Next": "Z"})", "Expected value of type Boolean", "/BooleanEquals"},
      {R"({"Variable": "$.a", "IsPresent": "true", "Next": "Z"})", "Expected value of type Boolean", "/IsPresent"},
      {R"({"Variable": "$.a", "TimestampEquals": "now", "Next": "Z"})",
       "String does not match RFC3339 timestamp",
       "/TimestampEquals"},
      {R"({"Variable": "$.a", "StringMatches": "a\\", "Next": "Z"})",
       "A backslash must be followed by '*' or another backslash",
       "/StringMatches"},
      {R"({"Variable": "$.a", "StringMatches": "a\\b", "Next": "Z"})",
       "A backslash must be followed by '*' or another backslash",
       "/StringMatches"},
      {"1", "Expected value of type Object", ""},
  }));
  CAPTURE(row.rule);
  CHECK(report_of(choice_machine(row.rule)) == schema_error(row.message, "/States/C/Choices[0]" + row.location));
}

TEST_CASE("a rule on a variable has one operator of the 39", "[asl][validate]") {
  const auto none = report_of(choice_machine(R"({"Variable": "$.a", "Next": "Z"})"));
  CHECK_THAT(none,
             Catch::StartsWith("error SCHEMA_VALIDATION_FAILED: This object should have only one of the following "
                               "fields: [StringEquals, StringEqualsPath, "));
  CHECK_THAT(none, Catch::EndsWith("IsTimestamp] at /States/C/Choices[0]\n"));
  CHECK_THAT(report_of(choice_machine(R"({"Variable": "$.a", "IsNull": true, "IsString": true, "Next": "Z"})")),
             Catch::StartsWith("error SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: ["));
}

// ---- Map

TEST_CASE("a Map's processor, reader, batcher and writer are complete", "[asl][validate]") {
  struct Row {
    std::string state, message;
    std::string_view location;
  };
  const auto config = [](std::string_view fields) {
    return R"({"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}},
               "ProcessorConfig": )" +
           std::string(fields) + "}}";
  };
  const auto reader = [](std::string_view reader_config) {
    return distributed_with(R"("ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": )" +
                            std::string(reader_config) + "}");
  };
  const std::string resource = "The field 'Resource' does not match any of the allowed values";
  const auto row = GENERATE_COPY(values<Row>({
      {config(R"({"Mode": "DISTRIBUTED"})"),
       "These fields are required: [ExecutionType]",
       "/States/A/ItemProcessor/ProcessorConfig"},
      {config(R"({"Mode": "INLINE", "ExecutionType": "STANDARD"})"),
       "Field 'ExecutionType' is not supported",
       "/States/A/ItemProcessor/ProcessorConfig"},
      {config(R"({"Mode": "distributed"})"),
       "Value should be one of the following: [INLINE, DISTRIBUTED]",
       "/States/A/ItemProcessor/ProcessorConfig/Mode"},
      {config(R"({"Mode": "DISTRIBUTED", "ExecutionType": "FAST"})"),
       "Value should be one of the following: [STANDARD, EXPRESS]",
       "/States/A/ItemProcessor/ProcessorConfig/ExecutionType"},
      {distributed_with(R"("ItemReader": {"Resource": "arn:aws:states:::s3:putObject"})"),
       resource,
       "/States/A/ItemReader/Resource"},
      {distributed_with(R"("ItemReader": {"Resource": "arn:aws:states:::s3:getObject"})"),
       "These fields are required: [ReaderConfig]",
       "/States/A/ItemReader"},
      {reader(R"({})"), "These fields are required: [InputType]", "/States/A/ItemReader/ReaderConfig"},
      {reader(R"({"InputType": "XML"})"),
       "Value should be one of the following: [CSV, JSON, JSONL, PARQUET, MANIFEST]",
       "/States/A/ItemReader/ReaderConfig/InputType"},
      {reader(R"({"InputType": "CSV"})"),
       "The field 'CSVHeaderLocation' is required",
       "/States/A/ItemReader/ReaderConfig"},
      {reader(R"({"InputType": "CSV", "CSVHeaderLocation": "GIVEN"})"),
       "These fields are required: [CSVHeaders]",
       "/States/A/ItemReader/ReaderConfig"},
      {reader(R"({"InputType": "JSON", "CSVHeaderLocation": "FIRST_ROW"})"),
       "Field 'CSVHeaderLocation' is not supported",
       "/States/A/ItemReader/ReaderConfig"},
      {distributed_with(R"("ItemBatcher": {"BatchInput": {}})"),
       "This object should have at least one of the following fields: [MaxItemsPerBatch, MaxItemsPerBatchPath, "
       "MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]",
       "/States/A/ItemBatcher"},
      {distributed_with(R"("ResultWriter": {})"),
       "These fields are required: [Resource, Parameters]",
       "/States/A/ResultWriter"},
      {distributed_with(R"("ResultWriter": {"Resource": "arn:aws:states:::s3:putObject"})"),
       "These fields are required: [Parameters]",
       "/States/A/ResultWriter"},
      {distributed_with(R"("ResultWriter": {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {}})"),
       resource,
       "/States/A/ResultWriter/Resource"},
      {distributed_with(R"("ResultWriter": {"WriterConfig": {"OutputType": "JSON"}})"),
       "These fields are required: [Transformation]",
       "/States/A/ResultWriter/WriterConfig"},
  }));
  CAPTURE(row.state);
  CHECK(report_of_state(row.state) == schema_error(row.message, row.location));
}

TEST_CASE("what cannot be read yet is refused by name", "[asl][validate]") {
  CHECK(report_of_state(distributed_with(R"("ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
                                                           "ReaderConfig": {"InputType": "PARQUET"}})")) ==
        "error UNSUPPORTED_INPUT_TYPE: InputType 'PARQUET' is not supported yet at "
        "/States/A/ItemReader/ReaderConfig/InputType\n");
}

TEST_CASE("an express machine has no distributed Map, nor have its branches", "[asl][validate]") {
  CHECK(report_of_state(distributed_with(R"("MaxConcurrency": 1)"), MachineType::EXPRESS) ==
        schema_error("The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
                     "/States/A/ItemProcessor/ProcessorConfig/Mode"));
}

// ---- names

TEST_CASE("names have a length and an alphabet", "[asl][validate]") {
  const std::string eighty(80, 'n'), longer(81, 'n');
  CHECK(report_of(R"({"StartAt": ")" + eighty + R"(", "States": {")" + eighty + R"(": {"Type": "Succeed"}}})") == "");
  CHECK(report_of(R"({"StartAt": ")" + longer + R"(", "States": {")" + longer + R"(": {"Type": "Succeed"}}})") ==
        "error INVALID_STATE_NAME: Invalid State name: State '" + longer +
            "' exceeds the 80-character limit allowed by the service at /States/" + longer + '\n');
  CHECK(report_of_state(distributed_with(R"("Label": "a b")")) ==
        "error INVALID_LABEL_NAME: Invalid Label name: Label 'a b' contains invalid characters at /States/A/Label\n");
  CHECK(report_of_state(distributed_with(R"("Label": ")" + std::string(41, 'l') + "\"")) ==
        "error INVALID_LABEL_NAME: Invalid Label name: Label '" + std::string(41, 'l') +
            "' exceeds the 40-character limit allowed by the service at /States/A/Label\n");
}

TEST_CASE("a name is counted in characters, not in bytes", "[asl][validate]") {
  std::string name;
  for (int i = 0; i < 80; ++i) name += "\u00E9";
  CHECK(report_of(R"({"StartAt": ")" + name + R"(", "States": {")" + name + R"(": {"Type": "Succeed"}}})") == "");
}

TEST_CASE("a variable is named like an identifier", "[asl][validate]") {
  struct Row {
    std::string_view name;
    std::string report;
  };
  const auto invalid = [](std::string_view name) {
    return "error INVALID_VARIABLE_NAME: Invalid variable name '" + std::string(name) +
           "': the variable name contains invalid characters. at /States/A/Assign\n";
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"x1_y", ""},
      {"\u00E9t\u00E9", ""},
      {"1x", invalid("1x")},
      {"_x", invalid("_x")},
      {"x.y", invalid("x.y")},
      {"x[0]", invalid("x[0]")},
      {"", invalid("")},
      {"states", "error RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/A/Assign\n"},
  }));
  CAPTURE(row.name);
  CHECK(report_of_state(pass_with(R"("Assign": {")" + std::string(row.name) + R"(": 1})")) == row.report);
  CHECK(report_of_state(pass_with(R"("Assign": {")" + std::string(row.name) + R"(.$": "$"})")) == row.report);
}

TEST_CASE("state names and labels are unique over the whole machine", "[asl][validate]") {
  CHECK(report_of(R"({"StartAt": "A", "States": {"A": {"Type": "Parallel", "Next": "B", "Branches": [
                        {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}]}, "B": {"Type": "Succeed"}}})") ==
        "error DUPLICATE_STATE_NAME: Duplicate State name: B at /States/B\n");
  const auto map = [](std::string_view next, std::string_view inner) {
    return R"({"Type": "Map", "Label": "L", )" + std::string(next) + R"(, "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": ")" +
           std::string(inner) + R"(", "States": {")" + std::string(inner) + R"(": {"Type": "Succeed"}}}})";
  };
  CHECK(report_of(R"({"StartAt": "A", "States": {"A": )" + map(R"("Next": "B")", "I") + R"(, "B": )" +
                  map(R"("End": true)", "J") + "}}") ==
        "error DUPLICATE_LABEL_NAME: Duplicate Label name: L at /States/B/Label\n");
}

// ---- variables

TEST_CASE("an inner scope does not assign what an outer one assigns", "[asl][validate]") {
  const auto machine = [](std::string_view outer, std::string_view inner, std::string_view config) {
    return R"({"StartAt": "M", "States": {
        "M": {"Type": "Map", "Next": "P", "ItemProcessor": {)" +
           std::string(config) + R"( "StartAt": "I", "States": {
              "I": {"Type": "Pass", "End": true, "Assign": )" +
           std::string(inner) + R"(}}}},
        "P": {"Type": "Pass", "End": true, "Assign": )" +
           std::string(outer) + "}}}";
  };
  constexpr std::string_view distributed =
      R"("ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},)";
  CHECK(report_of(machine(R"({"x": 1})", R"({"y": 1})", "")) == "");
  CHECK(report_of(machine(R"({"x.$": "$"})", R"({"x": 1})", "")) ==
        schema_error("The variable name 'x' was already defined in a parent scope.",
                     "/States/M/ItemProcessor/States/I/Assign"));
  CHECK(report_of(machine(R"({"x": 1})", R"({"x": 1})", distributed)) == "");  // executions of their own
}

TEST_CASE("branches may assign the same name side by side", "[asl][validate]") {
  CHECK(report_of_state(R"({"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true, "Assign": {"x": 1}}}},
      {"StartAt": "C", "States": {"C": {"Type": "Pass", "End": true, "Assign": {"x": 1}}}}]})") == "");
}

TEST_CASE("what choice rules and catchers assign belongs to the scope as well", "[asl][validate]") {
  CHECK(report_of(R"({"StartAt": "C", "States": {
      "C": {"Type": "Choice", "Default": "P", "Choices": [
            {"Variable": "$.a", "IsNull": true, "Next": "P", "Assign": {"x": 1}}]},
      "P": {"Type": "Parallel", "End": true, "Branches": [
            {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true, "Assign": {"x": 1}}}}]}}})") ==
        schema_error("The variable name 'x' was already defined in a parent scope.",
                     "/States/P/Branches[0]/States/I/Assign"));
}

// ---- where transitions lead

TEST_CASE("a transition leads to a state of its own scope", "[asl][validate]") {
  const auto missing = [](std::string_view target, std::string_view location) {
    return "error MISSING_TRANSITION_TARGET: Missing 'Next' target: " + std::string(target) + " at " +
           std::string(location) + '\n';
  };
  CHECK(
      report_of(R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Ghost"}, "B": {"Type": "Succeed"}}})") ==
      missing("Ghost", "/States/A/Next") +
          "error MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B\n");
  CHECK(report_of(choice_machine(R"({"Variable": "$.a", "IsNull": true, "Next": "Ghost"})")) ==
        missing("Ghost", "/States/C/Choices[0]/Next"));
  CHECK(report_of(R"({"StartAt": "C", "States": {"C": {"Type": "Choice", "Default": "Ghost", "Choices": [
                        {"Variable": "$.a", "IsNull": true, "Next": "Z"}]}, "Z": {"Type": "Succeed"}}})") ==
        missing("Ghost", "/States/C/Default"));
  CHECK(report_of_state(task_with(R"("Catch": [{"ErrorEquals": ["E"], "Next": "Ghost"}])")) ==
        missing("Ghost", "/States/A/Catch[0]/Next"));
  CHECK(report_of(R"({"StartAt": "a", "States": {"A": {"Type": "Succeed"}}})") ==
        missing("a", "/StartAt") + "error MISSING_TRANSITION_TARGET: State \"A\" is not reachable. at /States/A\n");
  CHECK(report_of_state(R"({"Type": "Map", "End": true, "ItemProcessor": {
                            "StartAt": "I", "States": {"I": {"Type": "Pass", "Next": "A"}}}})") ==
        missing("A", "/States/A/ItemProcessor/States/I/Next"));
  CHECK(report_of_state(R"({"Type": "Map", "End": true, "Iterator": {
                            "StartAt": "Ghost", "States": {"I": {"Type": "Succeed"}}}})") ==
        missing("Ghost", "/States/A/Iterator/StartAt") +
            "error MISSING_TRANSITION_TARGET: State \"I\" is not reachable. at /States/A/Iterator/States/I\n");
}

TEST_CASE("something leads to every state", "[asl][validate]") {
  CHECK(report_of(R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Pass", "Next": "C"},
                                                 "C": {"Type": "Succeed"}}})") ==
        "error MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B\n");
  CHECK(report_of_state(R"({"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "I", "States": {"I": {"Type": "Succeed"}, "J": {"Type": "Succeed"}}}]})") ==
        "error MISSING_TRANSITION_TARGET: State \"J\" is not reachable. at /States/A/Branches[0]/States/J\n");
}

TEST_CASE("states that lead only to each other deserve a warning", "[asl][validate]") {
  CHECK(report_of(R"({"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Pass", "Next": "C"},
                                                 "C": {"Type": "Pass", "Next": "B"}}})") ==
        "warning UNREACHABLE_LOOP: State \"B\" is reachable only from states that are not reachable at /States/B\n"
        "warning UNREACHABLE_LOOP: State \"C\" is reachable only from states that are not reachable at /States/C\n");
}

TEST_CASE("a machine can end, which hides what is unreachable but not what dangles", "[asl][validate]") {
  const std::string no_end = "error MISSING_END_STATE: Workflow has no terminal state\n";
  CHECK(report_of(R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"},
                                                 "C": {"Type": "Pass", "Next": "A"}}})") == no_end);
  CHECK(report_of(R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Ghost"}}})") ==
        "error MISSING_TRANSITION_TARGET: Missing 'Next' target: Ghost at /States/A/Next\n" + no_end);
}

TEST_CASE("a branch may go round for ever", "[asl][validate]") {
  CHECK(report_of_state(R"({"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "I", "States": {"I": {"Type": "Pass", "Next": "I"}}}]})") == "");
}

// ---- query languages

TEST_CASE("a machine and its states may be in JSONata", "[asl][validate]") {
  CHECK(report_of(R"({"QueryLanguage": "JSONata", "StartAt": "A", "States": {
      "A": {"Type": "Pass", "Output": "{% 1 %}", "Next": "B"},
      "B": {"Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "{% 1 %}", "End": true}}})") == "");
  CHECK(report_of(R"({"StartAt": "A", "States": {
      "A": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"x": 1}, "Next": "B"},
      "B": {"Type": "Pass", "QueryLanguage": "JSONata", "Next": "C"},
      "C": {"Type": "Pass", "Parameters": {"x.$": "$.y"}, "End": true}}})") == "");
}

TEST_CASE("a field of the other query language is refused", "[asl][validate]") {
  const auto other = [](std::string_view language, std::string_view field, std::string_view its_own) {
    return schema_error("The QueryLanguage is set to '" + std::string(language) + "', but field '" +
                            std::string(field) + "' is only supported for the '" + std::string(its_own) +
                            "' QueryLanguage",
                        "/States/A");
  };
  CHECK(report_of_state(pass_with(R"("Output": 1)")) == other("JSONPath", "Output", "JSONata"));
  CHECK(report_of_state(task_with(R"("Arguments": {})")) == other("JSONPath", "Arguments", "JSONata"));
  CHECK(report_of_state(map_with(R"("Items": [])")) == other("JSONPath", "Items", "JSONata"));
  CHECK(report_of_state(pass_with(R"("QueryLanguage": "JSONata", "InputPath": "$", "Result": 1)")) ==
        other("JSONata", "InputPath", "JSONPath") + other("JSONata", "Result", "JSONPath"));
}

TEST_CASE("literals of a state in JSONata are judged as those of others", "[asl][validate]") {
  const auto report = report_of_state(R"({"Type": "Task", "QueryLanguage": "JSONata", "End": true,
      "Resource": "arn:aws:states:::lambda:invoke", "Arguments": "{% $states.input %}", "TimeoutSeconds": "{% 1 %}",
      "HeartbeatSeconds": "soon", "Credentials": {}})");
  CHECK(report ==
        schema_error("Expected value of type Integer", "/States/A/HeartbeatSeconds") +
            schema_error("The field 'RoleArn' is required but was missing", "/States/A/Credentials") +
            "warning HAS_NO_EFFECT: A heartbeat has an effect only on activities and on tasks that wait for a "
            "task token at /States/A\n");
}

TEST_CASE("a state does not fall back to JSONPath inside a JSONata machine", "[asl][validate]") {
  CHECK(
      report_of(
          R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "QueryLanguage": "JSONPath", "Output": 1, "End": true}},
                      "QueryLanguage": "JSONata"})") ==
      schema_error("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", "/States/A"));
}

TEST_CASE("the language of a Map or Parallel is not that of the states inside", "[asl][validate]") {
  CHECK(report_of(R"({"StartAt": "A", "States": {"A": {"Type": "Map", "QueryLanguage": "JSONata", "End": true,
      "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "Output": 1, "End": true}}}}}})") ==
        schema_error("The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' "
                     "QueryLanguage",
                     "/States/A/ItemProcessor/States/I"));
  CHECK(report_of_state(R"({"Type": "Map", "End": true, "ItemProcessor": {"QueryLanguage": "JSONPath", "StartAt": "I",
      "States": {"I": {"Type": "Succeed"}}}})") ==
        schema_error("Field 'QueryLanguage' is not supported", "/States/A/ItemProcessor"));
}

TEST_CASE("a misspelt query language is reported against the two there are", "[asl][validate]") {
  CHECK(report_of_state(pass_with(R"("QueryLanguage": "jsonpath")")) ==
        schema_error("Value should be one of the following: [JSONPath, JSONata]", "/States/A/QueryLanguage"));
}

// ---- warnings

TEST_CASE("what is allowed but probably not meant deserves a warning", "[asl][validate]") {
  struct Row {
    std::string definition;
    std::string_view code, location;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {machine_of(pass_with(R"("Parameters": {"a": ["$.x"]})")), "NO_DOLLAR", "/States/A/Parameters/a[0]"},
      {machine_of(pass_with(R"("Assign": {"a": "$$.Execution.Id"})")), "NO_DOLLAR", "/States/A/Assign/a"},
      {machine_of(pass_with(R"j("Parameters": {"a": "States.UUID()"})j")), "NO_DOLLAR", "/States/A/Parameters/a"},
      {machine_of(pass_with(R"("Result": {"a.$": "$.x"})")), "PASS_RESULT_IS_STATIC", "/States/A/Result"},
      {machine_of(R"({"Type": "Fail", "Error": "$.error"})"), "NO_PATH", "/States/A/Error"},
      {choice_machine(R"({"Variable": "$.a", "StringEquals": "$.b", "Next": "Z"})"),
       "NO_PATH",
       "/States/C/Choices[0]/StringEquals"},
      {R"({"StartAt": "C", "States": {"C": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "Z"}]},
                                      "Z": {"Type": "Succeed"}}})",
       "NO_DEFAULT",
       "/States/C"},
      {machine_of(task_with(R"("HeartbeatSeconds": 5)")), "HAS_NO_EFFECT", "/States/A"},
      {machine_of(task_with(R"("Retry": [{"ErrorEquals": ["States.Runtime"]}])")),
       "HAS_NO_EFFECT",
       "/States/A/Retry[0]"},
      {machine_of(map_with(R"("Label": "l", "ToleratedFailureCount": 1)")), "HAS_NO_EFFECT", "/States/A"},
      {machine_of(R"({"Type": "Task", "End": true, "Resource": "arn:aws:states:us-east-1:123456789012:activity:a"})"),
       "MAY_WAIT_FOREVER",
       "/States/A"},
  }));
  CAPTURE(row.definition);
  const auto report = report_of(row.definition);
  CHECK_THAT(report, Catch::StartsWith("warning " + std::string(row.code) + ": "));
  CHECK_THAT(report, Catch::EndsWith(" at " + std::string(row.location) + '\n'));
  CHECK(std::count(report.begin(), report.end(), '\n') == 1);
}

// ---- the whole report

TEST_CASE("everything is said at once: schema, variables, targets, reachability, warnings", "[asl][validate]") {
  CHECK(report_of(R"({"StartAt": "Ghost", "Versoin": "1.0", "States": {
      "P": {"Type": "Parallel", "Next": "Gone", "Assign": {"x": 1}, "Branches": [
            {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true, "Assign": {"x": "$.a"}, "Retry": []},
                                        "U": {"Type": "Succeed"}}}]},
      "W": {"Type": "Wait", "Seconds": -1, "End": true}}})") ==
        schema_error("Field 'Versoin' is not supported", "/") +
            schema_error("Field 'Retry' is not supported", "/States/P/Branches[0]/States/B") +
            schema_error("Minimum value is 0", "/States/W/Seconds") +
            schema_error("The variable name 'x' was already defined in a parent scope.",
                         "/States/P/Branches[0]/States/B/Assign") +
            "error MISSING_TRANSITION_TARGET: Missing 'Next' target: Ghost at /StartAt\n"
            "error MISSING_TRANSITION_TARGET: Missing 'Next' target: Gone at /States/P/Next\n"
            "error MISSING_TRANSITION_TARGET: State \"P\" is not reachable. at /States/P\n"
            "error MISSING_TRANSITION_TARGET: State \"W\" is not reachable. at /States/W\n"
            "error MISSING_TRANSITION_TARGET: State \"U\" is not reachable. at /States/P/Branches[0]/States/U\n"
            "warning NO_DOLLAR: The value looks like a path or an intrinsic function, but the field's name does not "
            "end with "
            "'.$': it stays the text that it is at /States/P/Branches[0]/States/B/Assign/x\n");
}

TEST_CASE("nesting has a bound that is a finding", "[asl][validate]") {
  std::string states = R"({"S0": {"Type": "Succeed"}})";
  for (int i = 1; i <= 100; ++i) {
    const auto name = "S" + std::to_string(i);
    states = R"({")" + name + R"(": {"Type": "Parallel", "End": true, "Branches": [{"StartAt": "S)" +
             std::to_string(i - 1) + R"(", "States": )" + states + "}]}}";
  }
  const auto report = report_of(R"({"StartAt": "S100", "States": )" + states + "}");
  CHECK_THAT(report, Catch::StartsWith("error TOO_DEEPLY_NESTED: The states are too deeply nested. at /States/S100/"));
  CHECK(std::count(report.begin(), report.end(), '\n') == 1);

  std::string rule = R"({"Variable": "$.a", "IsNull": true})";
  for (int i = 0; i < 101; ++i) rule = R"({"Not": )" + rule + "}";
  rule.insert(1, R"("Next": "Z", )");
  CHECK_THAT(
      report_of(choice_machine(rule)),
      Catch::StartsWith("error TOO_DEEPLY_NESTED: The rules are too deeply nested. at /States/C/Choices[0]/Not/Not"));
}

TEST_CASE("a report is never longer than a thousand findings and a note", "[asl][validate]") {
  std::string fields;
  for (int i = 0; i < 5000; ++i) fields += "\"f" + std::to_string(i) + "\": 1, ";
  const auto findings = compile(machine_of(R"({)" + fields + R"("Type": "Pass", "End": true})")).findings;
  REQUIRE(findings.size() == 1001);
  CHECK(findings.back().message == "4000 further findings are not shown");
  CHECK(has_errors(findings));
}

TEST_CASE("findings point into the text", "[asl][validate]") {
  const auto findings =
      compile(
          "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\"Type\": \"Wait\", \"Seconds\": -1,\n"
          "          \"Next\": \"B\"}\n  }\n}\n")
          .findings;
  std::string report;
  for (const auto& finding : findings) report += render(finding, "wait.asl.json") + '\n';
  CHECK(report ==
        "wait.asl.json:4:38: error SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/A/Seconds\n"
        "wait.asl.json:5:19: error MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next\n"
        "wait.asl.json:1:1: error MISSING_END_STATE: Workflow has no terminal state\n");
}

}  // namespace
}  // namespace stepstorm::asl
