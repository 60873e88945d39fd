#include <catch2/catch.hpp>

#include "tests/asl/jsonata/evaluation.hpp"

using namespace stepstorm::jsonata;

TEST_CASE("the functions for texts", "[asl][jsonata][library]") {
  const auto row = GENERATE(values<Evaluation>({
      {"$string(1.5)", R"("1.5")"},
      {"$string('x')", R"("x")"},
      {"$string({'a': [1, null, function() {1}]})", R"("{\"a\":[1,null,\"\"]}")"},
      {"$string({'a': [1], 'b': {}}, true)", R"("{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}")"},
      {"$string($sum)", R"("")"},
      {"$string(missing)", "undefined"},
      {"$string(1 / 0)", "D3001 at 8: Attempting to invoke string function on Infinity or NaN"},
      {"$length('\U0001f600a')", "2"},
      {"$substring('hello', 1)", R"("ello")"},
      {"$substring('hello', 1, 3)", R"("ell")"},
      {"$substring('hello', -3, 2)", R"("ll")"},
      {"$substring('hello', 3, -1)", R"("")"},
      {"$substringBefore('a-b-c', '-')", R"("a")"},
      {"$substringAfter('a-b-c', '-')", R"("b-c")"},
      {"$substringAfter('abc', 'x')", R"("abc")"},
      {"$uppercase('aé ß')", "\"A\u00c9 SS\""},
      {"$lowercase('AÉ')", "\"a\u00e9\""},
      {"$trim('  a \\n  b\\t')", R"("a b")"},
      {"$pad('ab', 5)", R"("ab   ")"},
      {"$pad('ab', -5, '12')", R"("121ab")"},
      {"$contains('hello', 'ell')", "true"},
      {"$split('a,b,,c', ',')", R"(["a","b","","c"])"},
      {"$split('a,b,c', ',', 2)", R"(["a","b"])"},
      {"$split('abc', '')", R"(["a","b","c"])"},
      {"$split('', ',')", R"([""])"},
      {"$split('a', ',', -1)", "D3020 at 7: Third argument of split function must evaluate to a positive number"},
      {"$join(['a', 'b'])", R"("ab")"},
      {"$join(['a', 'b', 'c'], ', ')", R"("a, b, c")"},
      {"$join('a', '-')", R"("a")"},
      {"$join([1], '-')", "T0412 at 6: Argument 1 of function \"join\" must be an array of strings"},
      {"$replace('banana', 'an', 'AN', 1)", R"("bANana")"},
      {"$replace('a.b.c', '.', '')", R"("abc")"},
      {"$replace('a', '', 'x')", "D3010 at 9: Second argument of replace function cannot be an empty string"},
      {"$replace('a', 'a', 'x', -1)",
       "D3011 at 9: Fourth argument of replace function must evaluate to a positive number"},
      {"$match('a', /a/, -1)", "D3040 at 7: Third argument of match function must evaluate to a positive number"},
      {"$base64encode('stepstorm')", R"("c3RlcHN0b3Jt")"},
      {"$base64decode('c3RlcHN0b3Jt')", R"("stepstorm")"},
      {"$encodeUrlComponent('a b&c')", R"("a%20b%26c")"},
      {"$encodeUrl('http://x/?q=a b')", R"("http://x/?q=a%20b")"},
      {"$decodeUrlComponent('a%20b%26c')", R"("a b&c")"},
      {"$decodeUrl('%E0%A4%A')", "D3140 at 11: Malformed URL passed to $decodeUrl(): \"%E0%A4%A\""},
      {"$encodeUrl('\\ud800')", "D3140 at 11: Malformed URL passed to $encodeUrl(): \"\ufffd\ufffd\ufffd\""},
  }));
  check(row);
}

TEST_CASE("the functions for numbers", "[asl][jsonata][library]") {
  const auto row = GENERATE(values<Evaluation>({
      {"$number('12.5')", "12.5"},
      {"$number('0x1f')", "31"},
      {"$number(true)", "1"},
      {"$number('12x')", "D3030 at 8: Unable to cast value to a number: \"12x\""},
      {"$abs(-4.2)", "4.2"},
      {"$floor(-1.5)", "-2"},
      {"$ceil(-1.5)", "-1"},
      {"$round(2.5)", "2"},
      {"$round(3.5)", "4"},
      {"$round(2.345, 2)", "2.34"},
      {"$round(12345, -2)", "12300"},
      {"$power(2, 10)", "1024"},
      {"$power(10, 400)",
       "D3061 at 7: The power function has resulted in a value that cannot be represented as a JSON number: base=10, "
       "exponent=400"},
      {"$power(missing, 2)", "undefined"},
      {"$power(2, missing)",
       "D3061 at 7: The power function has resulted in a value that cannot be represented as a JSON number: base=2, "
       "exponent=undefined"},
      {"$sqrt(2.25)", "1.5"},
      {"$sqrt(-1)", "D3060 at 6: The sqrt function cannot be applied to a negative number: -1"},
      {"$random() < 1 and $random() >= 0", "true"},
      {"$sum([1, 2, 3.5])", "6.5"},
      {"$sum(4)", "4"},
      {"$sum([])", "0"},
      {"$max([3, 7, 5])", "7"},
      {"$min([3, 7, 5])", "3"},
      {"$max([])", "undefined"},
      {"$average([1, 2, 6])", "3"},
      {"$average([])", "undefined"},
      {"$formatNumber(12345.6, '#,##0.00')", R"("12,345.60")"},
      {"$formatNumber(1.5, '0,0', {'decimal-separator': ',', 'grouping-separator': '.'})", R"("1,5")"},
      {"$formatBase(255, 16)", R"("ff")"},
      {"$formatBase(9)", R"("9")"},
      {"$formatBase(9, 1)",
       "D3100 at 12: The radix of the formatBase function must be between 2 and 36.  It was given 1"},
      {"$formatInteger(42, 'w')", R"("forty-two")"},
      {"$formatInteger(1999, 'I')", R"("MCMXCIX")"},
      {"$parseInteger('forty-two', 'w')", "42"},
  }));
  check(row);
}

TEST_CASE("the functions for arrays", "[asl][jsonata][library]") {
  const auto row = GENERATE(values<Evaluation>({
      {"$count([1, 2])", "2"},
      {"$count(5)", "1"},
      {"$count(missing)", "0"},
      {"$append([1], [2, 3])", "[1,2,3]"},
      {"$append(1, 2)", "[1,2]"},
      {"$append(missing, 2)", "2"},
      {"$reverse([1, 2, 3])", "[3,2,1]"},
      {"$sort([3, 1, 2])", "[1,2,3]"},
      {"$sort(['b', 'a', 'é', 'B'])", "[\"B\",\"a\",\"b\",\"\u00e9\"]"},
      {"$sort([{'n': 2}, {'n': 1}], function($l, $r) { $l.n > $r.n }).n", "[1,2]"},
      {"$sort([1, 'a'])",
       "D3070 at 6: The single argument form of the sort function can only be applied to an array of strings or an "
       "array "
       "of numbers.  Use the second argument to specify a comparison function"},
      {"$count($shuffle([1..10]))", "10"},
      {"$sort($shuffle([1..5]))", "[1,2,3,4,5]"},
      {"$distinct([1, '1', 1, [2], [2], {'a': 1}, {'a': 1}, true, true])", R"([1,"1",[2],{"a":1},true])"},
      {"$distinct(5)", "5"},
      {"$zip([1, 2, 3], ['a', 'b'])", R"([[1,"a"],[2,"b"]])"},
      {"$zip([1, 2], missing)", "[]"},
      {"$map([1, 2, 3], function($v, $i, $a) { $v * $i + $count($a) })", "[3,5,9]"},
      {"$map([1], function($v) { $v })", "1"},
      {"$filter([1..6], function($v, $i) { $v % 2 = 0 and $i > 1 })", "[4,6]"},
      {"$single([1, 2, 3], function($v) { $v > 2 })", "3"},
      {"$single([1, 2], function($v) { true })",
       "D3138 at 8: The $single() function expected exactly 1 matching result.  Instead it matched more."},
      {"$single([], function($v) { true })",
       "D3139 at 8: The $single() function expected exactly 1 matching result.  Instead it matched 0."},
      {"$reduce([1, 2, 3], function($a, $v) { $a * 10 + $v })", "123"},
      {"$reduce([2, 3], function($a, $v, $i) { $a + $v * $i }, 100)", "103"},
      {"$reduce([], function($a, $v) { 1 })", "undefined"},
      {"$reduce([1], function($a) { $a })",
       "D3050 at 8: The second argument of reduce function must be a function with at least two arguments"},
  }));
  check(row);
}

TEST_CASE("the functions for objects and for values of any type", "[asl][jsonata][library]") {
  const auto row = GENERATE(values<Evaluation>({
      {"$keys({'a': 1, 'b': 2})", R"(["a","b"])"},
      {"$keys([{'a': 1}, {'b': 2, 'a': 3}])", R"(["a","b"])"},
      {"$keys({'a': 1})", R"("a")"},
      {"$keys({})", "undefined"},
      {"$lookup({'a': 1}, 'a')", "1"},
      {"$lookup([{'a': 1}, {'a': [2, 3]}], 'a')", "[1,2,3]"},
      {"$spread({'a': 1, 'b': 2})", R"([{"a":1},{"b":2}])"},
      {"$spread([{'a': 1}, {'b': 2}])", R"([{"a":1},{"b":2}])"},
      {"$merge([{'a': 1, 'b': 1}, {'b': 2}])", R"({"a":1,"b":2})"},
      {"$sift({'a': 1, 'b': 2}, function($v, $k) { $v > 1 })", R"({"b":2})"},
      {"$sift({'a': 1}, function($v) { false })", "undefined"},
      {"$each({'a': 1, 'b': 2}, function($v, $k) { $k & $v })", R"(["a1","b2"])"},
      {"$clone({'a': [1]})", R"({"a":[1]})"},
      {"$type(null)", R"("null")"},
      {"[1, 'x', true, [], {}, $sum].$type($)", R"(["number","string","boolean","array","object","function"])"},
      {"$type([1])", R"("array")"},
      {"$type(missing)", "undefined"},
      {"$exists(missing)", "false"},
      {"$exists(null)", "true"},
      {"$boolean('false')", "true"},
      {"$boolean([0, ''])", "false"},
      {"$not(0)", "true"},
      {"$not(missing)", "undefined"},
      {"$error('too dear')", "D3137 at 7: too dear"},
      {"$error()", "D3137 at 7: $error() function evaluated"},
      {"$assert(1 = 1, 'no')", "undefined"},
      {"$assert(1 = 2, 'no')", "D3141 at 8: no"},
      {"$assert(false)", "D3141 at 8: $assert() statement failed"},
  }));
  check(row);
}

TEST_CASE("the functions for time read the evaluation's clock", "[asl][jsonata][library]") {
  const auto row = GENERATE(values<Evaluation>({
      {"$now()", R"("2024-05-06T07:08:09.010Z")"},
      {"$now('[Y]/[M01]')", R"("2024/05")"},
      {"$millis()", "1714979289010"},
      {"$millis() = $toMillis($now())", "true"},
      {"$fromMillis(0)", R"("1970-01-01T00:00:00.000Z")"},
      {"$fromMillis(0, '[H01]:[m01] [z]', '+0130')", R"("01:30 GMT+01:30")"},
      {"$toMillis('1970-01-01T00:00:01Z')", "1000"},
      {"$toMillis('2/1970', '[M]/[Y]')", "2678400000"},
      {"$toMillis('yesterday')",
       "D3110 at 10: The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given "
       "\"yesterday\""},
  }));
  check(row);
}
