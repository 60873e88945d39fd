#include "asl/payload_template.hpp"

#include <catch2/catch.hpp>

#include "tests/asl/references.hpp"

namespace stepstorm::asl {
namespace {

PayloadTemplate compiled(std::string_view source) {
  auto result = PayloadTemplate::compile(read(source));
  INFO(source);
  if (!result) FAIL(result.error().front().message);
  return *result;
}

/// The result as text, or the sentence of the failure.
std::string outcome(std::string_view source, std::string_view input = "{}") {
  const auto value = compiled(source).evaluate(read(input), FixedReferences());
  return value ? to_text(*value) : value.error().detail;
}

struct Row {
  std::string source, input, expected;
};

TEST_CASE("members that end in .$ are evaluated, all else is literal", "[asl][payload_template]") {
  const auto row = GENERATE(values<Row>({
      {R"({"a.$":"$.x"})", R"({"x":[1]})", R"({"a":[1]})"},
      {R"({"a":"$.x","b":{"c.$":"$.x"}})", R"({"x":1})", R"({"a":"$.x","b":{"c":1}})"},
      {R"([1,{"a.$":"$"},[{"b.$":"$.x"}]])", R"({"x":1})", R"([1,{"a":{"x":1}},[{"b":1}]])"},
      {R"({"a.$":"$$.Execution.Name","b.$":"$answer"})", "{}", R"({"a":"run-7","b":42})"},
      {R"j({"a.$":"States.Format('{}!', $.x)"})j", R"({"x":1})", R"({"a":"1!"})"},
      {R"({"a.$":"$.items[*].x"})", "{}", R"({"a":[]})"},
      {R"({"a.$":"$.items[5]"})", R"({"items":[1]})", R"({"a":null})"},  // behind the end of an array
      {R"({"":1,".$":"$.x"})", R"({"x":2})", ""},                        // two members named ""
      {R"({"a$":"$.x","$":1})", "{}", R"({"a$":"$.x","$":1})"},
      {R"("$.x")", R"({"x":1})", R"("$.x")"},
      {"null", "{}", "null"},
      {"{}", "{}", "{}"},
  }));
  CAPTURE(row.source);
  if (row.expected.empty()) {
    CHECK_FALSE(PayloadTemplate::compile(read(row.source)).has_value());
  } else {
    CHECK(outcome(row.source, row.input) == row.expected);
  }
}

TEST_CASE("literal members come first, then the others as a Java HashMap orders them", "[asl][payload_template]") {
  const auto row = GENERATE(values<Row>({
      {R"({"z.$":"$","ApiEndpoint.$":"$","a":1,"Method.$":"$","Path.$":"$","Stage.$":"$","B":2})",
       "0",
       R"({"a":1,"B":2,"Path":0,"Stage":0,"z":0,"ApiEndpoint":0,"Method":0})"},
      {R"({"StateMachineArn.$":"$","Input.$":"$","Name.$":"$"})", "0", R"({"Input":0,"StateMachineArn":0,"Name":0})"},
      {R"({"Bucket.$":"$","Key.$":"$","Body.$":"$"})", "0", R"({"Bucket":0,"Body":0,"Key":0})"},
      {R"({"BB.$":"$","Aa.$":"$"})", "0", R"({"BB":0,"Aa":0})"},  // one hash: as written
      // 13 members make the table grow from 16 to 32 places: p (hash 112) no longer shares a place with `
      {R"({"p.$":"$","`.$":"$","a.$":"$","b.$":"$","c.$":"$","d.$":"$","e.$":"$","f.$":"$","g.$":"$","h.$":"$",
           "i.$":"$","j.$":"$"})",
       "0",
       R"({"p":0,"`":0,"a":0,"b":0,"c":0,"d":0,"e":0,"f":0,"g":0,"h":0,"i":0,"j":0})"},
      {R"({"p.$":"$","`.$":"$","a.$":"$","b.$":"$","c.$":"$","d.$":"$","e.$":"$","f.$":"$","g.$":"$","h.$":"$",
           "i.$":"$","j.$":"$","k.$":"$"})",
       "0",
       R"({"`":0,"a":0,"b":0,"c":0,"d":0,"e":0,"f":0,"g":0,"h":0,"i":0,"j":0,"k":0,"p":0})"},
      {R"({"é🚀.$":"$","€.$":"$"})",
       "0",
       R"({"é🚀":0,"€":0})"},  // hashes of UTF-16, 0x1E788C and 0x20AC: places 2 and 12
  }));
  CAPTURE(row.source);
  CHECK(outcome(row.source, row.input) == row.expected);
}

TEST_CASE("a field that cannot be evaluated at all is a fault with its place", "[asl][payload_template]") {
  struct Fault {
    std::string source, field, pointer, message;
  };
  const std::string invalid_end = "' must be a valid JSONPath or a valid intrinsic function call";
  const std::string no_text = "' must be a STRING that contains a JSONPath but was ";
  const auto row = GENERATE_COPY(values<Fault>({
      {R"j({"parsed.$":"States.StringToJson('\\\"')"})j",
       "parsed.$",
       "/parsed.$",
       "The value for the field 'parsed.$" + invalid_end},
      {R"({"a":[{"x/y.$":"$.a["}]})", "x/y.$", "/a/0/x~1y.$", "The value for the field 'x/y.$" + invalid_end},
      {R"({"a.$":1})", "a.$", "/a.$", "The value for the field 'a.$" + no_text + "a NUMBER"},
      {R"({"a.$":[]})", "a.$", "/a.$", "The value for the field 'a.$" + no_text + "an ARRAY"},
      {R"({"a.$":{}})", "a.$", "/a.$", "The value for the field 'a.$" + no_text + "an OBJECT"},
      {R"({"a.$":true})", "a.$", "/a.$", "The value for the field 'a.$" + no_text + "a BOOLEAN"},
      {R"([{"a.$":null}])", "a.$", "/0/a.$", "The value for the field 'a.$" + no_text + "a NULL"},
      {R"({"a.$":""})", "a.$", "/a.$", "The value for the field 'a.$" + invalid_end},
      {R"({"a.$":"text"})", "a.$", "/a.$", "The value for the field 'a.$" + invalid_end},
      {R"j({"a.$":"States.Nope()"})j", "a.$", "/a.$", "The value for the field 'a.$" + invalid_end},
      {R"({"a":1,"a.$":"$"})", "a.$", "/a.$", "The field 'a' is defined twice"},
  }));
  CAPTURE(row.source);
  const auto result = PayloadTemplate::compile(read(row.source));
  REQUIRE_FALSE(result.has_value());
  REQUIRE(result.error().size() == 1);
  CHECK(result.error()[0].field == row.field);
  CHECK(result.error()[0].pointer == row.pointer);
  CHECK(result.error()[0].message == row.message);
}

TEST_CASE("any JSON value is a template", "[asl][payload_template]") {
  const auto row = GENERATE(values<Row>({
      {R"([{"item.$":"$.item"},0])", R"({"item":"i"})", R"([{"item":"i"},0])"},
      {R"("$.item")", R"({"item":"i"})", R"("$.item")"},
      {"7", "{}", "7"},
      {"[]", "{}", "[]"},
  }));
  CAPTURE(row.source);
  CHECK(outcome(row.source, row.input) == row.expected);
}

TEST_CASE("on an input of null a template gives what it takes from no path", "[asl][payload_template]") {
  const std::string refused = "Unable to apply Path transformation to null or empty input.";
  const auto row = GENERATE_COPY(values<Row>({
      {R"({"a.$":"$"})", "null", refused},
      {R"({"a.$":"$.x"})", "null", refused},
      {R"({"a":{"b.$":"$$.Execution.Name"}})", "null", refused},
      {R"j({"a.$":"States.JsonToString($)"})j", "null", refused},
      {R"({"a":1})", "null", R"({"a":1})"},
      {R"j({"a.$":"States.MathAdd(1, 2)"})j", "null", R"({"a":3})"},
      {R"({"a.$":"$.x"})", R"({"x":null})", R"({"a":null})"},
  }));
  CAPTURE(row.source);
  CHECK(outcome(row.source, row.input) == row.expected);
}

TEST_CASE("every fault of a template is reported", "[asl][payload_template]") {
  const auto result = PayloadTemplate::compile(read(R"({"a.$":1,"b":{"c.$":2},"d.$":"$","e.$":"x"})"));
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().size() == 3);
}

TEST_CASE("a field that finds no value fails with its path, its name and the document", "[asl][payload_template]") {
  const auto row = GENERATE(values<Row>({
      {R"({"value.$":"$.x"})",
       R"({"a" : 1})",
       R"(The JSONPath '$.x' specified for the field 'value.$' could not be found in the input '{"a":1}')"},
      {R"({"o":{"inner.$":"$.nope.deep"}})",
       "[]",
       "The JSONPath '$.nope.deep' specified for the field 'inner.$' could not be found in the input '[]'"},
      {R"({"v.$":"$.items[5].x"})",
       R"({"items":[1]})",
       R"(The JSONPath '$.items[5].x' specified for the field 'v.$' could not be found in the input '{"items":[1]}')"},
      {R"({"v.$":"$unknown.x"})",
       "{}",
       "The JSONPath '$unknown.x' specified for the field 'v.$' could not be found in the input '{}'"},
      {R"j({"v.$":"States.Array($.x)"})j",
       "{}",
       "The function 'States.Array($.x)' had the following error: The JsonPath argument for the field '$.x' could not "
       "be "
       "found in the input '{}'"},
  }));
  CAPTURE(row.source);
  CHECK(outcome(row.source, row.input) == row.expected);
}

TEST_CASE("a result far beyond the size of a payload is not built", "[asl][payload_template]") {
  Json source = Json::object();
  for (int i = 0; i < 200; ++i) source["m" + std::to_string(i) + ".$"] = "$";
  const Json input = std::string(200'000, 'a');
  const auto result = PayloadTemplate::compile(source)->evaluate(input, FixedReferences());
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().error == "States.DataLimitExceeded");
}

TEST_CASE("a template knows the variables that it reads, in the order in which they are written",
          "[asl][payload_template]") {
  CHECK(compiled(R"j({"StateMachineArn.$":"$b","Input.$":"States.Array($c, $.x, $$.y)","o":[{"p.$":"$a.x"}]})j")
            .variables() == std::vector<std::string>{"b", "c", "a"});
}

}  // namespace
}  // namespace stepstorm::asl
