// States whose query language is JSONata: what each field evaluates to and how it fails, and whole histories.
// Rows: semantics.md 2.5, 5.1, 8.7 (fixed exception 5).
#include <catch2/catch.hpp>

#include "execution/failure.hpp"
#include "execution/grammar/history_grammar.hpp"
#include "tests/execution/rehearsal.hpp"

namespace stepstorm::execution {
namespace {

const std::string task = R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f")";
const std::string inside = R"({"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}})";

std::string machine(const std::string& start, const std::string& states) {
  return R"({"QueryLanguage":"JSONata","StartAt":")" + start + R"(","States":{)" + states + "}}";
}

/// A machine whose only state is A.
std::string one(const std::string& fields) { return machine("A", R"("A":{)" + fields + "}"); }

/// The output, or the error and its cause without the sentence that names the state A.
std::string outcome(const Performance& run) {
  if (run.status() == "SUCCEEDED") return to_text(run.output());
  const auto [error, cause] = run.reason();
  const std::string place = place_of_failure("A", 2);
  const std::string why = cause.value_or("");
  return error.value_or("") + ": " + (why.starts_with(place) ? why.substr(place.size()) : why);
}

std::string outcome(const std::string& definition, const std::string& input, const Script& script = {}) {
  return outcome(rehearse(definition, parse_json(input).value(), script));
}

/// The grammar knows nothing of expressions, but of what comes after what.
void check_grammar(const Performance& run) {
  const auto violation = find_violation(run.history, *run.execution.state_machine, run.execution.status);
  INFO(run.text());
  CHECK((violation ? violation->expected : std::string{}) == "");
}

struct Row {
  std::string fields, input, expected;
};

std::string failed(const std::string& expression, const std::string& field, const std::string& how) {
  return "States.QueryEvaluationError: The JSONata expression '" + expression + "' specified for the field '" + field +
         "' " + how;
}

}  // namespace

TEST_CASE("Output of a Pass state is any JSON value with expressions", "[execution][jsonata]") {
  const auto row = GENERATE(values<Row>({
      {R"("Comment":"no Output")", R"({"a":1})", R"({"a":1})"},
      {R"("Output":null)", "{}", "null"},
      {R"("Output":0.5)", "{}", "0.5"},
      {R"("Output":" {% 1 %} ")", "{}", R"(" {% 1 %} ")"},
      {R"("Output":{"x.$":"$.a","y":["{% $states.input.a %}",2]})", R"({"a":1})", R"({"x.$":"$.a","y":[1,2]})"},
      {R"("Output":"{% $states.input %}")", R"([1,{"b":null}])", R"([1,{"b":null}])"},
      {R"("Output":"{% $states.context.State.Name %}")", "{}", R"("A")"},
      {R"("Output":"{% $keys($states) %}")", "{}", R"(["input","context"])"},
      {R"("Output":"{% $states.context.Execution.Input.a %}")", R"({"a":7})", "7"},
      {R"("Output":"{% null %}")", "{}", "null"},
      {R"("Output":"{% ($x := 2; $x * 21) %}")", "{}", "42"},
      {R"("Output":"{% $states.input.l[$ > 2] %}")", R"({"l":[1,2,3]})", "3"},
      {R"("Output":{"r":"{% $none %}"})", "{}", failed("$none", "Output/r", "returned nothing (undefined).")},
      {R"("Output":{"a":[1,{"b":"{% $none %}"}]})",
       "{}",
       failed("$none", "Output/a[1]/b", "returned nothing (undefined).")},
      {R"("Output":"{% $sum %}")", "{}", failed("$sum", "Output", "returned an unsupported result type.")},
      {R"("Output":"{% 1 + 'a' %}")",
       "{}",
       failed(
           "1 + 'a'",
           "Output",
           "threw an error during evaluation. T2002: The right side of the \"+\" operator must evaluate to a number")},
      {R"("Output":"{% $eval('1') %}")",
       "{}",
       failed("$eval('1')", "Output", "threw an error during evaluation. T1006: Attempted to invoke a non-function")},
  }));
  CAPTURE(row.fields, row.input);
  CHECK(outcome(one(R"("Type":"Pass","End":true,)" + row.fields), row.input) == row.expected);
}

