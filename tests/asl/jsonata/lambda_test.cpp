#include <catch2/catch.hpp>

#include "tests/asl/jsonata/evaluation.hpp"

using namespace stepstorm::jsonata;

TEST_CASE("functions see the variables around them, also those assigned later", "[asl][jsonata][function]") {
  const auto row = GENERATE(values<Evaluation>({
      {"function($x) { $x + 1 }(2)", "3"},
      {"λ($x, $y) { $x * $y }(3, 4)", "12"},
      {"function($x, $y) { [$x, $y] }(1)", "[1]"},  // what is not given is nothing
      {"($n := 10; $f := function($x) { $x + $n }; $f(1))", "11"},
      {"($f := function() { $n }; $n := 5; $f())", "5"},
      {"($make := function($n) { function($x) { $x * $n } }; $double := $make(2); $triple := $make(3); "
       "$double(7) + $triple(7))",
       "35"},
      {"$map([1, 2], function($x) { function() { $x } }).$()", "[1,2]"},
      {"($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(10))", "3628800"},
      {"($even := function($n) { $n = 0 ? true : $odd($n - 1) }; $odd := function($n) { $n = 0 ? false : $even($n - 1) "
       "}; $even(20001))",
       "false"},  // tail calls do not go deeper
      {"function($x) { $x }", "a function"},
      {"('outside').($f := function() { $length() }; $f())", "7"},  // the caller's context, in a tail call
      {"function(x) { 1 }", "S0208 at 10: Parameter 1 of function definition must be a variable name (start with $)"},
      {"nothing(1)", "T1006 at 8: Attempted to invoke a non-function"},
      {"sum([1])", "T1005 at 4: Attempted to invoke a non-function. Did you mean $sum?"},
      {"$unknown(1)", "T1006 at 9: Attempted to invoke a non-function"},
  }));
  check(row);
}

TEST_CASE("the placeholder ? leaves arguments open", "[asl][jsonata][function]") {
  const auto row = GENERATE(values<Evaluation>({
      {"($first := $substring(?, 0, ?); $first('stepstorm', 4))", R"("step")"},
      {"($add := function($x, $y) { $x + $y }; $inc := $add(?, 1); $inc(41))", "42"},
      {"$map([1, 2], $power(?, 2))", "[1,4]"},
      {"sum(?)", "T1007 at 4: Attempted to partially apply a non-function. Did you mean $sum?"},
      {"nothing(?)", "T1008 at 8: Attempted to partially apply a non-function"},
  }));
  check(row);
}

TEST_CASE("the operator ~> hands on values and joins functions", "[asl][jsonata][function]") {
  const auto row = GENERATE(values<Evaluation>({
      {"'abc' ~> $uppercase", R"("ABC")"},
      {"'abc' ~> $substring(1)", R"("bc")"},
      {"[1, 2, 3] ~> $map(function($x) { $x * 2 }) ~> $sum()", "12"},
      {"($f := $uppercase ~> $length; $f('abcd'))", "4"},
      {"'a-b' ~> /-/ ~> function($m) { $m.start }", "1"},
      {"1 ~> 2", "T2006 at 4: The right side of the function application operator ~> must be a function"},
  }));
  check(row);
}

TEST_CASE("a signature takes the context, wraps single values, and refuses what does not fit",
          "[asl][jsonata][function]") {
  const auto row = GENERATE(values<Evaluation>({
      {"('abc').$length()", "3"},
      {"[1, 2].function($x, $y)<n-n:n> { $x * 10 + $y }(5)", "[15,25]"},
      {"function($a)<a<n>:n> { $count($a) }(7)", "1"},
      {"function($x)<n?:n> { $exists($x) }()", "false"},
      {"function($x)<(ns):x> { $x }(true)",
       "T0410 at 28: Argument 1 of function \"\" does not match function signature"},
      {"$length(5)", "T0410 at 8: Argument 1 of function \"length\" does not match function signature"},
      {"5.$length()", "S0213 at 1: The literal value 5 cannot be used as a step within a path expression"},
      {"(5).$length()", "T0411 at 12: Context value is not a compatible type with argument 1 of function \"length\""},
      {"$sum([1, 'x'])", "T0412 at 5: Argument 1 of function \"sum\" must be an array of numbers"},
      {"$sum(1, 2)", "T0410 at 5: Argument 2 of function \"sum\" does not match function signature"},
      {"function($x)<n<n>> { $x }(1)", "S0401 at 15: Type parameters can only be applied to functions and arrays"},
      {"function($x)<(sa<n>)> { $x }(1)",
       "S0402 at 14: Choice groups containing parameterized types are not supported"},
  }));
  check(row);
}

TEST_CASE("a transform changes a copy where its pattern leads", "[asl][jsonata][function]") {
  constexpr std::string_view order = R"({"items":[{"sku":"a","n":1},{"sku":"b","n":2}],"note":"x"})";
  const auto row = GENERATE(values<Evaluation>({
      {"$ ~> |items|{'n': n * 10}|", R"({"items":[{"sku":"a","n":10},{"sku":"b","n":20}],"note":"x"})"},
      {"$ ~> |items[sku = 'a']|{'first': true}, 'n'|",
       R"({"items":[{"sku":"a","first":true},{"sku":"b","n":2}],"note":"x"})"},
      {"$ ~> |$|{}, ['items', 'none']|", R"({"note":"x"})"},
      {"($t := |items|{'n': 0}|; $t($).items.n)", "[0,0]"},
      {"($changed := $ ~> |$|{'note': 'y'}|; note & $changed.note)", R"("xy")"},
      {"missing ~> |$|{}|", "undefined"},
      {"$ ~> |items|5|",
       "T2011 at 13: The insert/update clause of the transform expression must evaluate to an object: 5"},
      {"$ ~> |items|{}, 5|",
       "T2012 at 17: The delete clause of the transform expression must evaluate to a string or array of strings: 5"},
  }));
  check(row, order);
}

TEST_CASE("regular expressions match, and are functions", "[asl][jsonata][function]") {
  const auto row = GENERATE(values<Evaluation>({
      {"$contains('abc', /B/i)", "true"},
      {"$match('ab1cd22', /[a-z]+(\\d+)/).match", R"(["ab1","cd22"])"},
      {"$match('ab1cd22', /[a-z]+(\\d+)/)[1]", R"({"match":"cd22","index":3,"groups":["22"]})"},
      {"$match('aaa', /a/, 2).index", "[0,1]"},
      {"$split('a1b22c', /\\d+/)", R"(["a","b","c"])"},
      {"$split('a1b22c', /\\d+/, 2)", R"(["a","b"])"},
      {"$replace('john smith', /(\\w+)\\s(\\w+)/, '$2, $1')", R"("smith, john")"},
      {"$replace('abc', /[ac]/, function($m) { $uppercase($m.match) })", R"("AbC")"},
      {"$replace('abc', /b/, function($m) { 5 })",
       "D3012 at 9: Attempted to replace a matched string with a non-string value"},
      {"($m := /a(b)?/; $m('xab').groups)", R"(["b"])"},
      {"($m := /a/; $m('xaa').next().start)", "2"},
      {"$contains('abc', function($s) { {'start': 1, 'match': 'b', 'groups': [], 'next': function() { missing }} })",
       "true"},
      {"$match('abc', function($s) { {'groups': 1} })",
       "T1010 at 7: The matcher function argument passed to function \"match\" does not return the correct object "
       "structure"},
      {"//", "S0301 at 1: Empty regular expressions are not allowed"},
      {"/a", "S0302 at 2: No terminating / in regular expression"},
  }));
  check(row);
}
