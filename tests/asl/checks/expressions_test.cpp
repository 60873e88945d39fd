// What is wrong with JSONata expressions, found when a definition is read: semantics.md 1.4, 2.5. Rows are fields of a
// state in JSONata and the whole report.
#include <catch2/catch.hpp>

#include "tests/asl/report.hpp"

namespace stepstorm::asl {
namespace {

constexpr std::string_view lambda = R"("Resource": "arn:aws:lambda:us-east-1:123456789012:function:f")";

/// A machine in JSONata whose only state is this.
std::string jsonata_report(std::string_view state) {
  return report_of(R"({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": )" + std::string(state) + "}}");
}

std::string pass_report(std::string_view output) {
  return jsonata_report(R"({"Type": "Pass", "End": true, "Output": )" + std::string(output) + "}");
}

std::string unsupported(std::string_view message, std::string_view location) {
  return "error UNSUPPORTED_JSONATA_EXPRESSION: " + std::string(message) + " at " + std::string(location) + '\n';
}

std::string no_input(std::string_view name, std::string_view location = "/States/A/Output") {
  return unsupported("Reference to '" + std::string(name) + "' at the top level is not supported.", location);
}

std::string invalid(std::string_view message, std::string_view location = "/States/A/Output") {
  return "error INVALID_JSONATA_EXPRESSION: " + std::string(message) + " at " + std::string(location) + '\n';
}

struct Row {
  std::string_view value;
  std::string expected;
};

}  // namespace

TEST_CASE("an expression that cannot be read is refused in the parser's words", "[asl][validate][jsonata]") {
  const auto row = GENERATE(values<Row>({
      {R"("{% 1 + %}")", invalid("Unexpected end of expression")},
      {R"({"v": "{% phone[1,2) %}"})", invalid(R"x(Expected "]", got ",")x", "/States/A/Output/v")},
      {R"("{% a ?? b %}")", invalid("The symbol \"?\" cannot be used as a unary operator")},
      {R"("{% 1")", invalid("A JSONata expression begins with '{%' and ends with '%}', without anything around them")},
      {R"(["ok", "1 %}"])",
       invalid("A JSONata expression begins with '{%' and ends with '%}', without anything around them",
               "/States/A/Output[1]")},
      {R"(" {% 1 + %} ")", ""},  // a text as any other
  }));
  CAPTURE(row.value);
  CHECK(pass_report(row.value) == row.expected);
}

TEST_CASE("an expression has no input to refer to", "[asl][validate][jsonata]") {
  const auto row = GENERATE(values<Row>({
      {R"("{% phone %}")", no_input("phone")},
      {R"({"v": "{% phone %}"})", no_input("phone", "/States/A/Output/v")},
      {R"({"a": {"b": ["{% phone %}"]}})", no_input("phone", "/States/A/Output/a/b[0]")},
      {R"("{% aaa + bbb + aaa %}")", no_input("aaa") + no_input("bbb")},
      {R"("{% $.phone %}")", no_input("$")},
      {R"("{% $ %}")", no_input("$")},
      {R"("{% $$ %}")", unsupported("Reference to '$$' is not supported.", "/States/A/Output")},
      {R"("{% $$.phone %}")", unsupported("Reference to '$$' is not supported.", "/States/A/Output")},
      {R"("{% $map($states.input.a, function($x) { b }) %}")", no_input("b")},
      {R"("{% $states.input.phone %}")", ""},
      {R"("{% $states.input.items[phone > 3].$ %}")", ""},
      {R"("{% $states.input.items^(price).{ 'name': name } %}")", ""},
      {R"("{% $states.input.items{ name: $sum(price) } %}")", ""},
      {R"("{% $states.input ~> |items|{ 'price': price * 2 }| %}")", ""},
      {R"("{% $map($states.input.a, function($x) { $x.phone }) %}")", ""},
      {R"("{% $phone %}")", ""},
  }));
  CAPTURE(row.value);
  CHECK(pass_report(row.value) == row.expected);
}

TEST_CASE("$states has the fields that exist where an expression stands", "[asl][validate][jsonata]") {
  const auto missing = [](std::string_view field, std::string_view location) {
    return unsupported("Field '$states." + std::string(field) + "' does not exist.", location);
  };
  CHECK(pass_report(R"("{% [$states.input, $states.context, $states] %}")") == "");
  CHECK(pass_report(R"("{% $states.output %}")") == missing("output", "/States/A/Output"));
  CHECK(pass_report(R"("{% $states.result %}")") == missing("result", "/States/A/Output"));
  CHECK(jsonata_report(R"({"Type": "Task", "End": true, )" + std::string(lambda) + R"(,
      "Arguments": "{% $states.result %}", "TimeoutSeconds": "{% $states.result %}",
      "Output": "{% $states.result %}", "Assign": {"r": "{% $states.result %}", "e": "{% $states.errorOutput %}"},
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "A", "Output": "{% $states.errorOutput %}",
                 "Assign": {"e": "{% $states.errorOutput %}", "r": "{% $states.result %}"}}]})") ==
        missing("result", "/States/A/Arguments") + missing("result", "/States/A/TimeoutSeconds") +
            missing("errorOutput", "/States/A/Assign/e") + missing("result", "/States/A/Catch[0]/Assign/r"));
}

