#include <catch2/catch.hpp>

#include "tests/asl/jsonata/evaluation.hpp"

using namespace stepstorm::jsonata;

TEST_CASE("numbers are computed as doubles, and nothing stays nothing", "[asl][jsonata][operator]") {
  const auto row = GENERATE(values<Evaluation>({
      {"1 + 2 * 3", "7"},
      {"(1 + 2) * 3", "9"},
      {"7 - 10", "-3"},
      {"7 / 2", "3.5"},
      {"8 / 2", "4"},
      {"7 % 4", "3"},
      {"-7 % 4", "-3"},
      {"7.5 % 2", "1.5"},
      {"0.1 + 0.2", "0.30000000000000004"},
      {"-(3)", "-3"},
      {"- -3", "3"},
      {"-missing", "undefined"},
      {"1 + missing", "undefined"},
      {"1e3", "1000"},
      {"2 + 'x'", "T2002 at 3: The right side of the \"+\" operator must evaluate to a number"},
      {"null * 2", "T2001 at 6: The left side of the \"*\" operator must evaluate to a number"},
      {"-'x'", "D1002 at 1: Cannot negate a non-numeric value: \"x\""},
      {"1 / 0 + 1", "D1001 at 7: Number out of range: null"},
      {"1e400", "S0102 at 0: Number out of range: \"1e400\""},
  }));
  check(row);
}

TEST_CASE("comparisons compare numbers with numbers and texts with texts", "[asl][jsonata][operator]") {
  const auto row = GENERATE(values<Evaluation>({
      {"1 < 2", "true"},
      {"2 <= 2", "true"},
      {"'a' < 'b'", "true"},
      {"'B' > 'a'", "false"},
      {"1 > missing", "undefined"},
      {"1 = 1.0", "true"},
      {"1 = '1'", "false"},
      {"1 != '1'", "true"},
      {"missing = missing", "false"},
      {"missing != 1", "false"},
      {"null = null", "true"},
      {"[1, {'a': 2, 'b': 3}] = [1, {'b': 3, 'a': 2}]", "true"},
      {"[1, 2] = [2, 1]", "false"},
      {"1 < 'a'", "T2009 at 3: The values 1 and \"a\" either side of operator \"<\" must be of the same data type"},
      {"true < 1",
       "T2010 at 6: The expressions either side of operator \"<\" must evaluate to numeric or string values"},
      {"2 in [1, 2]", "true"},
      {"2 in 2", "true"},
      {"'2' in [1, 2]", "false"},
      {"missing in [1]", "false"},
  }));
  check(row);
}

TEST_CASE("and and or see values as true or false, and leave out what they need not know", "[asl][jsonata][operator]") {
  const auto row = GENERATE(values<Evaluation>({
      {"true and false", "false"},
      {"1 and 'x'", "true"},
      {"0 or ''", "false"},
      {"[] or {}", "false"},
      {"[0, 0] or false", "false"},
      {"[0, 1] and true", "true"},
      {"{'a': 0} and true", "true"},
      {"function($x) {1} or false", "false"},
      {"missing or true", "true"},
      {"false and $error('not reached')", "false"},
      {"true or $error('not reached')", "true"},
      {"true or false and false", "true"},
  }));
  check(row);
}

TEST_CASE("texts are put together by &, whatever they were", "[asl][jsonata][operator]") {
  const auto row = GENERATE(values<Evaluation>({
      {"'a' & 'b'", R"("ab")"},
      {"1 & true & null & missing", R"("1truenull")"},
      {"[1, {'a': 2}] & ''", R"("[1,{\"a\":2}]")"},
      {"0.1 + 0.2 & ''", R"("0.3")"},
      {"'\\u00e9\\n\\t\\\"'", "\"\u00e9\\n\\t\\\"\""},
      {"\"it's\"", R"("it's")"},
      {"'\\ud83d\\ude00'", "\"\U0001f600\""},
      {"'open", "S0101 at 5: String literal must be terminated by a matching quote"},
      {"'\\q'", "S0103 at 2: Unsupported escape sequence: \\\"q\""},
      {"'\\u12'", "S0104 at 2: The escape sequence \\u must be followed by 4 hex digits"},
      {"`open", "S0105 at 5: Quoted property name must be terminated with a backquote (`)"},
      {"1 /* open", "S0106 at 2: Comment has no closing tag"},
  }));
  check(row);
}

TEST_CASE("arrays flatten what they are given, except arrays written in them", "[asl][jsonata][operator]") {
  const auto row = GENERATE(values<Evaluation>({
      {"[]", "[]"},
      {"[1, missing, 2]", "[1,2]"},
      {"[[1], [2, [3]]]", "[[1],[2,[3]]]"},
      {"([1, 2]; $x := [1, 2]; [$x, 3])", "[1,2,3]"},
      {"[1..4]", "[1,2,3,4]"},
      {"[-1..1, 7..8]", "[-1,0,1,7,8]"},
      {"[3..1]", "[]"},
      {"[1..missing]", "[]"},
      {"[1..3].($ * $)", "[1,4,9]"},
      {"[1.5..3]", "T2003 at 6: The left side of the range operator (..) must evaluate to an integer"},
      {"[1..'3']", "T2004 at 4: The right side of the range operator (..) must evaluate to an integer"},
      {"[1, 2", "S0203 at 5: Expected \"]\" before end of expression"},
      {"[1; 2]", "S0202 at 3: Expected \"]\", got \";\""},
  }));
  check(row);
}

TEST_CASE("conditions, defaults and blocks", "[asl][jsonata][operator]") {
  const auto row = GENERATE(values<Evaluation>({
      {"1 > 0 ? 'yes' : 'no'", R"("yes")"},
      {"missing ? 'yes' : 'no'", R"("no")"},
      {"false ? 'yes'", "undefined"},
      {"false ? 1 : true ? 2 : 3", "2"},
      {"missing ?? 5", "5"},
      {"0 ?? 5", "0"},
      {"null ?? 5", "null"},
      {"0 ?: 5", "5"},
      {"'' ?: missing ?: 'x'", R"("x")"},
      {"(1; 2; 3)", "3"},
      {"()", "undefined"},
      {"($x := 2; $y := $x * 3; $x + $y)", "8"},
      {"($x := 1; ($x := 2); $x)", "1"},          // a block's variables are its own
      {"($x := 1; (false ? $x := 2; $x))", "1"},  // not assigned inside: the one outside
      {"($x := $y := 4; $x + $y)", "8"},
      {"5 := 1", "S0212 at 1: The left side of := must be a variable name (start with $)"},
      {"1 2", "S0201 at 3: Syntax error: \"2\""},
      {"= 1", "S0211 at 1: The symbol \"=\" cannot be used as a unary operator"},
      {"a ! b", "S0204 at 3: Unknown operator: \"!\""},
      {"a.1", "S0213 at 3: The literal value 1 cannot be used as a step within a path expression"},
      {"1 +", "S0207 at 3: Unexpected end of expression"},
  }));
  check(row);
}
