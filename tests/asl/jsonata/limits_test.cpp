#include <chrono>

#include <catch2/catch.hpp>

#include "tests/asl/jsonata/evaluation.hpp"

using namespace stepstorm::jsonata;

TEST_CASE("what would not end, or not fit, ends in an error", "[asl][jsonata][limits]") {
  struct Row {
    std::string_view expression;
    std::string_view code;
  };
  const auto row = GENERATE(values<Row>({
      {"($f := function($n) { 1 + $f($n + 1) }; $f(1))", "U1001"},
      {"($f := function($n) { $f($n + 1) }; $f(1))", "U1001"},
      {"($f := function($x) { [$x, $x] ~> $f }; $f(1))", "U1003"},
      {"[1..1e9]", "D2014"},
      {"[1..1e7].(1)", "U1001"},
      {"[1..3000].([1..3000])", "U1003"},
      {"($a := [1..1e7]; $append($a, $a))", "U1003"},
      {"($f := function($s) { $f($s & $s) }; $f('ab'))", "U1003"},
      {"$pad('a', 1e9)", "U1003"},
      {"$reduce([1..1e6], function($a, $i) { [$a, $i] })", "U1003"},
      {"($g := function($f, $n) { $n = 0 ? $f : $g($f ~> $uppercase, $n - 1) }; $g($uppercase, 5000)('x'))", "U1001"},
      {"$string($reduce([1..4000], function($a, $i) { [[$a]] }, 0))", "U1001"},
      {"($c := $ ~> |$|{'self': $}|; $string($c))", "U1001"},
  }));
  CAPTURE(row.expression);
  CHECK(code_of(row.expression, R"({"a":1})") == row.code);
}

TEST_CASE("the same expression ends at the same step, however often it is evaluated", "[asl][jsonata][limits]") {
  constexpr std::string_view expression = "$reduce([1..1000], function($a, $b) { $a + $b })";
  std::size_t enough = 0;
  for (std::size_t steps = 1; enough == 0; steps *= 2) {
    const std::string text = evaluated(expression, {}, Dialect::Aws, Limits{steps, 1u << 20, 100});
    CHECK(text == evaluated(expression, {}, Dialect::Aws, Limits{steps, 1u << 20, 100}));
    if (text == "500500") enough = steps;
  }
  CHECK(enough > 1000);
}

TEST_CASE("an expression may be nested, but not without end", "[asl][jsonata][limits]") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "1" + std::string(depth, ')'); };
  CHECK(evaluated(nested(300)) == "1");
  CHECK(code_of(nested(100'000)) == "U1001");
  std::string sum = "1";
  for (int at = 0; at != 100'000; ++at) sum += "+1";
  CHECK(code_of(sum) == "U1001");
}
