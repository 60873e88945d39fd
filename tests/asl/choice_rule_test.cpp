#include "asl/choice_rule.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::asl {
namespace {

/// `$.v` and `$.w` are the input's; `$limit` is 10; `$$.Execution.Name` is "run".
class Surrounding final : public References {
 public:
  const Json& context() const override { return context_; }
  const Json* variable(std::string_view name) const override { return name == "limit" ? &limit_ : nullptr; }
  std::uint64_t random_bits() const override { return 0; }

 private:
  Json context_{{"Execution", {{"Name", "run"}}}};
  Json limit_ = 10;
};

Json json(std::string_view text) {
  const auto parsed = parse_json(text);
  INFO(text);
  REQUIRE(parsed);
  return *parsed;
}

std::string answer(std::string_view rule, std::string_view input) {
  const auto result = ChoiceRule::compile(json(rule)).matches(json(input), Surrounding{});
  return !result ? result.error().error + ": " + result.error().detail : *result ? "true" : "false";
}

TEST_CASE("a comparison holds for values of its type only", "[asl][choice]") {
  struct Row {
    std::string_view test, value, expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"("StringEquals": "a")", R"("a")", "true"},
      {R"("StringEquals": "a")", R"("A")", "false"},  // no case folding
      {R"("StringEquals": "1")", "1", "false"},
      {R"("StringEquals": "null")", "null", "false"},
      {R"("StringLessThan": "AB")", R"("A")", "true"},
      {R"("StringLessThan": "a")", R"("B")", "true"},
      {R"("StringGreaterThan": "a")", R"("")", "false"},
      {R"("StringLessThanEquals": "a")", R"("a")", "true"},
      {R"("StringGreaterThanEquals": "b")", R"("a")", "false"},
      {"\"StringLessThan\": \"\uE000\"", "\"\U00010000\"", "true"},  // UTF-16: a surrogate pair comes first
      {"\"StringGreaterThan\": \"\U00010000\"", "\"\uFFFD\"", "true"},
      {"\"StringLessThan\": \"\uE000\"", "\"\u00E9\"", "true"},
      {R"("NumericEquals": 1)", "1.0", "true"},
      {R"("NumericEquals": 0.0)", "0", "true"},
      {R"("NumericEquals": 0)", "-0.0", "true"},
      {R"("NumericEquals": 42)", R"("42")", "false"},
      {R"("NumericEquals": 1)", "true", "false"},  // booleans are no numbers
      {R"("NumericLessThan": 2)", "1.5", "true"},
      {R"("NumericGreaterThan": -1)", "18446744073709551615", "true"},  // beyond 64 bits signed
      {R"("NumericLessThan": 18446744073709551615)", "-1", "true"},
      {R"("NumericLessThanEquals": 9223372036854775807)", "9223372036854775807", "true"},
      {R"("NumericGreaterThanEquals": 3)", "null", "false"},
      {R"("BooleanEquals": false)", "false", "true"},
      {R"("BooleanEquals": false)", "0", "false"},
      {R"("BooleanEquals": true)", R"("true")", "false"},
      {R"("TimestampEquals": "2024-01-01T00:00:00Z")", R"("2024-01-01T01:00:00+01:00")", "true"},
      {R"("TimestampLessThan": "2024-01-01T00:00:00Z")", R"("2023-12-31T23:59:59.999999999Z")", "true"},
      {R"("TimestampGreaterThan": "2024-01-01T00:00:00Z")", R"("2024-01-01 00:00:01Z")", "false"},  // no timestamp
      {R"("TimestampLessThanEquals": "2024-01-01T00:00:00Z")", "1704067200", "false"},
      {R"("TimestampGreaterThanEquals": "2024-01-01T00:00:00Z")", R"("2024-01-01T00:00:00Z")", "true"},
  }));
  CAPTURE(row.test, row.value);
  CHECK(answer(R"({"Variable": "$.v", )" + std::string(row.test) + "}", R"({"v": )" + std::string(row.value) + "}") ==
        row.expected);
}

