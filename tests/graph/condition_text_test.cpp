#include "graph/condition_text.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::graph {

TEST_CASE("a choice rule reads as a condition", "[graph][choice]") {
  struct Row {
    std::string rule;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"Variable":"$.total","NumericGreaterThan":100,"Next":"A"})", "total > 100"},
      {R"({"Variable":"$.a.b[0]","NumericLessThanEqualsPath":"$.limit"})", "a.b[0] ≤ limit"},
      {R"({"Variable":"$.status","StringEquals":"VALID"})", R"(status = "VALID")"},
      {R"({"Variable":"$.name","StringMatches":"log-*"})", R"(name like "log-*")"},
      {R"({"Variable":"$.x","IsPresent":true})", "x is present"},
      {R"({"Variable":"$.x","IsNull":false})", "x is not null"},
      {R"({"Variable":"$","IsTimestamp":true})", "$ is a timestamp"},
      {R"({"Variable":"$$.Execution.Name","StringEqualsPath":"$who"})", "$$.Execution.Name = $who"},
      {R"({"Not":{"Variable":"$.x","BooleanEquals":true}})", "not (x = true)"},
      {R"({"And":[{"Variable":"$.a","IsString":true},
                  {"Or":[{"Variable":"$.b","NumericEquals":1},{"Variable":"$.c","NumericEquals":2}]}]})",
       "a is a string and (b = 1 or c = 2)"},
      {R"({"Condition": "{% $states.input.total > 100 and $exists($vip) %}"})", "total > 100 and $exists($vip)"},
      {R"({"Condition": true})", "true"},
  }));
  CHECK(condition_text(parse_json(row.rule).value()) == row.expected);
}

}  // namespace stepstorm::graph
