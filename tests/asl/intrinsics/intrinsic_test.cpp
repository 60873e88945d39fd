#include "asl/intrinsics/intrinsic.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "tests/asl/references.hpp"

namespace stepstorm::asl {
namespace {

Intrinsic intrinsic(std::string_view text) {
  auto parsed = Intrinsic::parse(text);
  INFO(text);
  if (!parsed) FAIL(parsed.error());
  return *parsed;
}

/// The value as text, or the sentence of the failure.
std::string outcome(std::string_view call, std::string_view input = "{}") {
  const auto value = intrinsic(call).evaluate("field.$", read(input), FixedReferences());
  return value ? to_text(*value) : value.error().detail;
}

std::string invalid_arguments(std::string_view call) {
  const auto name = std::string(call.substr(0, call.find('(')));
  return "There was an error while evaluating the intrinsic function: " + std::string(call) +
         ". Invalid arguments in " + name;
}

struct Row {
  std::string call, input, expected;
};

TEST_CASE("arguments are literals, paths and calls", "[asl][intrinsic]") {
  const auto row = GENERATE(values<Row>({
      {"States.Array()", "{}", "[]"},
      {"States.Array( )", "{}", "[]"},
      {" States.Array ( 1 ) ", "{}", ""},  // no blank before the parenthesis
      {"States.Array( 'a' ,\t2, -3, 1.5e1, true, false, null )", "{}", R"(["a",2,-3,15.0,true,false,null])"},
      {"States.Array('')", "{}", R"([""])"},
      {R"(States.Array('it\'s \{\} \\ "quoted"'))", "{}", R"(["it's {} \\ \"quoted\""])"},
      {"States.Array('é, ) 🚀')", "{}", R"(["é, ) 🚀"])"},
      {"States.Array($, $.a, $.b[1], $.b[*], $.b[?(',)' == @)])",
       R"j({"a":1,"b":[2,",)"]})j",
       R"j([{"a":1,"b":[2,",)"]},1,",)",[2,",)"],[",)"]])j"},
      {"States.Array($$.Execution.Name, $answer, $order.items[0])", "{}", R"(["run-7",42,1])"},
      {"States.Array(1, States.Array(2, States.Array()))", "{}", "[1,[2,[]]]"},
      {"States.ArrayLength($.items[*].nope)", R"({"items":[1]})", "0"},  // a wildcard over an array passes over
      {"States.Array($.items[5])", R"({"items":[1]})", "[null]"},
  }));
  CAPTURE(row.call);
  if (row.expected.empty()) {
    CHECK_FALSE(Intrinsic::parse(row.call).has_value());
  } else {
    CHECK(outcome(row.call, row.input) == row.expected);
  }
}

TEST_CASE("a text that is no call is refused", "[asl][intrinsic]") {
  struct Refused {
    std::string call, expected;
  };
  const auto row = GENERATE(values<Refused>({
      {"", "'' is not an intrinsic function"},
      {"ConditionTrue", "'ConditionTrue' is not an intrinsic function"},
      {"States.Nope()", "'States.Nope' is not an intrinsic function"},
      {"states.array()", "'states.array' is not an intrinsic function"},
      {"States.UUID", "Expected '(' at position 11 but found the end"},
      {"States.UUID(", "'' is not an intrinsic function"},
      {"States.UUID)", "Expected '(' at position 11 but found ')'"},
      {"States.UUID(,)", "'' is not an intrinsic function"},
      {"States.UUID() trailing", "Expected nothing more at position 14 but found 't'"},
      {"States.UUID($", "Expected ',' or ')' at position 13 but found the end"},
      {"States.Array(1, )", "'' is not an intrinsic function"},
      {"States.Array(1 2)", "Expected ',' or ')' at position 15 but found '2'"},
      {"States.Array([1])", "'' is not an intrinsic function"},
      {"States.Array(1.)", "'1.' is not a number"},
      {"States.Array(.5)", "'.5' is not a number"},
      {"States.Array(\"a\")", "'' is not an intrinsic function"},
      {"States.Array('a)", "Expected a closing ' at position 16 but found the end"},
      {R"(States.Array('a\n'))", "A backslash must stand before ', {, } or another backslash"},
      {R"(States.StringToJson('{\"a\": 1}'))", "A backslash must stand before ', {, } or another backslash"},
      {R"(States.Array('a\)", "A backslash must stand before ', {, } or another backslash"},
      {"States.Array($.a.length()", "Expected ',' or ')' at position 25 but found the end"},
      {"States.Array(States.Nope())", "'States.Nope' is not an intrinsic function"},
  }));
  CAPTURE(row.call);
  const auto parsed = Intrinsic::parse(row.call);
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error() == row.expected);
}

