// What goes into a state's work and what becomes of its result, field by field, over inputs of every type.
#include <catch2/catch.hpp>

#include "execution/failure.hpp"
#include "tests/execution/rehearsal.hpp"

namespace stepstorm::execution {
namespace {

std::string machine(const std::string& state) { return R"({"StartAt":"A","States":{"A":{)" + state + "}}}"; }

/// The output, or the error and its cause without the sentence that names the state.
std::string outcome(const std::string& definition, const std::string& input, const Script& script = {}) {
  const auto run = rehearse(definition, parse_json(input).value(), script);
  if (run.status() == "SUCCEEDED") return to_text(run.output());
  const auto [error, cause] = run.reason();
  const std::string place = place_of_failure("A", 2);
  const std::string why = cause.value_or("");
  return error.value_or("") + ": " + (why.starts_with(place) ? why.substr(place.size()) : why);
}

struct Row {
  std::string fields, input, expected;
};

const std::string null_refused = "States.Runtime: Unable to apply Path transformation to null or empty input.";

}  // namespace

TEST_CASE("a Pass state evaluates InputPath and Parameters, then Result, ResultPath and OutputPath",
          "[execution][data_flow]") {
  const auto row = GENERATE(values<Row>({
      // Result spares nothing
      {R"("Result":1,"InputPath":"$.no")",
       R"({"a":1})",
       "States.Runtime: Invalid path '$.no' : No results for path: $['no']"},
      {R"("Result":1,"Parameters":{"v.$":"$.no"})",
       R"({"a":1})",
       R"(States.Runtime: The JSONPath '$.no' specified for the field 'v.$' could not be found in the input '{"a":1}')"},
      {R"("Result":1,"InputPath":"$.a","Parameters":{"v.$":"$.b"},"ResultPath":"$.r")",
       R"({"a":{"b":2}})",
       R"({"a":{"b":2},"r":1})"},
      {R"("Result":{"v.$":"$.a"})", R"({"a":1})", R"({"v.$":"$.a"})"},
      // null is as no Result
      {R"("Result":null)", "7", "7"},
      {R"("Result":null,"Parameters":{"v.$":"$.a"})", R"({"a":"x"})", R"({"v":"x"})"},
      {R"("Result":null,"InputPath":null,"ResultPath":"$.r")", R"({"a":1})", R"({"a":1,"r":{}})"},
      // Parameters of any type
      {R"("Parameters":[{"item.$":"$.item"},0])", R"({"item":"i"})", R"([{"item":"i"},0])"},
      {R"("Parameters":"$.item")", R"({"item":"i"})", R"("$.item")"},
      {R"("Parameters":3,"ResultPath":"$.n")", "{}", R"({"n":3})"},
      // ResultPath creates
      {R"("Result":1,"ResultPath":"$.a.b.c")", "{}", R"({"a":{"b":{"c":1}}})"},
      {R"("Result":1,"ResultPath":"$.l[0].q")", R"({"a":1})", R"({"a":1,"l":[{"q":1}]})"},
      {R"("Result":1,"ResultPath":"$.l[2]")", R"({"l":[0,0]})", R"({"l":[0,0,1]})"},
      {R"("Result":1,"ResultPath":"$")", R"("text")", "1"},
      {R"("Result":1,"ResultPath":null)", "null", "null"},
  }));
  CAPTURE(row.fields, row.input);
  CHECK(outcome(machine(R"("Type":"Pass","End":true,)" + row.fields), row.input) == row.expected);
}

TEST_CASE("a ResultPath that cannot be applied conflicts with the raw input, after all before it succeeded",
          "[execution][data_flow]") {
  const auto row = GENERATE(values<Row>({
      {R"("Result":1,"ResultPath":"$.r")", R"("text")", R"(Unable to apply ReferencePath $.r to input "text")"},
      {R"("Result":1,"ResultPath":"$.r")", "null", "Unable to apply ReferencePath $.r to input null"},
      {R"("Result":1,"ResultPath":"$.s.x")",
       R"({"s":"t"})",
       R"(Unable to apply ReferencePath $.s.x to input {"s":"t"})"},
      {R"("Result":1,"ResultPath":"$.l.x")",
       R"({"l":[1]})",
       R"(Unable to apply ReferencePath $.l.x to input {"l":[1]})"},
      {R"("Result":1,"ResultPath":"$.l[1].x")", "{}", "Unable to apply ReferencePath $.l[1].x to input {}"},
      {R"("InputPath":"$.a","ResultPath":"$.a.b","OutputPath":"$.no")",
       R"({"a":1})",
       R"(Unable to apply ReferencePath $.a.b to input {"a":1})"},
  }));
  CAPTURE(row.fields, row.input);
  CHECK(outcome(machine(R"("Type":"Pass","End":true,)" + row.fields), row.input) ==
        "States.ReferencePathConflict: " + row.expected);
  CHECK(outcome(machine(R"("Type":"Pass","End":true,"Parameters":{"v.$":"$.no.no"},)" + row.fields), row.input)
            .starts_with("States.Runtime: "));
}

TEST_CASE("no catcher takes a ResultPath that cannot be applied, and the history ends after the result",
          "[execution][data_flow]") {
  const auto run = rehearse(
      R"({"StartAt":"A","States":{
            "A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","ResultPath":"$.r","Next":"B",
                 "Retry":[{"ErrorEquals":["States.ReferencePathConflict"]}],
                 "Catch":[{"ErrorEquals":["States.ReferencePathConflict"],"Next":"B"},
                          {"ErrorEquals":["States.ALL"],"Next":"B"}]},
            "B":{"Type":"Succeed"}}})",
      Json("text"),
      {{"A", {returns(1)}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered A\n"
        "0.000 3<-2 LambdaFunctionScheduled A\n"
        "0.000 4<-3 LambdaFunctionStarted A\n"
        "0.000 5<-4 LambdaFunctionSucceeded A\n"
        "0.000 6<-5 ExecutionFailed States.ReferencePathConflict\n");
  CHECK(run.reason().cause == "Unable to apply ReferencePath $.r to input \"text\"");
}