TEST_CASE("Output and Assign see the values from before the state", "[execution][jsonata]") {
  const auto run = rehearse(machine("P", R"(
      "P":{"Type":"Pass","Assign":{"n":1},"Next":"Q"},
      "Q":{"Type":"Pass","Assign":{"n":"{% $n + 1 %}","m":"{% $n %}"},"Output":"{% $n %}","Next":"R"},
      "R":{"Type":"Pass","Output":"{% [$states.input, $n, $m] %}","End":true})"));
  CHECK(outcome(run) == "[1,2,1]");
  check_grammar(run);
}

TEST_CASE("a Task's Arguments, result and Output", "[execution][jsonata]") {
  const auto scheduled = [](const std::string& fields, const std::string& input) {
    const auto run =
        rehearse(one(task + R"(,"End":true)" + fields), parse_json(input).value(), {{"A", {returns({{"r", 5}})}}});
    return to_text(*run.tasks.at(0).input) + " -> " + outcome(run);
  };
  CHECK(scheduled("", R"({"a":1})") == R"({"a":1} -> {"r":5})");
  CHECK(scheduled(R"(,"Arguments":{"v":"{% $states.input.a %}","w":"x"})", R"({"a":1})") ==
        R"({"v":1,"w":"x"} -> {"r":5})");
  CHECK(scheduled(R"(,"Arguments":"{% $states.input.a %}","Output":"{% $states.result.r + $states.input.a %}")",
                  R"({"a":1})") == "1 -> 6");
}

TEST_CASE("seconds that an expression gives are integers from 0 to 99,999,999", "[execution][jsonata]") {
  const auto row = GENERATE(values<Row>({
      {R"("TimeoutSeconds":"{% $states.input %}")", "7", "null"},
      {R"("HeartbeatSeconds":"{% $states.input %}")", "7", "null"},
      {R"("TimeoutSeconds":"{% $states.input %}")",
       "-1",
       "States.QueryEvaluationError: TimeoutSeconds must be between 0 and 99999999 but was: -1"},
      {R"("HeartbeatSeconds":"{% $states.input %}")",
       "100000000",
       "States.QueryEvaluationError: HeartbeatSeconds must be between 0 and 99999999 but was: 100000000"},
      {R"("TimeoutSeconds":"{% $states.input %}")",
       "1.5",
       "States.QueryEvaluationError: The TimeoutSeconds field cannot be parsed as an integer: 1.5"},
      {R"("TimeoutSeconds":"{% $states.input %}")",
       R"("7")",
       failed("$states.input",
              "TimeoutSeconds",
              R"(returned an unexpected result type. Expected 'number', but was 'string' for value: "7")")},
      {R"("Credentials":{"RoleArn":"{% $states.input.role %}"})",
       "{}",
       failed("$states.input.role", "Credentials/RoleArn", "returned nothing (undefined).")},
      {R"("Credentials":{"RoleArn":"{% 1 %}"})",
       "{}",
       R"(States.QueryEvaluationError: The field 'RoleArn' must be a string but the Credentials were: {"RoleArn":1})"},
  }));
  CAPTURE(row.fields, row.input);
  CHECK(outcome(one(task + R"(,"End":true,)" + row.fields), row.input, {{"A", {returns(nullptr)}}}) == row.expected);
}

TEST_CASE("a Choice takes the first rule whose Condition is true", "[execution][jsonata]") {
  const auto choice = [](const std::string& rules) {
    return machine("A",
                   R"("A":{"Type":"Choice","Output":"otherwise","Default":"S","Choices":[)" + rules +
                       R"(]},"S":{"Type":"Succeed"})");
  };
  CHECK(outcome(choice(R"({"Condition":false,"Next":"S","Output":1},{"Condition":true,"Next":"S","Output":2})"),
                "{}") == "2");
  CHECK(outcome(choice(R"({"Condition":"{% $states.input.a > 1 %}","Next":"S","Output":"{% $states.input.a %}"})"),
                R"({"a":3})") == "3");
  CHECK(outcome(choice(R"({"Condition":"{% $states.input.a > 1 %}","Next":"S"})"), R"({"a":0})") == R"("otherwise")");
  CHECK(outcome(choice(R"({"Condition":true,"Next":"S"})"), R"({"a":0})") == R"({"a":0})");
  CHECK(outcome(choice(R"({"Condition":false,"Next":"S"},{"Condition":"{% 1 %}","Next":"S"})"), "{}") ==
        failed("1",
               "Choices[1]/Condition",
               "returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1"));
  CHECK(outcome(
            machine("A", R"("A":{"Type":"Choice","Choices":[{"Condition":false,"Next":"S"}]},"S":{"Type":"Succeed"})"),
            "{}") ==
        "States.Runtime: Failed to transition out of the state. The state does not point to a next state.");
}

TEST_CASE("a Wait state's Seconds and Timestamp may be expressions", "[execution][jsonata]") {
  const auto wait = [](const std::string& fields) { return one(R"("Type":"Wait","End":true,)" + fields); };
  const auto run = rehearse(wait(R"("Seconds":"{% $states.input * 2 %}","Output":"{% $states.input %}")"), 3);
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 WaitStateEntered A\n"
        "6.000 3<-2 WaitStateExited A\n"
        "6.000 4<-3 ExecutionSucceeded\n");
  check_grammar(run);
  const auto refused = rehearse(wait(R"("Timestamp":"{% $states.input %}")"), "2016-12-05 21:29:29Z");
  CHECK(refused.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 WaitStateEntered A\n"
        "0.000 3<-2 EvaluationFailed A States.QueryEvaluationError at Timestamp\n"
        "0.000 4<-3 ExecutionFailed States.QueryEvaluationError\n");
  CHECK(outcome(refused) ==
        "States.QueryEvaluationError: The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time "
        "format string: 2016-12-05 21:29:29Z");
  check_grammar(refused);
}

