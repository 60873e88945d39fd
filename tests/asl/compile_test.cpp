#include "asl/compile.hpp"

#include <catch2/catch.hpp>

#include "tests/asl/report.hpp"
#include "values/overload.hpp"

namespace stepstorm::asl {
namespace {

using namespace std::chrono_literals;

MachinePtr compiled(std::string_view definition, MachineType type = MachineType::STANDARD) {
  auto result = compile(definition, type);
  INFO(report_of(definition, type));
  REQUIRE(result.machine);
  return result.machine;
}

/// The only state of a machine.
State state_of(std::string_view state) { return compiled(machine_of(state))->states.front(); }

template <class Detail>
Detail detail_of(std::string_view state) {
  return std::get<Detail>(state_of(state).detail);
}

std::string describe(const DataPath& path) {
  return std::visit(Overload{[](const KeepAll&) -> std::string { return "all"; },
                             [](const KeepNone&) -> std::string { return "none"; },
                             [](const JsonPath& json_path) { return json_path.text(); }},
                    path);
}
std::string describe(const ResultPath& path) {
  return std::visit(Overload{[](const KeepAll&) -> std::string { return "all"; },
                             [](const KeepNone&) -> std::string { return "none"; },
                             [](const ReferencePath& reference) { return reference.text(); }},
                    path);
}
std::string describe(const std::optional<IntegerField>& field) {
  if (!field) return "absent";
  return std::visit(Overload{[](std::int64_t value) { return std::to_string(value); },
                             [](const JsonPath& path) { return path.text(); },
                             [](const Intrinsic& call) { return call.text(); },
                             [](const Expression& expression) { return expression.text(); }},
                    *field);
}
std::string describe(const std::optional<TextField>& field) {
  if (!field) return "absent";
  return std::visit(Overload{[](const std::string& text) { return "text " + text; },
                             [](const JsonPath& path) { return "path " + path.text(); },
                             [](const Intrinsic& call) { return "call " + call.text(); },
                             [](const Expression& expression) { return "expression " + expression.text(); }},
                    *field);
}

// ---- the machine

TEST_CASE("states are numbered in document order, depth first, and transitions are numbers", "[asl][compile]") {
  const auto machine = compiled(R"({"StartAt": "Z", "States": {
      "A": {"Type": "Succeed"},
      "P": {"Type": "Parallel", "Next": "A", "Branches": [
            {"StartAt": "B2", "States": {"B1": {"Type": "Succeed"}, "B2": {"Type": "Pass", "Next": "B1"}}},
            {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "Iterator": {
                                              "StartAt": "I", "States": {"I": {"Type": "Fail"}}}}}}]},
      "Z": {"Type": "Choice", "Default": "P", "Choices": [{"Variable": "$", "IsNull": true, "Next": "A"}]}}})");
  std::string states;
  for (const auto& state : machine->states) {
    states += std::to_string(state.index) + ' ' + state.name + ' ' + std::string(type_name(state)) + " in " +
              std::to_string(static_cast<int>(state.scope)) + (state.next ? " -> " + std::to_string(*state.next) : "") +
              '\n';
  }
  CHECK(states ==
        "0 A Succeed in 0\n"
        "1 P Parallel in 0 -> 0\n"
        "2 B1 Succeed in 1\n"
        "3 B2 Pass in 1 -> 2\n"
        "4 M Map in 2\n"
        "5 I Fail in 3\n"
        "6 Z Choice in 0\n");
  std::string scopes;
  for (const auto& scope : machine->scopes) {
    scopes += std::to_string(scope.start_at) + (scope.owner ? " of " + std::to_string(*scope.owner) : "") + '\n';
  }
  CHECK(scopes == "6\n3 of 1\n4 of 1\n5 of 4\n");
  CHECK(std::get<ParallelState>(machine->states[1].detail).branches == std::vector{ScopeIndex{1}, ScopeIndex{2}});
  CHECK(std::get<MapState>(machine->states[4].detail).processor == ScopeIndex{3});
  const auto& choice = std::get<ChoiceState>(machine->states[6].detail);
  CHECK(choice.choices.at(0).next == 0);
  CHECK(choice.otherwise == 1);
}

TEST_CASE("a machine keeps its text, its type and its time", "[asl][compile]") {
  const std::string text = R"({ "StartAt":"A",   "TimeoutSeconds": 90, "States": {"A": {"Type": "Succeed"}}})";
  const auto machine = compiled(text, MachineType::EXPRESS);
  CHECK(machine->definition == text);
  CHECK(machine->type == MachineType::EXPRESS);
  CHECK(machine->timeout == 90s);
  CHECK_FALSE(compiled(machine_of(R"({"Type": "Succeed"})"))->timeout);
}

