#include <catch2/catch.hpp>

#include "asl/paths/json_path.hpp"
#include "tests/asl/references.hpp"

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
      {R"($['it\s'])", "{}", R"({"it\\s":"new"})"},  // a backslash is a character of the name
      {"$.a ", "{}", R"({"a":"new"})"},
      {"$.a[0]", "{}", R"({"a":["new"]})"},
      {"$.a[0][0].b", "{}", R"({"a":[[{"b":"new"}]]})"},
      {"$.a[0]", R"({"a":[]})", R"({"a":["new"]})"},
      {"$.a[2]", R"({"a":[1,2]})", R"({"a":[1,2,"new"]})"},
      {"$.a[2].b", R"({"a":[1,2]})", R"({"a":[1,2,{"b":"new"}]})"},
      {"$.a", R"({"a":null})", R"({"a":"new"})"},
      {"$.a[1]", R"({"a":[1,2,3]})", R"({"a":[1,"new",3]})"},
      {"$[0].x.y", "[{}]", R"([{"x":{"y":"new"}}])"},
  }));
  CAPTURE(row.path, row.document);
  CHECK(placed(row.path, row.document) == row.expected);
}

TEST_CASE("a value is not placed inside a scalar, under a name of an array or beyond its length",
          "[asl][reference_path]") {
  struct Conflict {
    std::string path, document;
  };
  const auto row = GENERATE(values<Conflict>({
      {"$.a", R"("text")"},
      {"$.a", "null"},
      {"$[0]", "7"},
      {"$.a.b", R"({"a":1})"},
      {"$.a.b", R"({"a":null})"},
      {"$.a[0]", R"({"a":null})"},
      {"$.a[3]", R"({"a":[1,2]})"},
      {"$.a[1]", "{}"},
      {"$.b.a[1].c", "{}"},
      {"$[0]", "{}"},
      {"$.x", "[1]"},
      {"$[0].x", "[1]"},
  }));
  CAPTURE(row.path, row.document);
  CHECK(placed(row.path, row.document) ==
        "States.ReferencePathConflict: Unable to apply ReferencePath " + row.path + " to input " + row.document);
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