TEST_CASE("a Fail state's Error and Cause may be expressions", "[execution][jsonata]") {
  CHECK(outcome(one(R"("Type":"Fail","Error":"{% 'E' & $states.input %}","Cause":"{% 'c' %}")"), "1") == "E1: c");
  const auto run = rehearse(one(R"("Type":"Fail","Cause":"{% $states.input %}")"), 1);
  CHECK(outcome(run) == failed("$states.input",
                               "Cause",
                               "returned an unexpected result type. Expected 'string', but was 'number' for value: 1"));
  check_grammar(run);
}

TEST_CASE("an evaluation that fails as a state is entered has an event after the one before the state",
          "[execution][jsonata][history]") {
  const auto run =
      rehearse(machine("P", R"("P":{"Type":"Pass","Next":"Q"},"Q":{"Type":"Pass","Output":"{% $x %}","End":true})"));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 PassStateEntered P\n"
        "0.000 3<-2 PassStateExited P\n"
        "0.000 4<-3 PassStateEntered Q\n"
        "0.000 5<-3 EvaluationFailed Q States.QueryEvaluationError at Output\n"
        "0.000 6<-5 ExecutionFailed States.QueryEvaluationError\n");
  const Json details = run.events()[4]["evaluationFailedEventDetails"];
  CHECK(details["state"] == "Q");
  CHECK(details["location"] == "Output");
  CHECK(details["error"] == "States.QueryEvaluationError");
  CHECK(details["cause"] ==
        "An error occurred while executing the state 'Q' (entered at the event id #4). The JSONata expression '$x' "
        "specified for the field 'Output' returned nothing (undefined).");
  check_grammar(run);
}

TEST_CASE("a failed evaluation is retried, then caught", "[execution][jsonata][history]") {
  const auto run = rehearse(machine("T", R"("T":{)" + task + R"(,"Arguments":"{% $x %}","Next":"S",
      "Retry":[{"ErrorEquals":["States.QueryEvaluationError"],"MaxAttempts":1}],
      "Catch":[{"ErrorEquals":["States.ALL"],"Output":"{% $states.errorOutput.Error %}","Next":"S"}]},
      "S":{"Type":"Succeed"})"));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered T\n"
        "0.000 3<-0 EvaluationFailed T States.QueryEvaluationError at Arguments\n"
        "1.000 4<-3 EvaluationFailed T States.QueryEvaluationError at Arguments\n"
        "1.000 5<-4 TaskStateExited T\n"
        "1.000 6<-5 SucceedStateEntered S\n"
        "1.000 7<-6 SucceedStateExited S\n"
        "1.000 8<-7 ExecutionSucceeded\n");
  CHECK(outcome(run) == R"("States.QueryEvaluationError")");
  check_grammar(run);
}