TEST_CASE("fields of a state in JSONata are literals or expressions", "[asl][compile]") {
  const auto machine = compiled(R"({"StartAt": "Q", "States": {
      "T": {"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
            "TimeoutSeconds": "{% $t %}", "HeartbeatSeconds": 5, "Output": 1,
            "Arguments": {"FunctionName": "f", "Qualifier": "{% $q %}"}},
      "P": {"Type": "Parallel", "QueryLanguage": "JSONata", "Next": "T", "Branches": [
            {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "{% $e %}"}}}]},
      "Q": {"Type": "Pass", "Next": "P"}}})");
  CHECK(machine->states[0].query_language == QueryLanguage::JSONata);
  const auto& task = std::get<TaskState>(machine->states[0].detail);
  CHECK(describe(task.timeout_seconds) == "$t");
  CHECK(describe(task.heartbeat_seconds) == "5");
  CHECK_FALSE(task.literal_terms);
  CHECK_FALSE(task.target);  // the Qualifier is known when the task runs
  CHECK(machine->states[0].output);
  CHECK(machine->states[1].query_language == QueryLanguage::JSONata);
  CHECK(describe(std::get<FailState>(machine->states[2].detail).error) ==
        "text {% $e %}");  // the branch is in JSONPath
}

TEST_CASE("a definition with an error has no machine, one with warnings has", "[asl][compile]") {
  CHECK_FALSE(compile(machine_of(R"({"Type": "Pass"})")).machine);
  const auto warned = compile(machine_of(R"({"Type": "Fail", "Error": "$.error"})"));
  CHECK(warned.machine);
  CHECK(warned.findings.size() == 1);
}

// ---- states

TEST_CASE("paths have their defaults and null its meaning", "[asl][compile]") {
  const auto plain = state_of(R"({"Type": "Pass", "End": true})");
  CHECK(describe(plain.input_path) == "all");
  CHECK(describe(plain.output_path) == "all");
  CHECK(describe(plain.result_path) == "all");
  const auto root =
      state_of(R"({"Type": "Pass", "End": true, "InputPath": "$", "OutputPath": "$", "ResultPath": "$"})");
  CHECK(describe(root.input_path) + describe(root.output_path) + describe(root.result_path) == "allallall");
  const auto null =
      state_of(R"({"Type": "Pass", "End": true, "InputPath": null, "OutputPath": null, "ResultPath": null})");
  CHECK(describe(null.input_path) + describe(null.output_path) + describe(null.result_path) == "nonenonenone");
  const auto path =
      state_of(R"({"Type": "Pass", "End": true, "InputPath": "$.a", "OutputPath": "$x", "ResultPath": "$.c.d"})");
  CHECK(describe(path.input_path) + ' ' + describe(path.output_path) + ' ' + describe(path.result_path) ==
        "$.a $x $.c.d");
}

TEST_CASE("a retrier has the service's defaults", "[asl][compile]") {
  const auto retriers =
      state_of(R"({"Type": "Task", "End": true, "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
      "Retry": [{"ErrorEquals": ["A", "B"]},
                {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 0, "BackoffRate": 1.5,
                 "MaxDelaySeconds": 60, "JitterStrategy": "FULL"}]})")
          .retriers;
  REQUIRE(retriers.size() == 2);
  CHECK(retriers[0].error_equals == std::vector<std::string>{"A", "B"});
  CHECK(retriers[0].interval == 1s);
  CHECK(retriers[0].max_attempts == 3);
  CHECK(retriers[0].backoff_rate == 2.0);
  CHECK_FALSE(retriers[0].max_delay);
  CHECK(retriers[0].jitter == JitterStrategy::NONE);
  CHECK(retriers[1].interval == 5s);
  CHECK(retriers[1].max_attempts == 0);
  CHECK(retriers[1].backoff_rate == 1.5);
  CHECK(retriers[1].max_delay == 60s);
  CHECK(retriers[1].jitter == JitterStrategy::FULL);
}

TEST_CASE("a catcher knows its state, its path and its variables", "[asl][compile]") {
  const auto machine = compiled(R"({"StartAt": "T", "States": {
      "T": {"Type": "Task", "End": true, "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
            "Catch": [{"ErrorEquals": ["E"], "Next": "F", "ResultPath": "$.why", "Assign": {"w.$": "$.Cause"}},
                      {"ErrorEquals": ["States.ALL"], "Next": "F"}]},
      "F": {"Type": "Fail"}}})");
  const auto& catchers = machine->states.at(0).catchers;
  REQUIRE(catchers.size() == 2);
  CHECK(catchers[0].error_equals == std::vector<std::string>{"E"});
  CHECK(catchers[0].next == 1);
  CHECK(describe(catchers[0].result_path) == "$.why");
  CHECK(catchers[0].assign);
  CHECK(describe(catchers[1].result_path) == "all");
  CHECK_FALSE(catchers[1].assign);
}

