#include "values/json.hpp"

#include <ctime>
#include <string>

#include <catch2/catch.hpp>

namespace {

using stepstorm::compare_numbers;
using stepstorm::Json;
using stepstorm::JsonLimits;
using stepstorm::locate;
using stepstorm::parse_json;
using stepstorm::pointer_to;
using stepstorm::same_value;
using stepstorm::set_member;
using stepstorm::text_exceeds;
using stepstorm::text_size_at_least;
using stepstorm::to_text;

Json read(std::string_view text) { return parse_json(text).value(); }

/// The text that comes back, or `line:column message`.
std::string outcome(std::string_view text, const JsonLimits& limits = {}) {
  const auto value = parse_json(text, limits);
  if (value) return to_text(*value);
  const auto& [message, at] = value.error();
  return std::to_string(at.line) + ":" + std::to_string(at.column) + " " + message;
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

TEST_CASE("a JSON text comes back as it was, without its space", "[asl][json]") {
  struct Row {
    std::string text, expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"b" : 1, "a" : [ true , null ] })", R"({"b":1,"a":[true,null]})"},  // members keep their order
      {"1", "1"},
      {"1.0", "1.0"},  // a decimal stays one
      {"-0", "0"},
      {"18446744073709551615", "18446744073709551615"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"123456789012345678901234567890", "1.2345678901234568e+29"},  // beyond 64 bits
      {R"("\u00e9\ud83d\ude80")", "\"é🚀\""},
      {R"({"a":1,"b":2,"a":3})", R"({"a":3,"b":2})"},  // of equal names the last wins, in the first one's place
      {R"({"":{"":[[]]}})", R"({"":{"":[[]]}})"},
      {"\xEF\xBB\xBF {}", "{}"},  // a byte order mark
  }));
  CAPTURE(row.text);
  CHECK(outcome(row.text) == row.expected);
}

TEST_CASE("a text that is not JSON is refused with what was found, what was expected and where", "[asl][json]") {
  struct Row {
    std::string text, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"", "1:1 the text is empty, expected a value"},
      {" \n ", "1:1 the text is empty, expected a value"},
      {"[1,\n 2", "2:3 the text ends too early, expected ',' or ']'"},
      {"[1,\n 2 x]", "2:4 unexpected 'x', expected ',' or ']'"},
      {"[1 2]", "1:4 unexpected '2', expected ',' or ']'"},
      {"[1,]", "1:4 unexpected ']', expected a value"},
      {"[1}", "1:3 unexpected '}', expected ',' or ']'"},
      {R"({"a" 1})", "1:6 unexpected '1', expected ':' after a member's name"},
      {R"({"a":1 "b":2})", R"(1:8 unexpected '"b"', expected ',' or '}')"},
      {R"({"a":1,})", "1:8 unexpected '}', expected a member's name in double quotes"},
      {"{a:1}", "1:2 unexpected 'a', expected a member's name in double quotes"},
      {"nul", "1:1 unexpected 'nul', expected a value"},
      {"true false", "1:6 unexpected 'false', expected nothing more"},
      {"1e999", "1:1 the number '1e999' is too large"},
      {"-", "1:1 invalid number; expected digit after '-'"},
      {"\"abc", "1:4 invalid string: missing closing quote"},
      {"\"a\tb\"", "1:3 invalid string: control character U+0009 (HT) must be escaped to \\u0009 or \\t"},
      {R"("\q")", "1:3 invalid string: forbidden character after backslash"},
      {"\"\xff\"", "1:2 invalid string: ill-formed UTF-8 byte"},
      {std::string("{}\0x", 4), "1:3 unexpected NUL character"},
  }));
  CAPTURE(row.text);
  CHECK(outcome(row.text) == row.expected);
}

TEST_CASE("a long token is cut in a message", "[asl][json]") {
  CHECK(outcome("[1 \"" + std::string(100, 'x') + "\"]") ==
        "1:4 unexpected '\"" + std::string(39, 'x') + "...', expected ',' or ']'");
}

