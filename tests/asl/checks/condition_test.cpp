#include "asl/checks/condition.hpp"

#include <catch2/catch.hpp>

#include "tests/asl/references.hpp"

namespace stepstorm::asl {
namespace {

TEST_CASE("a rule stands by itself, without Next", "[asl][condition]") {
  const auto rule = compile_condition(read(R"({"Not": {"Variable": "$.paid", "BooleanEquals": true}})"));
  REQUIRE(rule);
  CHECK(rule->matches(read(R"({"paid": false})"), FixedReferences()) == true);
  CHECK(rule->matches(read(R"({"paid": true})"), FixedReferences()) == false);
}

TEST_CASE("what is no rule is said with its place", "[asl][condition]") {
  struct Row {
    std::string rule;
    std::string pointer;
    std::string message;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"Variable": "$.a", "BooleanEquals": true, "Next": "B"})", "", "Field 'Next' is not supported"},
      {R"({"And": [{"Variable": "$.a", "BooleanEquals": 1}]})",
       "/And/0/BooleanEquals",
       "Expected value of type Boolean"},
      {R"({"Variable": "$a", "BooleanEquals": true})", "", "there is no variable $a here"},
      {R"(7)", "", "Expected value of type Object"},
  }));
  CAPTURE(row.rule);
  const auto rule = compile_condition(read(row.rule));
  REQUIRE_FALSE(rule);
  CHECK(rule.error()[0].pointer == row.pointer);
  CHECK(rule.error()[0].message == row.message);
}

}  // namespace
}  // namespace stepstorm::asl