TEST_CASE("ten calls may stand inside each other", "[asl][intrinsic]") {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "States.Array(";
    for (int i = 0; i < depth; ++i) text += ")";
    return text;
  };
  CHECK(outcome(nested(10)) == "[[[[[[[[[[]]]]]]]]]]");
  CHECK(Intrinsic::parse(nested(11)).error() == "Intrinsic functions are nested too deeply");
  CHECK(Intrinsic::parse(nested(100'000)).error() == "Intrinsic functions are nested too deeply");
}

TEST_CASE("every function computes as the service does", "[asl][intrinsic]") {
  const auto row = GENERATE(values<Row>({
      {"States.Format('Hello {}', $.a)", R"({"a":"Ada"})", R"("Hello Ada")"},
      {"States.Format('{} {} {} {}', $.s, $.i, $.b, $.n)",
       R"({"s":"x","i":2,"b":true,"n":null})",
       R"("x 2 true null")"},
      {"States.Format('{}|{}', 1.5, 1.0)", "{}", R"("1.5|1.0")"},
      {"States.Format('{}', $)", R"({"a":{"b":[1,"x",{}]},"c":null})", R"("{a={b=[1, x, {}]}, c=null}")"},
      {"States.Format('none')", "{}", R"("none")"},
      {R"(States.Format('\{\} {} \'\\', 1))", "{}", R"("{} 1 '\\")"},
      {"States.Format($.t, 1)", R"({"t":"n={}"})", R"("n=1")"},
      {"States.Format($.t, 1)", R"({"t":"\\{{}\\}"})", R"("{1}")"},
      {"States.StringToJson($.a)", R"({"a":"{\"b\" : [1]}"})", R"({"b":[1]})"},
      {R"(States.StringToJson('{"a": "b"}'))", "{}", R"({"a":"b"})"},
      {"States.StringToJson('')", "{}", "null"},
      {"States.StringToJson(' ')", "{}", "null"},
      {"States.StringToJson('-0')", "{}", "0"},
      {"States.JsonToString($)", R"({"b" : 1, "a" : ["x"]})", R"("{\"b\":1,\"a\":[\"x\"]}")"},
      {"States.JsonToString('x')", "{}", R"("\"x\"")"},
      {"States.ArrayPartition($, 4)", "[1,2,3,4,5,6,7,8,9]", "[[1,2,3,4],[5,6,7,8],[9]]"},
      {"States.ArrayPartition($, 2.6)", "[1,2,3]", "[[1,2],[3]]"},  // the fraction is cut off
      {"States.ArrayPartition($, 9)", "[1]", "[[1]]"},
      {"States.ArrayPartition($, 1)", "[]", "[]"},
      {"States.ArrayContains($, 2)", "[1,2]", "true"},
      {"States.ArrayContains($, null)", "[1,null]", "true"},
      {"States.ArrayContains($, $)", "[]", "false"},
      {"States.ArrayContains($.a, $.b)", R"({"a":[{"x":1}],"b":{"x":1}})", "true"},
      {"States.ArrayContains($.a, $.b)", R"({"a":[{"x":1,"y":2}],"b":{"y":2,"x":1}})", "false"},  // order counts
      {"States.ArrayContains($, true)", R"(["true"])", "true"},
      {"States.ArrayContains($, false)", "[0]", "false"},
      {"States.ArrayRange(1, 9, 2)", "{}", "[1,3,5,7,9]"},
      {"States.ArrayRange(5, 1, -2)", "{}", "[5,3,1]"},
      {"States.ArrayRange(1, 9, 9)", "{}", "[1]"},
      {"States.ArrayRange(5, 1, 1)", "{}", "[]"},
      {"States.ArrayRange(1.6, 1.4, 1)", "{}", "[1]"},
      {"States.ArrayRange(5.4, -0.6, -2.4)", "{}", "[5,3,1]"},
      {"States.ArrayRange(9223372036854775806, 9223372036854775807, 2)", "{}", "[9223372036854775806]"},
      {"States.ArrayGetItem($, 1.9)", "[10,20]", "20"},
      {"States.ArrayGetItem($, 999)", "[]", "null"},  // of an empty array every item is null
      {"States.ArrayLength($)", "[1,[2]]", "2"},
      {"States.ArrayUnique($)", "[1,2,3,3,3,4]", "[1,2,3,4]"},
      {"States.ArrayUnique($)", "[true,false,true,false]", "[false,true]"},  // in the order of a Java HashSet
      {"States.ArrayUnique($)", "[[1,2],[1,2],[2,1]]", "[[2,1],[1,2]]"},
      {"States.ArrayUnique($)", R"([1,"1",1,"01"])", R"([1,"1","01"])"},
      {"States.ArrayUnique($)", "[null,null,1,null]", "[null,1]"},
      {"States.ArrayUnique($)", R"([{"a":1,"b":2},{"b":2,"a":1}])", R"([{"a":1,"b":2}])"},
      {"States.Base64Encode('Data to encode')", "{}", R"("RGF0YSB0byBlbmNvZGU=")"},
      {"States.Base64Encode('')", "{}", R"("")"},
      {"States.Base64Encode('🚀')", "{}", R"("8J+agA==")"},
      {"States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "{}", R"("Data to encode")"},
      {"States.Base64Decode('4pyT')", "{}", R"("✓")"},
      {"States.Base64Decode('YWJj')", "{}", R"("abc")"},
      {"States.Base64Decode(' YW!Jj ')", "{}", R"("abc")"},       // foreign characters are skipped
      {"States.Base64Decode('YWI')", "{}", R"("ab")"},            // padding may be missing
      {"States.Base64Decode('YWI=YWI=')", "{}", R"("ab")"},       // and ends the text
      {"States.Base64Decode('/w==')", "{}", "\"\xEF\xBF\xBD\""},  // not UTF-8: U+FFFD
      {"States.Hash('input data', 'MD5')", "{}", R"("812f45842bc6d66ee14572ce20db8e86")"},
      {"States.Hash('input data', 'SHA-1')", "{}", R"("aaff4a450a104cd177d28d18d74485e8cae074b7")"},
      {"States.Hash('', 'SHA-256')", "{}", R"("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")"},
      {"States.Hash(1, 'MD5')",
       "{}",
       R"("c4ca4238a0b923820dcc509a6f75849b")"},  // what is no text is hashed as its JSON
      {"States.JsonMerge($.a, $.b, false)",
       R"({"a":{"x":1,"y":{"p":1}},"b":{"y":{"q":2},"z":3}})",
       R"({"x":1,"y":{"q":2},"z":3})"},
      {"States.JsonMerge($.a, $.b, 'no')", R"({"a":{},"b":{"x":1}})", R"({"x":1})"},
      {"States.MathAdd(111, -1)", "{}", "110"},
      {"States.MathAdd(1.49, 1.5)", "{}", "3"},  // each is rounded first, half goes up
      {"States.MathAdd(-1.5, 0)", "{}", "-1"},
      {"States.MathAdd(-2.5, 0)", "{}", "-2"},
      {"States.MathAdd(-1.51, -0.5)", "{}", "-2"},
      {"States.MathAdd(0.49999999999999994, 0)", "{}", "0"},
      {"States.MathAdd(2147483646, 1)", "{}", "2147483647"},
      {"States.StringSplit('1.2-3.4', '.-')", "{}", R"(["1","2","3","4"])"},
      {"States.StringSplit($, ',')", R"(", , ,")", R"([" "," "])"},
      {"States.StringSplit(',,,,', ',')", "{}", "[]"},
      {"States.StringSplit('', ',')", "{}", "[]"},
      {"States.StringSplit('abc', '')", "{}", R"(["abc"])"},
      {"States.StringSplit('aéb€c', 'é€')", "{}", R"(["a","b","c"])"},
      {"States.StringSplit('aéb', 'è')", "{}", R"(["aéb"])"},  // characters, not bytes
      {"States.UUID()", "{}", R"("01234567-89ab-4def-8123-456789abcdef")"},
      {"States.UUID('ignored')", "{}", R"("01234567-89ab-4def-8123-456789abcdef")"},
  }));
  CAPTURE(row.call, row.input);
  CHECK(outcome(row.call, row.input) == row.expected);
}

TEST_CASE("arguments that a function cannot use fail with the expression and the function", "[asl][intrinsic]") {
  const auto call = GENERATE(as<std::string>(),
                             "States.ArrayPartition('text', 2)",
                             "States.ArrayPartition($.list, 0)",
                             "States.ArrayPartition($.list, 0.6)",
                             "States.ArrayPartition($.list, -1)",
                             "States.ArrayPartition($.list, '2')",
                             "States.ArrayPartition($.list, null)",
                             "States.ArrayPartition($.list)",
                             "States.ArrayPartition($.list, 2, 999)",
                             "States.ArrayContains('text', 1)",
                             "States.ArrayContains($.list)",
                             "States.ArrayRange('a', 5, 1)",
                             "States.ArrayRange(1, 10, 0)",
                             "States.ArrayRange(1, 10, 0.49)",
                             "States.ArrayRange(1, 1001, 1)",
                             "States.ArrayRange(1001, 1, -1)",
                             "States.ArrayRange(1, 5)",
                             "States.ArrayRange(1e300, 2, 1)",
                             "States.ArrayGetItem($.list, 3)",
                             "States.ArrayGetItem($.list, -1)",
                             "States.ArrayGetItem($.list, '1')",
                             "States.ArrayGetItem('text', 0)",
                             "States.ArrayLength('text')",
                             "States.ArrayLength()",
                             "States.ArrayUnique($.object)",
                             "States.Base64Encode(123)",
                             "States.Base64Decode($.object)",
                             "States.Base64Encode()",
                             "States.Hash('a', 'SHA256')",
                             "States.Hash('a', 'sha-256')",
                             "States.Hash('a', 1)",
                             "States.Hash()",
                             "States.JsonMerge($.list, $.object, false)",
                             "States.JsonMerge($.object, null, false)",
                             "States.JsonMerge($.object, $.object, true)",
                             "States.JsonMerge($.object, $.object)",
                             "States.MathAdd('1', 2)",
                             "States.MathAdd(null, 1)",
                             "States.MathAdd(true, 1)",
                             "States.MathAdd(2147483647, 1)",
                             "States.MathAdd(3000000000, 1)",
                             "States.MathAdd(18446744073709551615, 1)",
                             "States.MathAdd(1e300, 1)",
                             "States.MathAdd(1)",
                             "States.MathRandom(1, 1)",
                             "States.MathRandom(10, 5)",
                             "States.MathRandom(1.4, 1.6)",
                             "States.MathRandom('a', 5)",
                             "States.MathRandom(1, 5, 'seed')",
                             "States.MathRandom(1, 5, null)",
                             "States.MathRandom(1)",
                             "States.StringSplit(1, ',')",
                             "States.StringSplit('a', null)",
                             "States.StringSplit('a')",
                             "States.StringToJson(1)",
                             "States.StringToJson()",
                             "States.Format()");
  CHECK(outcome(call, R"({"list":[1,2,3],"object":{}})") == invalid_arguments(call));
}

TEST_CASE("some failures have their own words", "[asl][intrinsic]") {
  const auto row = GENERATE(values<Row>({
      {"States.Format('Hello {', $.a)",
       R"({"a":1})",
       "Invalid template in States.Format: matching '}' not found for '{'."},
      {"States.Format('Hello {{}}', $.a)",
       R"({"a":1})",
       "Invalid template in States.Format: matching '}' not found for '{'."},
      {"States.Format('}')", "{}", "Invalid template in States.Format: matching '{' not found for '}'."},
      {"States.Format('{} {}', 1)",
       "{}",
       "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}."},
      {"States.Format($.a, 1)",
       R"({"a":123})",
       "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}."},
      {"States.JsonToString()", "{}", "Invalid arguments in States.JsonToString: only a single argument is allowed."},
      {"States.JsonToString(1, 2)",
       "{}",
       "Invalid arguments in States.JsonToString: only a single argument is allowed."},
      {"States.StringToJson('{bad json}')",
       "{}",
       "Cannot convert String to Json in States.StringToJson, caused by: unexpected 'bad', expected a member's name in "
       "double quotes\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, "
       "column: 2]"},
  }));
  CAPTURE(row.call);
  CHECK(outcome(row.call, row.input) ==
        "There was an error while evaluating the intrinsic function: " + row.call + ". " + row.expected);
}

TEST_CASE("a failure inside another call names the whole expression and the function that failed", "[asl][intrinsic]") {
  CHECK(outcome("States.Array(1, States.ArrayLength('x'))") ==
        "There was an error while evaluating the intrinsic function: States.Array(1, States.ArrayLength('x')). "
        "Invalid arguments in States.ArrayLength");
}

TEST_CASE("a path argument that selects nothing is named with the input", "[asl][intrinsic]") {
  const auto row = GENERATE(values<Row>({
      {"States.Format('{}', $.nope)",
       "",
       "The JsonPath argument for the field '$.nope' could not be found in the input"},
      {"States.Array(1,$.a.b)", "", "The JsonPath argument for the field '$.a.b' could not be found in the input"},
      {"States.Array(States.Array($.nope))",
       "",
       "The JsonPath argument for the field '$.nope' could not be found in the input"},
      {"States.Array($.list.length())",
       "",
       "The JsonPath argument for the field '$.list.length()' could not be found in the input"},
      {"States.Array($$.Nope.Deep)",
       "",
       "The JsonPath argument for the field '$.Nope.Deep' could not be found in the input"},
      {"States.UUID($.nope)", "", "The JsonPath argument for the field '$.nope' could not be found in the input"},
  }));
  CAPTURE(row.call);
  CHECK(outcome(row.call, R"({"list":[1]})") ==
        "The function '" + row.call + "' had the following error: " + row.expected + R"( '{"list":[1]}')");
}

TEST_CASE("an index into what is no array fails in the words of the service's JSONPath library", "[asl][intrinsic]") {
  CHECK(outcome("States.Format('{}', $.other[0])", R"({"other":1})") ==
        "The function 'States.Format('{}', $.other[0])' had the following error: "
        "Filter: [0] can only be applied to arrays. Current context is: 1");
}

TEST_CASE("texts are bounded where the service bounds them", "[asl][intrinsic]") {
  const auto input = [](std::size_t length) { return '"' + std::string(length, 'a') + '"'; };
  const auto call =
      GENERATE(as<std::string>(), "States.Base64Encode($)", "States.Base64Decode($)", "States.Hash($, 'MD5')");
  CAPTURE(call);
  CHECK(outcome(call, input(10'000)).front() == '"');
  CHECK(outcome(call, input(10'001)) == invalid_arguments(call));
}

TEST_CASE("a result that could never be a payload is refused before it is built", "[asl][intrinsic]") {
  const auto repeated = [](std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  const auto input = '"' + std::string(200'000, 'a') + '"';
  const auto array = "States.Array($" + repeated(",$", 200) + ")";
  CHECK(outcome(array, input) == invalid_arguments(array));
  const auto format = "States.Format('" + repeated("{}", 200) + "'" + repeated(",$", 200) + ")";
  CHECK(outcome(format, input) == invalid_arguments(format));
}

TEST_CASE("equal seeds give equal numbers within the bounds, other seeds others", "[asl][intrinsic]") {
  std::set<std::string> values;
  for (int seed = -50; seed < 50; ++seed) {
    const auto call = "States.MathRandom(0, 1000, " + std::to_string(seed) + ")";
    CAPTURE(call);
    const auto value = outcome(call);
    CHECK(outcome(call) == value);
    CHECK(std::stoi(value) >= 0);
    CHECK(std::stoi(value) < 1000);
    values.insert(value);
  }
  CHECK(values.size() > 80);
}

TEST_CASE("a random number without a seed lies within the bounds", "[asl][intrinsic]") {
  CHECK(outcome("States.MathRandom(7, 8)") == "7");
  CHECK(outcome("States.MathRandom(-9223372036854775807, 9223372036854775807)").front() != 'T');
  CHECK(outcome("States.MathRandom(1.6, 2.4)") == "1");  // fractions are cut off: in [1, 2)
}

TEST_CASE("a call knows its text and the variables that it reads", "[asl][intrinsic]") {
  const auto call = intrinsic("States.Array($b.x, $.b, States.Array($a), $$.c, $b)");
  CHECK(call.text() == "States.Array($b.x, $.b, States.Array($a), $$.c, $b)");
  CHECK(call.variables() == std::vector<std::string>{"b", "a", "b"});
}

}  // namespace
}  // namespace stepstorm::asl
