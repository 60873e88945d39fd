#include <catch2/catch.hpp>

#include "tests/asl/jsonata/evaluation.hpp"

using namespace stepstorm::jsonata;

TEST_CASE("AWS's dialect refuses what came after 2.0.6, and $eval", "[asl][jsonata][dialect]") {
  struct Row {
    std::string_view expression;
    std::string_view aws;
    std::string_view newest;
  };
  const auto row = GENERATE(values<Row>({
      {"missing ?? 1", "S0211 at 10: The symbol \"?\" cannot be used as a unary operator", "1"},
      {"missing ?: 1", "S0211 at 10: The symbol \":\" cannot be used as a unary operator", "1"},
      {"$eval('1 + 1')",
       "T1006 at 6: Attempted to invoke a non-function",
       "T1006 at 6: Attempted to invoke a non-function"},
      {"$randomSeeded(1)",
       "T1006 at 14: Attempted to invoke a non-function",
       "T1006 at 14: Attempted to invoke a non-function"},
      {"$partition([1, 2, 3], 2)", "[[1,2],[3]]", "T1006 at 11: Attempted to invoke a non-function"},
      {"$range(0, 9, 3)", "[0,3,6,9]", "T1006 at 7: Attempted to invoke a non-function"},
      {"$uuid()", R"("9e3779b9-7f4a-4c15-bc6e-f372fe94f82a")", "T1006 at 6: Attempted to invoke a non-function"},
      {"$parse('[1, {}]')", "[1,{}]", "T1006 at 7: Attempted to invoke a non-function"},
      {"$hash('input data', 'SHA-1')",
       R"("aaff4a450a104cd177d28d18d74485e8cae074b7")",
       "T1006 at 6: Attempted to invoke a non-function"},
      {"$sum ? 1 : 2", "1", "2"},  // a function is true, as an object is
      {"function($x){$x} ? 1 : 2", "1", "2"},
      {"[function($x){$x}] ? 1 : 2", "1", "2"},
      {"function($f){$f ? 1 : 2}(function($x){$x})", "2", "2"},  // but not as an argument
      {"$boolean($sum)", "false", "false"},
      {"/a/ ? 1 : 2", "2", "2"},
      {"$random(1) < 1", "true", "T0410 at 8: Argument 1 of function \"random\" does not match function signature"},
  }));
  CAPTURE(row.expression);
  CHECK(evaluated(row.expression, {}, Dialect::Aws) == row.aws);
  CHECK(evaluated(row.expression, {}, Dialect::V2_2) == row.newest);
}

TEST_CASE("the functions that Step Functions adds", "[asl][jsonata][dialect]") {
  const auto row = GENERATE(values<Evaluation>({
      {"$partition([0], 1)", "[[0]]"},
      {"$partition([1, 2, 3, 4], 2.9)", "[[1,2],[3,4]]"},  // sizes are rounded down
      {"$partition([], 2)", "[]"},
      {"$partition(missing, 2)", "undefined"},
      {"$partition([1], 0)", "T0410 at 11: Argument 2 of function \"partition\" does not match function signature"},
      {"$range(1, 9, 9)", "1"},  // a sequence of one is that one
      {"$range(5, 1, -2)", "[5,3,1]"},
      {"$range(1, 0, 1)", "undefined"},
      {"$range(1, 5, 0)", "T0410 at 7: Argument 3 of function \"range\" does not match function signature"},
      {"$hash('input data', 'MD5')", R"("812f45842bc6d66ee14572ce20db8e86")"},
      {"$hash({'a': 1}, 'SHA-256') = $hash('{\"a\":1}', 'SHA-256')", "true"},
      {"$hash('x', 'SHA256')", "T0410 at 6: Argument 2 of function \"hash\" does not match function signature"},
      {"$random(7) = $random(7)", "true"},
      {"$random(7) = $random(8)", "false"},
      {"$random() = $random()", "false"},
      {"$length($uuid())", "36"},
      {"$parse('{\"a\": [1, 2.5]}').a[1]", "2.5"},
      {"$parse('-0')", "0"},
  }));
  CAPTURE(row.expression);
  CHECK(evaluated(row.expression, {}, Dialect::Aws) == row.expected);
}

TEST_CASE("a binding can be put together of documents", "[asl][jsonata]") {
  struct States : Surroundings {
    std::optional<Binding> variable(std::string_view name) const override {
      if (name != "states") return std::nullopt;
      return Binding{nullptr, {{"input", &input}, {"result", &result}}};
    }
    stepstorm::Json input = {{"n", 1}};
    stepstorm::Json result = {1, 2};
  };
  const auto expression = Expression::compile("$states.input.n + $sum($states.result)", Dialect::Aws);
  REQUIRE(expression);
  const auto outcome = expression->evaluate(nullptr, States{});
  REQUIRE(outcome);
  CHECK(outcome->value == 4);
}