TEST_CASE("a comparison with a path finds its operand in the input, in a variable or in the context", "[asl][choice]") {
  struct Row {
    std::string_view rule, input, expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"Variable": "$.v", "StringEqualsPath": "$.w"})", R"({"v": "a", "w": "a"})", "true"},
      {R"({"Variable": "$.v", "StringEqualsPath": "$.w"})", R"({"v": "a", "w": 1})", "false"},
      {R"({"Variable": "$.v", "NumericLessThanPath": "$limit"})", R"({"v": 9})", "true"},
      {R"({"Variable": "$limit", "NumericGreaterThanPath": "$.v"})", R"({"v": 10})", "false"},
      {R"({"Variable": "$$.Execution.Name", "StringEqualsPath": "$.v"})", R"({"v": "run"})", "true"},
      {R"({"Variable": "$.v", "TimestampEqualsPath": "$.w"})",
       R"({"v": "2024-01-01T00:00:00Z", "w": "2024-01-01T00:00:00.000Z"})",
       "true"},
      {R"({"Variable": "$.v", "BooleanEqualsPath": "$.w"})", R"({"v": true, "w": true})", "true"},
  }));
  CAPTURE(row.rule, row.input);
  CHECK(answer(row.rule, row.input) == row.expected);
}

TEST_CASE("a type test answers for every value that is present", "[asl][choice]") {
  struct Row {
    std::string_view is, value;
    bool expected;
  };
  const auto row = GENERATE(values<Row>({
      {"IsNull", "null", true},
      {"IsNull", "0", false},
      {"IsPresent", "null", true},
      {"IsNumeric", "1.5", true},
      {"IsNumeric", R"("1")", false},
      {"IsString", R"("")", true},
      {"IsString", "null", false},
      {"IsBoolean", "false", true},
      {"IsBoolean", "0", false},
      {"IsTimestamp", R"("2024-01-01T00:00:00Z")", true},
      {"IsTimestamp", R"("2024-01-01")", false},
      {"IsTimestamp", "1704067200", false},
  }));
  const bool asked = GENERATE(true, false);
  CAPTURE(row.is, row.value, asked);
  const auto rule = R"({"Variable": "$.v", ")" + std::string(row.is) + "\": " + (asked ? "true" : "false") + "}";
  CHECK(answer(rule, R"({"v": )" + std::string(row.value) + "}") == (row.expected == asked ? "true" : "false"));
}

TEST_CASE("no path applies to an input of null, not even $", "[asl][choice]") {
  const std::string refused = "States.Runtime: Unable to apply Path transformation to null or empty input.";
  const auto rule = GENERATE(values<std::string>({
      R"({"Variable": "$", "IsString": true})",
      R"({"Variable": "$", "IsNull": true})",
      R"({"Variable": "$.v", "IsPresent": true})",
      R"({"Variable": "$$.Execution.Name", "StringEqualsPath": "$.v"})",
  }));
  CAPTURE(rule);
  CHECK(answer(rule, "null") == refused);
  CHECK(answer(R"({"Variable": "$$.Execution.Name", "StringEquals": "run"})", "null") == "true");
}

TEST_CASE("StringMatches fits the whole text to its pattern", "[asl][choice]") {
  struct Row {
    std::string_view pattern, value, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"log-*.txt", "log-1.txt", "true"},
      {"log-*.txt", "log-.txt", "true"},
      {"log-*.txt", "a log-1.txt", "false"},
      {"log-*.txt", "log-1.txt.gz", "false"},
      {"*", "", "true"},
      {"", "", "true"},
      {"", "a", "false"},
      {"a*a", "a", "false"},  // one letter is not both ends
      {"a*a", "aa", "true"},
      {"*b*b*", "abcb", "true"},
      {"*b*b*", "ab", "false"},
      {"*ab", "aab", "true"},
      {"**", "x", "true"},
      {R"(a\\*b)", "a*b", "true"},  // in JSON: a\*b
      {R"(a\\*b)", "axb", "false"},
      {R"(a\\\\*)", R"(a\\b)", "true"},  // in JSON: a\\*, a literal backslash and a star
      {"a?c", "abc", "false"},
  }));
  CAPTURE(row.pattern, row.value);
  CHECK(answer(R"({"Variable": "$.v", "StringMatches": ")" + std::string(row.pattern) + "\"}",
               R"({"v": ")" + std::string(row.value) + "\"}") == row.expected);
}