TEST_CASE("after a result, a failed evaluation follows the result", "[execution][jsonata][history]") {
  const auto run = rehearse(one(task + R"(,"Output":"{% $states.result.x %}","End":true)"), 1, {{"A", {returns(1)}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered A\n"
        "0.000 3<-2 LambdaFunctionScheduled A\n"
        "0.000 4<-3 LambdaFunctionStarted A\n"
        "0.000 5<-4 LambdaFunctionSucceeded A\n"
        "0.000 6<-5 EvaluationFailed A States.QueryEvaluationError at Output\n"
        "0.000 7<-6 ExecutionFailed States.QueryEvaluationError\n");
  check_grammar(run);
}

TEST_CASE("a catcher that fails itself is not caught again", "[execution][jsonata][history]") {
  const auto run =
      rehearse(one(task + R"(,"End":true,"Catch":[{"ErrorEquals":["States.ALL"],"Output":"{% $x %}","Next":"A"}])"),
               1,
               {{"A", {throws("E", "c")}}});
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered A\n"
        "0.000 3<-2 LambdaFunctionScheduled A\n"
        "0.000 4<-3 LambdaFunctionStarted A\n"
        "0.000 5<-4 LambdaFunctionFailed A E\n"
        "0.000 6<-5 EvaluationFailed A States.QueryEvaluationError at Catch[0]/Output\n"
        "0.000 7<-6 ExecutionFailed States.QueryEvaluationError\n");
  check_grammar(run);
}

TEST_CASE("a catcher hands on the Error Output, or its own Output", "[execution][jsonata]") {
  const auto caught = [](const std::string& catcher) {
    return outcome(
        machine("A",
                R"("A":{)" + task +
                    R"(,"End":true,"Output":"{% 0 %}","Catch":[{"ErrorEquals":["States.ALL"],"Next":"S")" + catcher +
                    R"(}]},"S":{"Type":"Succeed","Output":"{% $exists($e) ? $e : $states.input %}"})"),
        R"({"a":1})",
        {{"A", {throws("E", "c")}}});
  };
  CHECK(caught("") == R"({"Error":"E","Cause":"c"})");
  CHECK(caught(R"(,"Output":{"why":"{% $states.errorOutput.Cause %}","a":"{% $states.input.a %}"})") ==
        R"({"why":"c","a":1})");
  CHECK(caught(R"(,"Assign":{"e":"{% $states.errorOutput.Error %}"})") == R"("E")");
}

TEST_CASE("a Map takes its Items from an expression, a list or its input", "[execution][jsonata]") {
  const auto map = [](const std::string& fields) {
    return one(R"("Type":"Map","End":true,"ItemProcessor":)" + inside + fields);
  };
  const auto row = GENERATE(values<Row>({
      {"", "[1,2]", "[1,2]"},
      {R"(,"Items":"{% $states.input.l %}")", R"({"l":[1,"b"]})", R"([1,"b"])"},
      {R"(,"Items":["{% $states.input %}",2])", "1", "[1,2]"},
      {R"(,"Items":[])", "1", "[]"},
      {R"(,"ItemSelector":{"i":"{% $states.context.Map.Item.Index %}","v":"{% $states.context.Map.Item.Value %}",
            "n":"{% $count($states.input) %}"})",
       R"(["a","b"])",
       R"([{"i":0,"v":"a","n":2},{"i":1,"v":"b","n":2}])"},
      {R"(,"Output":"{% $count($states.result) %}","MaxConcurrency":"{% 1 %}")", "[1,2,3]", "3"},
      {"", R"({"a":1})", R"(States.QueryEvaluationError: Map state input must be an array but was: {"a":1})"},
      {R"(,"Items":"{% $states.input %}")",
       R"({"a":1})",
       failed("$states.input",
              "Items",
              R"(returned an unexpected result type. Expected 'array', but was 'object' for value: {"a":1})")},
      {R"(,"MaxConcurrency":"{% -1 %}")", "[]", "States.QueryEvaluationError: MaxConcurrency cannot be negative."},
  }));
  CAPTURE(row.fields, row.input);
  const auto run = rehearse(map(row.fields), parse_json(row.input).value());
  CHECK(outcome(run) == row.expected);
  check_grammar(run);
}

TEST_CASE("a Map whose Items cannot be evaluated has failed, and may be caught", "[execution][jsonata][history]") {
  const auto run =
      rehearse(machine("A", R"("A":{"Type":"Map","Items":"{% 1 %}","End":true,"ItemProcessor":)" + inside + R"(,
      "Catch":[{"ErrorEquals":["States.QueryEvaluationError"],"Next":"S"}]},"S":{"Type":"Succeed"})"));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 MapStateEntered A\n"
        "0.000 3<-0 EvaluationFailed A States.QueryEvaluationError at Items\n"
        "0.000 4<-3 MapStateFailed A\n"
        "0.000 5<-4 MapStateExited A\n"
        "0.000 6<-5 SucceedStateEntered S\n"
        "0.000 7<-6 SucceedStateExited S\n"
        "0.000 8<-7 ExecutionSucceeded\n");
  check_grammar(run);
}

