#include <catch2/catch.hpp>

#include "asl/json_path.hpp"
#include "references.hpp"

namespace stepstorm::asl {
namespace {

/// The document with "new" at the path, or the error.
std::string placed(std::string_view path, std::string_view document) {
  const auto parsed = ReferencePath::parse(path);
  INFO(path);
  if (!parsed) FAIL(parsed.error());
  const auto result = parsed->place(read(document), Json("new"));
  return result ? to_text(*result) : result.error().error + ": " + result.error().detail;
}

struct Row {
  std::string path, document, expected;
};

TEST_CASE("a value is placed where a reference path leads, through objects built for it", "[asl][reference_path]") {
  const auto row = GENERATE(values<Row>({
      {"$", R"({"a":1})", R"("new")"},
      {"$.a", R"({"a":1,"b":2})", R"({"a":"new","b":2})"},
      {"$.c", R"({"a":1,"b":2})", R"({"a":1,"b":2,"c":"new"})"},
      {"$.a.b.c", "{}", R"({"a":{"b":{"c":"new"}}})"},
      {"$.audit.review", R"({"audit":{"started":true}})", R"({"audit":{"started":true,"review":"new"}})"},
      {"$['a b'].c", R"({"a b":{}})", R"({"a b":{"c":"new"}})"},
      {R"($["a"])", R"({"a":[1]})", R"({"a":"new"})"},
      {R"($.foo\@bar)", "{}", R"({"foo@bar":"new"})"},
      {R"($.foo\.bar.x)", "{}", R"({"foo.bar":{"x":"new"}})"},
      {R"($['a\b'])", "{}", R"({"a\\b":"new"})"},  // in quotes nothing is unescaped
      {"$.a[1]", R"({"a":[1,2,3]})", R"({"a":[1,"new",3]})"},
      {"$[0].x.y", "[{}]", R"([{"x":{"y":"new"}}])"},
  }));
  CAPTURE(row.path, row.document);
  CHECK(placed(row.path, row.document) == row.expected);
}

TEST_CASE("a value is not placed inside a scalar or behind an array", "[asl][reference_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.a", R"("text")", R"(States.Runtime: Unable to apply ReferencePath $.a to input "text")"},
      {"$.a.b", R"({"a":1})", R"(States.Runtime: Unable to apply ReferencePath $.a.b to input {"a":1})"},
      {"$.a.b", R"({"a":null})", R"(States.Runtime: Unable to apply ReferencePath $.a.b to input {"a":null})"},
      {"$.a[2]", R"({"a":[1,2]})", R"(States.Runtime: Unable to apply ReferencePath $.a[2] to input {"a":[1,2]})"},
      {"$.a[0]", "{}", "States.Runtime: Unable to apply ReferencePath $.a[0] to input {}"},
      {"$.b.a[0]", "{}", "States.Runtime: Unable to apply ReferencePath $.b.a[0] to input {}"},
      {"$[0]", "{}", "States.Runtime: Unable to apply ReferencePath $[0] to input {}"},
      {"$.x", "[1]", "States.Runtime: Unable to apply ReferencePath $.x to input [1]"},
  }));
  CAPTURE(row.path, row.document);
  CHECK(placed(row.path, row.document) == row.expected);
}

TEST_CASE("a text that is no reference path is refused with a sentence", "[asl][reference_path]") {
  struct Refused {
    std::string path, expected;
  };
  const auto row = GENERATE(values<Refused>({
      {"", "Reference path didn't start with '$'"},
      {"a.b", "Reference path didn't start with '$'"},
      {"$$.a", "Expected '.' or '[' at position 1 but found '$'"},
      {"$name", "Expected '.' or '[' at position 1 but found 'n'"},
      {"$.", "Expected a name at position 2 but found the end"},
      {"$..a", "Expected a name at position 2 but found '.'"},
      {"$.*", "Expected a name at position 2 but found '*'"},
      {"$.a@b", "Expected '.' or '[' at position 3 but found '@'"},
      {"$.a b", "Expected '.' or '[' at position 3 but found ' '"},
      {"$.a\\", "Nothing follows the backslash"},
      {"$[*]", "Expected a quoted name or an index that is not negative at position 2 but found '*'"},
      {"$[-1]", "Expected a quoted name or an index that is not negative at position 2 but found '-'"},
      {"$[0,1]", "Expected ']' at position 3 but found ','"},
      {"$[0:1]", "Expected ']' at position 3 but found ':'"},
      {"$['a','b']", "Expected ']' at position 5 but found ','"},
      {"$[?(@.a)]", "Expected a quoted name or an index that is not negative at position 2 but found '?'"},
      {"$[99999999999]", "The index 99999999999 is too large"},
      {"$['a", "Expected a closing '"},
      {R"($['it\'s'])", "Expected ']' at position 7 but found 's'"},
      {"$.a" + std::string(5000, 'a'), "The path is longer than 4096 characters"},
  }));
  CAPTURE(row.path);
  const auto parsed = ReferencePath::parse(row.path);
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error() == row.expected);
}

TEST_CASE("only $ is the root", "[asl][reference_path]") {
  CHECK(ReferencePath::parse("$")->is_root());
  CHECK_FALSE(ReferencePath::parse("$.a")->is_root());
  CHECK(ReferencePath::parse("$.a[0]")->text() == "$.a[0]");
}

}  // namespace
}  // namespace stepstorm::asl