TEST_CASE("StringMatches is false for what is no text", "[asl][choice]") {
  CHECK(answer(R"({"Variable": "$.v", "StringMatches": "*"})", R"({"v": 1})") == "false");
}

TEST_CASE("a path that leads nowhere fails, unless presence is what is asked for", "[asl][choice]") {
  const auto failed = [](std::string_view path) {
    return "States.Runtime: Invalid path '" + std::string(path) +
           "': The choice state's condition path references an invalid value.";
  };
  CHECK(answer(R"({"Variable": "$.x", "IsPresent": true})", "{}") == "false");
  CHECK(answer(R"({"Variable": "$.x", "IsPresent": false})", "{}") == "true");
  CHECK(answer(R"({"Variable": "$x", "IsPresent": false})", "{}") == "true");
  CHECK(answer(R"({"Variable": "$.x", "IsNull": true})", "{}") == failed("$.x"));
  CHECK(answer(R"({"Variable": "$.x", "StringEquals": "a"})", "{}") == failed("$.x"));
  CHECK(answer(R"({"Variable": "$.v", "StringEqualsPath": "$.y.z"})", R"({"v": 1})") == failed("$.y.z"));
}

TEST_CASE("And, Or and Not combine left to right and stop when the answer is known", "[asl][choice]") {
  struct Row {
    std::string_view rule, expected;
  };
  // v is 5; asking for x fails
  const auto row = GENERATE(values<Row>({
      {R"({"And": [{"Variable": "$.v", "NumericEquals": 5}, {"Variable": "$.v", "NumericLessThan": 9}]})", "true"},
      {R"({"And": [{"Variable": "$.v", "NumericEquals": 5}, {"Variable": "$.v", "NumericLessThan": 1}]})", "false"},
      {R"({"And": [{"Variable": "$.x", "IsPresent": true}, {"Variable": "$.x", "NumericEquals": 1}]})", "false"},
      {R"({"Or": [{"Variable": "$.v", "NumericEquals": 5}, {"Variable": "$.x", "NumericEquals": 1}]})", "true"},
      {R"({"Or": [{"Variable": "$.v", "NumericEquals": 1}, {"Variable": "$.v", "IsString": true}]})", "false"},
      {R"({"Not": {"Variable": "$.v", "NumericEquals": 5}})", "false"},
      {R"({"Not": {"Or": [{"Variable": "$.v", "IsNull": true}]}})", "true"},
      {R"({"And": [{"Not": {"Not": {"Variable": "$.v", "IsNumeric": true}}}]})", "true"},
  }));
  CAPTURE(row.rule);
  CHECK(answer(row.rule, R"({"v": 5})") == row.expected);
}

TEST_CASE("a rule's failure is not turned into an answer by what is around it", "[asl][choice]") {
  CHECK_THAT(answer(R"({"Not": {"Variable": "$.x", "NumericEquals": 1}})", "{}"), Catch::StartsWith("States.Runtime"));
  CHECK_THAT(answer(R"({"Or": [{"Variable": "$.x", "NumericEquals": 1}, {"Variable": "$", "IsPresent": true}]})", "{}"),
             Catch::StartsWith("States.Runtime"));
}

TEST_CASE("a rule lists the variables it reads in order of appearance", "[asl][choice]") {
  const auto rule = ChoiceRule::compile(json(R"({"Or": [
      {"Variable": "$guess", "NumericEqualsPath": "$answer"},
      {"Not": {"Variable": "$.v", "NumericLessThanPath": "$limit.low"}}]})"));
  CHECK(rule.variables() == std::vector<std::string>{"guess", "answer", "limit"});
}

TEST_CASE("there are 39 comparison operators", "[asl][choice]") {
  CHECK(comparison_operators().size() == 39);
  CHECK(comparison_operators().front() == "StringEquals");
}

}  // namespace
}  // namespace stepstorm::asl