TEST_CASE("a text is bounded in size and depth", "[asl][json]") {
  CHECK(outcome("[1,2,3]", {.bytes = 7}) == "[1,2,3]");
  CHECK(outcome("[1,2,3]", {.bytes = 6}) == "1:1 the text has 7 bytes, more than the 6 allowed");
  CHECK(outcome(R"([{"a":[]}])", {.depth = 3}) == R"([{"a":[]}])");
  CHECK(outcome(R"([{"[":1},{"a":[]}])", {.depth = 2}) == "1:15 objects and arrays are nested more than 2 deep");
  CHECK(parse_json(repeated("[", 1000) + repeated("]", 1000)).has_value());
  CHECK_FALSE(parse_json(repeated("[", 1'000'000)).has_value());
}

TEST_CASE("an object with a hundred thousand members is read in linear time", "[asl][json]") {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"member " + std::to_string(i) + "\":" + std::to_string(i) + ",";
  text += "\"member 0\":-1}";
  const auto start = std::clock();
  const auto object = read(text);
  CHECK((std::clock() - start) / CLOCKS_PER_SEC < 2);  // seconds of this process
  CHECK(object.size() == 100'000);
  CHECK(object.front() == -1);
}

TEST_CASE("a pointer's value is found in the text", "[asl][json]") {
  const std::string text = "{\n \"a\" : [ 1, {\"b\": true} ],\n \"x/y\": \"}\", \"\\u0061~\": null,\n \"a\": [2, 3]\n}";
  struct Row {
    std::string pointer;
    std::size_t line, column;
  };
  const auto row = GENERATE(values<Row>({
      {"", 1, 1},
      {"/a", 4, 7},  // the last of two equal names
      {"/a/1", 4, 11},
      {"/x~1y", 3, 9},
      {"/a~0", 3, 25},         // written with an escape
      {"/a/7", 4, 7},          // leads nowhere: the nearest value around it
      {"/nope/deeper", 1, 1},  // likewise
      {"/x~1y/z", 3, 9},
  }));
  CAPTURE(row.pointer);
  const auto at = locate(text, row.pointer);
  CHECK(at.line == row.line);
  CHECK(at.column == row.column);
}

TEST_CASE("locating in a text that is not JSON ends somewhere inside it", "[asl][json]") {
  const auto text = GENERATE(as<std::string>(), "", "{", "{\"a\"", "{\"a\":", "[1,", "\"", "{\"a\\", "]", "{\"a\":[}");
  CAPTURE(text);
  CHECK(locate(text, "/a/0").line == 1);
}

TEST_CASE("a name in a pointer is escaped", "[asl][json]") {
  CHECK(pointer_to("", "a") == "/a");
  CHECK(pointer_to("/States", "a/b~c") == "/States/a~1b~0c");
  CHECK(pointer_to("/Choices", 2u) == "/Choices/2");
}

TEST_CASE("values are the same whatever the order of members and the kind of number", "[asl][json]") {
  struct Row {
    std::string left, right;
    bool same;
  };
  const auto row = GENERATE(values<Row>({
      {"1", "1.0", true},
      {"1", "1.5", false},
      {"9007199254740993", "9007199254740992.0", false},  // beyond what a double tells apart
      {"18446744073709551615", "18446744073709551616.0", false},
      {"9223372036854775808", "-9223372036854775808", false},
      {"9223372036854775808", "9223372036854775808.0", true},
      {R"({"a":1,"b":2})", R"({"b":2,"a":1.0})", true},
      {R"({"a":1,"b":2})", R"({"a":1,"c":2})", false},
      {R"({"a":1})", R"({"a":1,"b":2})", false},
      {"[1,2]", "[2,1]", false},
      {"[1,{}]", "[1.0,{}]", true},
      {R"("1")", "1", false},
      {"null", "false", false},
  }));
  CAPTURE(row.left, row.right);
  CHECK(same_value(read(row.left), read(row.right)) == row.same);
  CHECK(same_value(read(row.right), read(row.left)) == row.same);
}

TEST_CASE("numbers of different kinds have an exact order", "[asl][json]") {
  const auto ascending = read(
      "[-1e300, -9223372036854775808, -1.5, -1, 0, 0.5, 1, 9007199254740992.0, 9007199254740993, "
      "9223372036854775807, 9223372036854775808, 18446744073709551615, 1e300]");
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t k = 0; k < ascending.size(); ++k) {
      CAPTURE(ascending[i], ascending[k]);
      CHECK(compare_numbers(ascending[i], ascending[k]) == std::partial_ordering(i <=> k));
    }
  }
}

TEST_CASE("a member is set in its place or behind the others", "[asl][json]") {
  auto object = read(R"({"a":1})");
  for (const std::string_view name : {"b", "c", "d", "e", "f"}) set_member(object, name, Json(name));
  set_member(object, "a", Json::array());
  CHECK(to_text(object) == R"({"a":[],"b":"b","c":"c","d":"d","e":"e","f":"f"})");
}

TEST_CASE("whether a text is too long is known without writing it", "[asl][json]") {
  const auto text = GENERATE(as<std::string>(),
                             "null",
                             "true",
                             "false",
                             "0",
                             "-17",
                             "18446744073709551615",
                             "-9223372036854775808",
                             "0.5",
                             "-1.2345678901234567e-300",
                             R"("")",
                             R"("aé🚀\n\"\\\u0001/")",
                             "[]",
                             "{}",
                             "[1]",
                             "[1,2,[3]]",
                             R"({"a":{"b":[1.5,2.5]},"c\t":null})");
  CAPTURE(text);
  const auto value = read(text);
  const auto size = to_text(value).size();
  CHECK_FALSE(text_exceeds(value, size));
  CHECK(text_exceeds(value, size - 1));
  CHECK(text_size_at_least(value, size) <= size);
}

TEST_CASE("a value nested deeper than a text may be is always too long", "[asl][json]") {
  auto value = read(repeated("[", 1000) + repeated("]", 1000));
  CHECK_FALSE(text_exceeds(value, 2000));
  value = Json::array({value});
  CHECK(text_exceeds(value, 1'000'000));
}

}  // namespace