TEST_CASE("expressions are looked for in every field that evaluates them, and in no other",
          "[asl][validate][jsonata]") {
  const auto row = GENERATE(values<Row>({
      {R"({"Type": "Pass", "End": true, "Comment": "{% x %}", "Assign": {"Next": "{% x %}"}})",
       no_input("x", "/States/A/Assign/Next")},
      {R"({"Type": "Wait", "End": true, "Seconds": "{% x %}"})", no_input("x", "/States/A/Seconds")},
      {R"({"Type": "Wait", "End": true, "Timestamp": "{% x %}"})", no_input("x", "/States/A/Timestamp")},
      {R"({"Type": "Fail", "Error": "{% x %}", "Cause": "{% y %}"})",
       no_input("x", "/States/A/Error") + no_input("y", "/States/A/Cause")},
      {R"({"Type": "Succeed", "Output": ["{% x %}"]})", no_input("x", "/States/A/Output[0]")},
      {R"({"Type": "Parallel", "End": true, "Arguments": {"a": "{% x %}"},
           "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "Output": {"v": "{% y %}"}, "End": true}}}]})",
       no_input("x", "/States/A/Arguments/a") + no_input("y", "/States/A/Branches[0]/States/B/Output/v")},
      {R"({"Type": "Map", "End": true, "Items": "{% i %}", "MaxConcurrency": "{% c %}", "ItemSelector": {"s": "{% s %}"},
           "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}})",
       no_input("i", "/States/A/Items") + no_input("c", "/States/A/MaxConcurrency") +
           no_input("s", "/States/A/ItemSelector/s")},
      {R"({"Type": "Map", "End": true, "ToleratedFailureCount": "{% f %}", "ToleratedFailurePercentage": "{% p %}",
           "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "Arguments": {"Bucket": "{% b %}", "Key": "k"},
                          "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["{% h %}"],
                                           "MaxItems": "{% m %}"}},
           "ItemBatcher": {"MaxItemsPerBatch": "{% n %}", "BatchInput": {"Comment": "{% t %}"}},
           "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "{% w %}"}},
           "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                             "StartAt": "B", "States": {"B": {"Type": "Succeed"}}}})",
       no_input("f", "/States/A/ToleratedFailureCount") + no_input("p", "/States/A/ToleratedFailurePercentage") +
           no_input("b", "/States/A/ItemReader/Arguments/Bucket") +
           no_input("m", "/States/A/ItemReader/ReaderConfig/MaxItems") +
           no_input("n", "/States/A/ItemBatcher/MaxItemsPerBatch") +
           no_input("t", "/States/A/ItemBatcher/BatchInput/Comment") +
           no_input("w", "/States/A/ResultWriter/Arguments/Bucket")},
      {R"({"Type": "Task", "End": true, "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
           "Credentials": {"RoleArn": "{% r %}"}})",
       no_input("r", "/States/A/Credentials/RoleArn")},
  }));
  CAPTURE(row.value);
  CHECK(jsonata_report(row.value) == row.expected);
}

TEST_CASE("a Choice rule's Condition is a boolean or an expression", "[asl][validate][jsonata]") {
  const auto report = [](std::string_view rule) {
    return report_of(R"({"QueryLanguage": "JSONata", "StartAt": "C", "States": {"Z": {"Type": "Succeed"},
        "C": {"Type": "Choice", "Default": "Z", "Choices": [)" +
                     std::string(rule) + "]}}}");
  };
  CHECK(report(R"({"Condition": true, "Next": "Z"})") == "");
  CHECK(report(R"({"Condition": "{% $states.input.a = 1 %}", "Output": "{% $states.input %}", "Next": "Z"})") == "");
  CHECK(report(R"({"Condition": "{% a = 1 %}", "Next": "Z"})") == no_input("a", "/States/C/Choices[0]/Condition"));
  CHECK(report(R"({"Condition": "yes", "Next": "Z"})") ==
        schema_error("Expected value of type Boolean", "/States/C/Choices[0]/Condition"));
}

TEST_CASE("Items are a list, an object or an expression", "[asl][validate][jsonata]") {
  const auto report = [](std::string_view items) {
    return jsonata_report(R"({"Type": "Map", "End": true, "Items": )" + std::string(items) + R"(,
        "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}})");
  };
  CHECK(report(R"(["{% $states.input %}", 1])") == "");
  CHECK(report(R"("{% $states.input %}")") == "");
  CHECK(report("1") == schema_error("Expected value of type Array", "/States/A/Items"));
  CHECK(report(R"("items")") == schema_error("Expected value of type Array", "/States/A/Items"));
}

TEST_CASE("a JSONPath state keeps what looks like an expression as text", "[asl][validate][jsonata]") {
  CHECK(report_of_state(R"({"Type": "Pass", "End": true, "Parameters": {"v": "{% phone %}"}})") == "");
}

TEST_CASE("a finding about an expression stands at the column inside it", "[asl][validate][jsonata]") {
  const auto column = [](std::string_view output) {
    const auto findings =
        compile(R"({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "End": true,
"Output": )" + std::string(output) +
                "}}}")
            .findings;
    REQUIRE(findings.size() == 1);
    return std::to_string(findings[0].at.line) + ':' + std::to_string(findings[0].at.column);
  };
  CHECK(column(R"("{% 1 ] %}")") == "2:17");           // the bracket
  CHECK(column(R"({"v":   "{% 1 ] %}"})") == "2:25");  // likewise
  CHECK(column(R"("{%\n\u00e9 ] %}")") == "2:23");     // escapes are longer than what they stand for
}

}  // namespace stepstorm::asl