TEST_CASE("a path does not apply to an input of null, but $ passes it on", "[execution][data_flow]") {
  const auto row = GENERATE(values<Row>({
      {R"("Type":"Pass","End":true)", "null", "null"},
      {R"("Type":"Pass","End":true,"InputPath":"$","OutputPath":"$")", "null", "null"},
      {R"("Type":"Pass","End":true,"InputPath":null)", "null", "{}"},
      {R"("Type":"Pass","End":true,"InputPath":"$.a")", "null", null_refused},
      {R"("Type":"Pass","End":true,"InputPath":"$[*]","Result":1)", "null", null_refused},
      {R"("Type":"Pass","End":true,"OutputPath":"$.a")", "null", null_refused},
      {R"("Type":"Pass","End":true,"Parameters":{"all.$":"$"})", "null", null_refused},
      {R"("Type":"Pass","End":true,"Parameters":{"v.$":"$$.State.Name"},"Result":1)", "null", null_refused},
      {R"("Type":"Pass","End":true,"Parameters":{"k":"x"})", "null", R"({"k":"x"})"},
      {R"("Type":"Pass","End":true,"InputPath":"$.z","Parameters":{"k":1})", R"({"z":null})", R"({"k":1})"},
      {R"("Type":"Pass","End":true,"InputPath":"$.z","Parameters":{"k.$":"$.z"})", R"({"z":null})", null_refused},
      {R"("Type":"Succeed","OutputPath":"$.a")", "null", null_refused},
      {R"("Type":"Wait","End":true,"Seconds":1,"InputPath":"$.a")", "null", null_refused},
  }));
  CAPTURE(row.fields, row.input);
  CHECK(outcome(machine(row.fields), row.input) == row.expected);
}

TEST_CASE("ResultSelector is a template of any type, over the result", "[execution][data_flow]") {
  const std::string task = R"("Type":"Task","End":true,"Resource":"arn:aws:lambda:us-east-1:123456789012:function:f",)";
  const auto row = GENERATE(values<Row>({
      {R"("ResultSelector":[{"n.$":"$.n"},"x"])", R"({"n":1})", R"([{"n":1},"x"])"},
      {R"("ResultSelector":"done")", R"({"n":1})", R"("done")"},
      {R"("ResultSelector":{"n.$":"$.n"})", "null", null_refused},
  }));
  CAPTURE(row.fields, row.input);
  CHECK(outcome(machine(task + row.fields), "{}", {{"A", {returns(parse_json(row.input).value())}}}) == row.expected);
}

TEST_CASE("SecondsPath takes an integer, also as a string of digits", "[execution][wait]") {
  const auto row = GENERATE(values<std::pair<std::string, std::string>>({
      {"5", "{}"},
      {R"("5")", "{}"},
      {"0", "{}"},
      {"1.5", "States.Runtime: The SecondsPath parameter cannot be parsed as a long value: $.p == 1.5"},
      {R"("soon")", "States.Runtime: The SecondsPath parameter cannot be parsed as a long value: $.p == soon"},
      {"-1", "States.Runtime: The SecondsPath parameter references a negative value: $.p == -1"},
      {R"("-1")", "States.Runtime: The SecondsPath parameter references a negative value: $.p == -1"},
      {"null", "States.Runtime: The SecondsPath parameter does not reference an input value: $.p"},
      {"2147483648", "States.Runtime: Wait state delay is too long."},
      {"9223372036854775807", "States.Runtime: Wait state delay is too long."},
      {"9223372036854775808",
       "States.Runtime: The SecondsPath parameter cannot be parsed as a long value: $.p == 9223372036854775808"},
      {R"("18446744073709551616")",
       "States.Runtime: The SecondsPath parameter cannot be parsed as a long value: $.p == 18446744073709551616"},
  }));
  CAPTURE(row.first);
  CHECK(outcome(machine(R"("Type":"Wait","End":true,"SecondsPath":"$.p","OutputPath":null)"),
                R"({"p":)" + row.first + "}") == row.second);
}

TEST_CASE("an activity that does not exist fails the execution as its state is entered", "[execution][task]") {
  const std::string arn = "arn:aws:states:us-east-1:123456789012:activity:nowhere";
  auto owner = std::make_shared<StateMachine>(*machine_from(
      machine(R"("Type":"Task","End":true,"TimeoutSeconds":9,"InputPath":"$.no","Resource":")" + arn + '"')));
  owner->activities = std::make_shared<const std::set<std::string>>();
  const auto run = rehearse(owner, Json::object());
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered A\n"
        "0.000 3<-2 ExecutionFailed States.Runtime\n");
  CHECK(run.reason().cause == place_of_failure("A", 2) + "The activity " + arn + " does not exist.");
}

TEST_CASE("a call of an agent's harness times out after 15 minutes, whatever TimeoutSeconds says",
          "[execution][task]") {
  const auto run = rehearse(machine(R"("Type":"Task","End":true,"TimeoutSeconds":3600,"Parameters":{},
                                       "Resource":"arn:aws:states:::bedrockagentcore:invokeHarness")"),
                            Json::object(),
                            {{"A", {hangs()}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered A\n"
        "0.000 3<-2 TaskScheduled A\n"
        "0.000 4<-3 TaskStarted A\n"
        "900.000 5<-4 TaskTimedOut A States.Timeout\n"
        "900.000 6<-5 ExecutionFailed States.Timeout\n");
}

}  // namespace stepstorm::execution