TEST_CASE("a task has a resource and times", "[asl][compile]") {
  const auto task =
      detail_of<TaskState>(R"({"Type": "Task", "End": true, "TimeoutSecondsPath": "$.t", "HeartbeatSeconds": 5,
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": {"QueueUrl": "q", "MessageBody": "m"}, "Credentials": {"RoleArn": "r"}})");
  CHECK(std::get<ServiceResource>(task.resource.kind).action == "sendMessage.waitForTaskToken");
  CHECK(describe(task.timeout_seconds) == "$.t");
  CHECK(describe(task.heartbeat_seconds) == "5");
  CHECK(task.credentials);
}

TEST_CASE("a wait is for seconds or until an instant", "[asl][compile]") {
  const auto wait = [](std::string_view fields) {
    const auto state = detail_of<WaitState>(R"({"Type": "Wait", "End": true, )" + std::string(fields) + "}");
    return std::visit(
        Overload{[](const WaitSeconds& seconds) { return "seconds " + describe(seconds.seconds); },
                 [](const WaitUntil& until) {
                   return std::visit(
                       Overload{[](TimePoint at) { return "until " + render_timestamp(at); },
                                [](const JsonPath& path) { return "until " + path.text(); },
                                [](const Intrinsic& call) { return "until " + call.text(); },
                                [](const Expression& expression) { return "until " + expression.text(); }},
                       until.timestamp);
                 }},
        state.wait);
  };
  CHECK(wait(R"("Seconds": 0)") == "seconds 0");
  CHECK(wait(R"("SecondsPath": "$.s")") == "seconds $.s");
  CHECK(wait(R"("Timestamp": "2024-02-29T12:00:00+01:00")") == "until 2024-02-29T11:00:00.000Z");
  CHECK(wait(R"("TimestampPath": "$.t")") == "until $.t");
}

TEST_CASE("a failure's error and cause are texts, paths or calls", "[asl][compile]") {
  const auto nothing = detail_of<FailState>(R"({"Type": "Fail"})");
  CHECK(describe(nothing.error) + ", " + describe(nothing.cause) == "absent, absent");
  const auto both =
      detail_of<FailState>(R"j({"Type": "Fail", "Error": "E", "CausePath": "States.Format('{}', $.c)"})j");
  CHECK(describe(both.error) + ", " + describe(both.cause) == "text E, call States.Format('{}', $.c)");
  CHECK(describe(detail_of<FailState>(R"({"Type": "Fail", "ErrorPath": "$e"})").error) == "path $e");
}

TEST_CASE("a Pass keeps its result as it is written, and null is none", "[asl][compile]") {
  const auto pass = detail_of<PassState>(R"({"Type": "Pass", "End": true, "Result": {"a.$": "$.b", "n": 1.0}})");
  REQUIRE(pass.result);
  CHECK(to_text(**pass.result) == R"({"a.$":"$.b","n":1.0})");
  CHECK_FALSE(detail_of<PassState>(R"({"Type": "Pass", "End": true})").result);
  CHECK_FALSE(detail_of<PassState>(R"({"Type": "Pass", "End": true, "Result": null})").result);
}

TEST_CASE("a distributed Map carries all its settings", "[asl][compile]") {
  const auto map = detail_of<MapState>(R"({"Type": "Map", "End": true, "ItemsPath": "$.items", "MaxConcurrency": 7,
      "ToleratedFailureCount": 2, "ToleratedFailurePercentagePath": "$.p", "Label": "orders",
      "Parameters": {"old": 1}, "ItemSelector": {"new.$": "$$.Map.Item.Value"},
      "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"},
                     "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["x", "y"],
                                      "CSVDelimiter": "SEMICOLON", "MaxItems": 9}},
      "ItemBatcher": {"MaxItemsPerBatch": 3, "MaxInputBytesPerBatchPath": "$.bytes", "BatchInput": {"b": 1}},
      "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"},
                       "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"}},
      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                        "StartAt": "I", "States": {"I": {"Type": "Succeed"}}}})");
  CHECK(map.mode == ProcessorMode::DISTRIBUTED);
  CHECK(map.execution_type == MachineType::EXPRESS);
  CHECK(describe(map.items_path) == "$.items");
  CHECK(describe(map.max_concurrency) == "7");
  CHECK(describe(map.tolerated_failure_count) == "2");
  CHECK(std::get<JsonPath>(*map.tolerated_failure_percentage).text() == "$.p");
  CHECK(map.label == "orders");
  CHECK(map.item_selector);
  REQUIRE(map.item_reader);
  CHECK(map.item_reader->input_type == InputType::CSV);
  CHECK(map.item_reader->csv_header_location == CsvHeaderLocation::GIVEN);
  CHECK(map.item_reader->csv_headers == std::vector<std::string>{"x", "y"});
  CHECK(map.item_reader->csv_delimiter == ';');
  CHECK(describe(map.item_reader->max_items) == "9");
  REQUIRE(map.item_batcher);
  CHECK(describe(map.item_batcher->max_items_per_batch) == "3");
  CHECK(describe(map.item_batcher->max_input_bytes_per_batch) == "$.bytes");
  CHECK(map.item_batcher->batch_input);
  REQUIRE(map.result_writer);
  CHECK(map.result_writer->resource == "arn:aws:states:::s3:putObject");
  CHECK(map.result_writer->transformation + ' ' + map.result_writer->output_type == "COMPACT JSONL");
}