TEST_CASE("an iteration whose input cannot be evaluated fails the Map and aborts the others",
          "[execution][jsonata][history]") {
  const auto run = rehearse(one(R"("Type":"Map","End":true,"ItemSelector":"{% $states.context.Map.Item.Value.v %}",
      "ItemProcessor":{"StartAt":"T","States":{"T":{)" +
                                task + R"(,"End":true}}})"),
                            parse_json(R"([{"v":1},{},{"v":3}])").value());
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 MapStateEntered A\n"
        "0.000 3<-2 MapStateStarted A 3\n"
        "0.000 4<-3 MapIterationStarted A 0\n"
        "0.000 5<-3 MapIterationStarted A 1\n"
        "0.000 6<-5 EvaluationFailed A States.QueryEvaluationError at ItemSelector\n"
        "0.000 7<-6 MapIterationAborted A 0\n"
        "0.000 8<-6 MapIterationFailed A 1\n"
        "0.000 9<-6 MapStateFailed A\n"
        "0.000 10<-9 ExecutionFailed States.QueryEvaluationError\n");
  check_grammar(run);
}

TEST_CASE("an evaluation that fails inside a Parallel fails it", "[execution][jsonata][history]") {
  const auto run = rehearse(machine("A",
                                    R"("A":{"Type":"Parallel","End":true,
      "Branches":[{"StartAt":"P","States":{"P":{"Type":"Pass","Output":"{% $x %}","End":true}}},)" +
                                        inside + R"(],
      "Catch":[{"ErrorEquals":["States.ALL"],"Output":"caught","Next":"S"}]},"S":{"Type":"Succeed"})"));
  CHECK(outcome(run) == R"("caught")");
  check_grammar(run);
}

TEST_CASE("a Distributed Map evaluates its fields before, and while, its map run is under way",
          "[execution][jsonata][history]") {
  const auto distributed = [](const std::string& fields) {
    return one(R"("Type":"Map","End":true,"Label":"l","ItemProcessor":{
        "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I","States":{
            "I":{"Type":"Pass","End":true}}},)" +
               fields);
  };
  const auto refused = rehearse(distributed(R"("ToleratedFailurePercentage":"{% 101 %}")"), Json::array({1}));
  CHECK(refused.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 MapStateEntered A\n"
        "0.000 3<-2 MapStateStarted A 1\n"
        "0.000 4<-3 EvaluationFailed A States.QueryEvaluationError at ToleratedFailurePercentage\n"
        "0.000 5<-4 MapStateFailed A\n"
        "0.000 6<-5 ExecutionFailed States.QueryEvaluationError\n");
  CHECK(outcome(refused) == "States.QueryEvaluationError: ToleratedFailurePercentage must be between 0 and 100.");
  check_grammar(refused);
  const auto broken =
      rehearse(distributed(R"("ItemBatcher":{"MaxItemsPerBatch":1,"BatchInput":{"n":"{% $x %}"}})"), Json::array({1}));
  CHECK(broken.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 MapStateEntered A\n"
        "0.000 3<-2 MapStateStarted A 1\n"
        "0.000 4<-3 MapRunStarted A\n"
        "0.000 5<-4 EvaluationFailed A States.QueryEvaluationError at ItemBatcher/BatchInput/n\n"
        "0.000 6<-5 MapRunFailed A States.QueryEvaluationError\n"
        "0.000 7<-6 MapStateFailed A\n"
        "0.000 8<-7 ExecutionFailed States.QueryEvaluationError\n");
  check_grammar(broken);
}

TEST_CASE("states of both languages hand on to each other", "[execution][jsonata]") {
  const std::string definition = R"({"StartAt":"P","States":{
      "P":{"Type":"Pass","Assign":{"n.$":"$.b"},"Parameters":{"b.$":"$.a"},"Next":"Q"},
      "Q":{"Type":"Pass","QueryLanguage":"JSONata","Assign":{"m":"{% $n + 1 %}"},
           "Output":{"c":"{% $states.input.b + $n %}"},"Next":"R"},
      "R":{"Type":"Pass","Parameters":{"c.$":"$.c","m.$":"$m"},"End":true}}})";
  CHECK(outcome(definition, R"({"a":1})") == R"({"c":2,"m":2})");
}

TEST_CASE("time and chance come from the execution", "[execution][jsonata]") {
  const std::string definition =
      one(R"("Type":"Pass","End":true,"Output":["{% $uuid() %}","{% $random() %}","{% $now() %}","{% $millis() %}"])");
  const auto first = rehearse(definition);
  CHECK(outcome(first) == outcome(rehearse(definition)));
  CHECK(outcome(first) != outcome(rehearse(definition, Json::object(), {}, {}, 2)));
  const Json output = first.output();
  CHECK(output[2].get<std::string>().substr(0, 19) == render_timestamp(first.execution.started_at).substr(0, 19));
}

}  // namespace stepstorm::execution