TEST_CASE("an inline Map has the service's defaults", "[asl][compile]") {
  const auto state = state_of(R"({"Type": "Map", "End": true, "Parameters": {"x": 1},
      "Iterator": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}})");
  const auto& map = std::get<MapState>(state.detail);
  CHECK(map.mode == ProcessorMode::INLINE);
  CHECK(describe(map.items_path) == "all");
  CHECK(describe(map.max_concurrency) == "absent");
  CHECK(map.item_selector);  // Parameters is its older name
  CHECK_FALSE(state.parameters);
}

// ---- text

TEST_CASE("text that is not JSON is refused where it stops being JSON", "[asl][compile]") {
  const auto first_of = [](std::string_view text) {
    const auto result = compile(text);
    CHECK_FALSE(result.machine);
    REQUIRE(result.findings.size() == 1);
    return result.findings.front();
  };
  const auto word = first_of("not a definition");
  CHECK(word.code == "INVALID_JSON_DESCRIPTION");
  CHECK(word.message ==
        "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' "
        "or 'false')\n at [Source: (String)\"not a definition\"; line: 1, column: 4]");
  CHECK(word.location == "[Source: (String)\"not a definition\"; line: 1, column: 4]");
  CHECK(render(word, "x.json") ==
        "x.json:1:1: error INVALID_JSON_DESCRIPTION: Unrecognized token 'not': was expecting "
        "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
  const auto brace = first_of("{\n  \"StartAt\": \"A\",\n}");
  CHECK(brace.code == "INVALID_JSON_DESCRIPTION");
  CHECK(brace.at.line == 3);
  CHECK(brace.at.column == 1);
}

TEST_CASE("a definition has at most 1 MiB", "[asl][compile]") {
  auto text = machine_of(R"({"Type": "Succeed"})");
  text.resize(definition_bytes_max, ' ');
  CHECK(compile(text).machine);
  CHECK(report_of(text + ' ') == "error SCHEMA_VALIDATION_FAILED: Definition has more than 1048576 bytes\n");
}

TEST_CASE("objects and arrays without end are refused", "[asl][compile]") {
  CHECK_THAT(report_of(std::string(5000, '[')), Catch::StartsWith("error INVALID_JSON_DESCRIPTION: "));
}

// ---- YAML

TEST_CASE("a file's ending says what it is written in", "[asl][compile]") {
  CHECK(format_of("order.asl.yaml") == DefinitionFormat::YAML);
  CHECK(format_of("order.yml") == DefinitionFormat::YAML);
  CHECK(format_of("order.asl.json") == DefinitionFormat::JSON);
  CHECK(format_of("-") == DefinitionFormat::JSON);
}

TEST_CASE("YAML is judged and compiled as JSON is", "[asl][compile]") {
  const auto result = compile(
      "StartAt: A\n"
      "States:\n"
      "  A:\n"
      "    Type: Task\n"
      "    Resource: arn:aws:states:::lambda:invoke\n"
      "    Parameters:\n"
      "      FunctionName: f\n"
      "      Payload.$: $\n"
      "    End: true\n",
      MachineType::STANDARD,
      DefinitionFormat::YAML);
  REQUIRE(result.machine);
  CHECK(result.machine->states.size() == 1);
  CHECK(result.machine->definition ==
        R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",)"
        R"("Parameters":{"FunctionName":"f","Payload.$":"$"},"End":true}}})");
}

TEST_CASE("findings in YAML point into the YAML", "[asl][compile]") {
  const auto rendered = [](std::string_view yaml) {
    std::string report;
    for (const auto& finding : compile(yaml, MachineType::STANDARD, DefinitionFormat::YAML).findings) {
      report += render(finding, "a.yaml") + '\n';
    }
    return report;
  };
  CHECK(rendered("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n  C: {Type: Succeed}\n") ==
        "a.yaml:5:11: error MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next\n"
        "a.yaml:6:6: error MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C\n");
  CHECK(rendered("StartAt: [\n") == "a.yaml:2:1: error INVALID_YAML_DESCRIPTION: end of sequence flow not found\n");
  CHECK(rendered("# nothing\n") ==
        "a.yaml:1:1: error SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object\n");
}

}  // namespace
}  // namespace stepstorm::asl
