#include "asl/paths/json_path.hpp"

#include <catch2/catch.hpp>

#include "tests/asl/references.hpp"

namespace stepstorm::asl {
namespace {

const std::string store = R"({
  "store": {
    "book": [
      {"title": "A", "price": 8.95, "category": "fiction"},
      {"title": "B", "price": 12, "isbn": "1"},
      {"title": "C", "price": 22.99, "isbn": "2"}],
    "bicycle": {"price": 19}},
  "nothing": null,
  "mixed": [5, 1, "abc", [1, 2], null],
  "a b": {"c-d": 3},
  "é": "accent"})";

JsonPath path(std::string_view text) {
  auto parsed = JsonPath::parse(text);
  INFO(text);
  if (!parsed) FAIL(parsed.error());
  return *parsed;
}

/// The selected value as text, or why there is none.
std::string outcome(std::string_view path_text, std::string_view document = store) {
  const FixedReferences references;
  const auto input = read(document);
  const auto selection = path(path_text).select(input, references);
  return selection ? to_text(**selection) : path(path_text).describe_miss(input, references);
}

struct Row {
  std::string path, expected;
};

TEST_CASE("a definite path selects one node", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.store.bicycle", R"({"price":19})"},
      {"$.store.book[0].title", R"("A")"},
      {"$.store.book[(@.length-1)].title", R"("C")"},
      {"$.store.book[ ( @.size() - 2 ) ].title", R"("B")"},
      {"$['store']['bicycle'].price", "19"},
      {"$['a b'].c-d", "3"},
      {"$.['a b']['c-d']", "3"},
      {"$[ 'a b' ]", R"({"c-d":3})"},
      {" $.store.bicycle.price\n", "19"},  // blanks around a path do not count
      {"$.é", R"("accent")"},
      {"$.nothing", "null"},
      {"$$.Execution.Name", R"("run-7")"},
      {"$$.Execution.Input", R"({"suffix":"blue"})"},
      {"$$.Execution.Name ", R"("run-7")"},
      {"$answer", "42"},
      {"$order.items[1]", "2"},
      {"$.store['bicycle','pedal']", R"({"bicycle":{"price":19}})"},  // an object with the members that are there
      {"$.store['pedal','bell']", "{}"},
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path) == row.expected);
}

TEST_CASE("an index outside of the array leads to null, a negative one too", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.mixed[5]", "null"},
      {"$.mixed[-1]", "null"},
      {"$.mixed[(@.length-9)]", "null"},
      {"$.mixed[0,9,-1]", "[5,null,null]"},
      {"$.mixed[9].x", "Property ['x'] not found in path $['mixed'][9]"},
      {"$.mixed[9][0]", "The path $['mixed'][9] is null"},
      {"$.store.book[0,9].title", "Property ['title'] not found in path $['store']['book'][9]"},
      {"$.store.book[*][5]",
       R"(Filter: [5] can only be applied to arrays. Current context is: )"
       "{title=A, price=8.95, category=fiction}"},
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path) == row.expected);
}

TEST_CASE("a name goes on to the next dot, bracket or blank", "[asl][json_path]") {
  const std::string document =
      R"j({"a@b":1,"$x":2,"a":{"b-c":3,"length()":4},"d\\e":5,"it":6,"x*":7,"f,g":8,"":9,"0":10})j";
  const auto row = GENERATE(values<Row>({
      {"$.a@b", "1"},
      {"$.$x", "2"},
      {"$.a.b-c", "3"},
      {"$.a.length()", "4"},  // no function, a member of that name
      {R"($.d\e)", "5"},      // nothing is unescaped
      {R"($['d\e'])", "5"},
      {"$.it's", "6"},  // read as if it stood in quotes: the second ends it
      {"$.x*", "7"},
      {"$['f,g']", "8"},
      {"$['']", "9"},
      {"$.0", "10"},
      {"$['a']b-c", "3"},  // no dot is needed behind a bracket
      {"$['a' and 'it']", R"j({"a":{"b-c":3,"length()":4},"it":6})j"},
      {"$[the 'it' one]", "6"},  // what stands before the quotes is passed over, too
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path, document) == row.expected);
}

TEST_CASE("an indefinite path selects an array of what it matches", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.store.book[*].title", R"(["A","B","C"])"},
      {"$.store.book.*.title", R"(["A","B","C"])"},
      {"$.store.book[0]*", R"(["A",8.95,"fiction"])"},
      {"$.store.bicycle[*]", "[19]"},
      {"$.store.book[0,2].title", R"(["A","C"])"},
      {"$.store.book[ 0 , 2 ].title", R"(["A","C"])"},
      {"$.store.book[:2].title", R"(["A","B"])"},
      {"$.store.book[:-1].title", R"(["A","B"])"},
      {"$.store.book[1:].title", R"(["B","C"])"},
      {"$.store.book[-2:].title", R"(["B","C"])"},
      {"$.store.book[0:2].title", R"(["A","B"])"},
      {"$.store.book[9:].title", "[]"},
      {"$.store.book[1:-1].title", "[]"},  // with both ends, a negative one does not count from the end
      {"$.mixed[-2:1]", "[null,null,5]"},
      {"$.mixed[-2:-1]", "[null]"},
      {"$.mixed[1:2:3]", "[1]"},  // what follows a slice is passed over
      {"$..price", "[8.95,12,22.99,19]"},
      {"$.store..price", "[8.95,12,22.99,19]"},
      {"$..book[1]", R"([{"title":"B","price":12,"isbn":"1"}])"},
      {"$..['title','isbn']", R"([{"title":"B","isbn":"1"},{"title":"C","isbn":"2"}])"},  // only where all are
      {"$.mixed..[0]", "[5,1]"},
      {"$.mixed..*", R"([5,1,"abc",[1,2],null,1,2])"},
      {"$.store.book[*].isbn", R"(["1","2"])"},  // a wildcard over an array passes over where nothing is found
      {"$.mixed[*].x", "[]"},
      {"$..nope", "[]"},
      {"$....title", "[]"},  // a scan in a scan
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path) == row.expected);
}

TEST_CASE("behind a deep scan, an array skips the step and gives its elements to the next", "[asl][json_path]") {
  const std::string document = R"({"list":[{"k":1,"in":[{"k":2}]},{"k":3,"in":[{"k":4},{"k":5}]}]})";
  CHECK(outcome("$..[0].k", document) == "[1,3,2,4,5]");
  CHECK(outcome("$.list..[1:].k", document) == "[1,3,2,4,5]");
  CHECK(outcome("$..in[0].k", document) == "[2,4]");
}

TEST_CASE("an indefinite path fails where a name is missing at its end, outside of a wildcard over an array",
          "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.store.book[0:2].isbn", "No results for path: $['store']['book'][0]['isbn']"},
      {"$.store.book[?(@.price > 20)].nope", "No results for path: $['store']['book'][2]['nope']"},
      {"$.store.*.price", "Property ['price'] not found in path $['store']['book']"},
      {"$..bicycle.bell", "No results for path: $['store']['bicycle']['bell']"},
      {"$.nope[*]", "[]"},  // missing before the rest that is definite: passed over
      {"$.nope.deep[0:1]", "[]"},
      {"$.nope..x", "[]"},
      {"$.store.book[0:1].nope.x", "[]"},
      {"$.store.book[0:1].nope.x.y", "[]"},
      {"$.store..bicycle.bell.x", "Missing property in path $['store']['bicycle']['bell']"},
      {"$.mixed[0:1].x", "Property ['x'] not found in path $['mixed'][0]"},
      {"$.nothing[0:1]", "The path $['nothing'] is null"},
      {"$.store[0:1]",
       R"(Filter: [0:1] can only be applied to arrays. Current context is: )"
       R"({book=[{"title":"A","price":8.95,"category":"fiction"},)"
       R"({"title":"B","price":12,"isbn":"1"},{"title":"C","price":22.99,"isbn":"2"}], )"
       "bicycle={price=19}}"},
      {"$.mixed[2][?(@.x)]", "Filter: [?] can not be applied to primitives. Current context is: abc"},
      {"$.store[*]['book','x'].y", "Property ['book', 'x'] not found in path $['store']['book']"},
      {"$['store','x'].y", "Multi properties can only be used as path leafs: ['store', 'x']"},
      {"$.mixed[?]", "No filter was given for [?]"},
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path) == row.expected);
}

TEST_CASE("an indefinite path that leads nowhere selects an empty array", "[asl][json_path]") {
  const auto text = GENERATE(as<std::string>(),
                             "$[*]",
                             "$.item.items[1:5].x",
                             "$.item.items[:1]",
                             "$.items[*].itemValue",
                             "$.items[?(@.x == 1)]",
                             "$.items[0,1]",
                             "$..x");
  CAPTURE(text);
  CHECK(outcome(text, "{}") == "[]");
}

TEST_CASE("a definite path that leads nowhere says where it stopped", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.x", "No results for path: $['x']"},
      {"$.store.x", "No results for path: $['store']['x']"},
      {"$.no.such.result.path", "Missing property in path $['no']"},
      {"$.store.no[1].x", "Missing property in path $['store']['no']"},
      {"$.nothing.x", "Property ['x'] not found in path $['nothing']"},
      {"$.store.book.title", "Property ['title'] not found in path $['store']['book']"},
      {"$.store.book.length()", "Property ['length()'] not found in path $['store']['book']"},
      {"$.nothing[0]", "The path $['nothing'] is null"},
      {"$.store.bicycle[0].x", R"(Filter: [0]['x'] can only be applied to arrays. Current context is: {price=19})"},
      {"$.store.bicycle[(@.length-1)]",
       R"(Filter: [@.size()-1] can only be applied to arrays. Current context is: {price=19})"},
      {"$$.Nope.Deep", "Missing property in path $['Nope']"},
      {"$order.x", "No results for path: $order['x']"},
      {"$unknown.x", "No results for path: $unknown"},
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path) == row.expected);
}

TEST_CASE("a text that is no path is refused with a sentence", "[asl][json_path]") {
  const std::string one_of = "Expected a name in single quotes, an index, a slice, '*' or a filter but found ";
  const std::string no_index = " is no index, no list of indices and no slice with a start or an end";
  const auto row = GENERATE_COPY(values<Row>({
      {"", "A path must begin with '$'"},
      {"store", "A path must begin with '$'"},
      {"$.", "Expected a name, '*' or '[' after the last '.'"},
      {"$.a.", "Expected a name, '*' or '[' after the last '.'"},
      {"$..", "A path cannot end with '..'"},
      {"$.a...", "A path cannot end with '..'"},
      {"$.a b", "A blank stands before ' b'; only quotes in brackets may hold one"},
      {"$ .a", "Expected '.' or '[' after the path's root but found ' .a'"},
      {"$. a", "A blank stands before ' a'; only quotes in brackets may hold one"},
      {"$a@b", "Expected '.' or '[' after the path's root but found '@b'"},
      {"$1.a", "A variable's name must not begin with a digit"},
      {"$.a[0]$.b", "A second root '$' stands before '$.b'"},
      {"$[", "No ']' closes the '[' before '['"},
      {"$[0", "No ']' closes the '[' before '[0'"},
      {"$['a", "No ']' closes the '[' before '['a'"},
      {"$[]", one_of + "'[]'"},
      {"$[€]", one_of + "'[€]'"},
      {"$[a]", one_of + "'[a]'"},
      {R"($["a"])", one_of + R"('["a"]')"},
      {"$[ * ]", one_of + "'[ * ]'"},
      {"$['a]']", "No name stands in quotes in ''a]'"},  // no quotes hide a closing bracket
      {"$[:]", "'[:]'" + no_index},
      {"$[::2]", "'[::2]'" + no_index},
      {"$[-]", "'[-]'" + no_index},
      {"$[1-2]", "'[1-2]'" + no_index},
      {"$[0,,1]", "'[0,,1]'" + no_index},
      {"$[9999999999]", "'[9999999999]'" + no_index},
      {"$[(@.length)]", "Expected [(@.length-n)] but found '[(@.length)]'"},
      {"$[@.length-1]", "Expected [(@.length-n)] but found '[@.length-1]'"},
      {"$[(@.count-1)]", "Expected [(@.length-n)] but found '[(@.count-1)]'"},
  }));
  CAPTURE(row.path);
  const auto parsed = JsonPath::parse(row.path);
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error() == row.expected);
}

TEST_CASE("the length of a path is bounded", "[asl][json_path]") {
  const auto repeated = [](std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  CHECK(JsonPath::parse("$" + repeated(".a", 2000)).has_value());
  CHECK(JsonPath::parse("$" + repeated(".a", 5000)).error() == "The path is longer than 4096 characters");
  CHECK_FALSE(JsonPath::parse("$" + repeated("[?(@", 1000)).has_value());
  CHECK_FALSE(JsonPath::parse("$" + repeated("[?(@", 500) + repeated(")]", 500)).has_value());
}

TEST_CASE("a path that would visit more nodes than anyone waits for gives up", "[asl][json_path]") {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "[";
    for (int i = 0; i < depth; ++i) text += "]";
    return text;
  };
  CHECK(outcome("$..*..*..*..*..*", nested(900)) == "The path selects too much");
  CHECK(outcome("$[-2147483648:1]", "[1]") == "The path selects too much");
}

TEST_CASE("a path tells what it is", "[asl][json_path]") {
  struct Kind {
    std::string path;
    bool definite, root, context;
    std::optional<std::string> variable;
  };
  const auto row = GENERATE(values<Kind>({
      // path          definite  root   context  variable
      {"$", true, true, false, std::nullopt},
      {"$.a[0]['b']", true, false, false, std::nullopt},
      {"$.a['b','c']", true, false, false, std::nullopt},
      {"$.a[(@.length-1)]", true, false, false, std::nullopt},
      {"$.a[0,]", true, false, false, std::nullopt},
      {" $ ", true, true, false, std::nullopt},
      {"$.a[*]", false, false, false, std::nullopt},
      {"$.a[0:1]", false, false, false, std::nullopt},
      {"$.a[0,1]", false, false, false, std::nullopt},
      {"$..a", false, false, false, std::nullopt},
      {"$.a[?(@.b)]", false, false, false, std::nullopt},
      {"$$", true, false, true, std::nullopt},
      {"$$.Execution.Id", true, false, true, std::nullopt},
      {"$name", true, false, false, "name"},
      {"$name_2.a[0]", true, false, false, "name_2"},
  }));
  CAPTURE(row.path);
  const auto parsed = path(row.path);
  CHECK(parsed.text() == row.path);
  CHECK(parsed.definite() == row.definite);
  CHECK(parsed.is_root() == row.root);
  CHECK(parsed.reads_context() == row.context);
  CHECK(parsed.variable() == row.variable);
}

TEST_CASE("selecting one node copies nothing", "[asl][json_path]") {
  const auto input = read(store);
  const auto selection = path("$.store.book").select(input, FixedReferences());
  CHECK(&**selection == &input["store"]["book"]);
}

TEST_CASE("a path is taken off the front of a longer text", "[asl][json_path]") {
  struct Prefix {
    std::string text, path;
  };
  const auto row = GENERATE(values<Prefix>({
      {"$.a[?(@.b == ',)')].c, $.d)", "$.a[?(@.b == ',)')].c"},
      {"$.a)", "$.a"},
      {"$.a )", "$.a"},
      {"$.a.length())", "$.a.length()"},
      {"$['a b', 'c'])", "$['a b', 'c']"},
      {"$$.a,1)", "$$.a"},
  }));
  CAPTURE(row.text);
  std::string_view text = row.text;
  const auto parsed = JsonPath::parse_prefix(text);
  REQUIRE(parsed.has_value());
  CHECK(parsed->text() == row.path);
  CHECK(text == row.text.substr(row.path.size()));
}

TEST_CASE("a field without a value names its path and the document that was searched", "[asl][json_path]") {
  const FixedReferences references;
  const auto input = read(R"({"a": 1})");
  CHECK(path("$.x").missing_value("value.$", input, references).detail ==
        R"(The JSONPath '$.x' specified for the field 'value.$' could not be found in the input '{"a":1}')");
  CHECK(path("$$.x").missing_value("CausePath", input, references).detail ==
        "The JSONPath '$$.x' specified for the field 'CausePath' could not be found in the input '" +
            to_text(references.context()) + "'");
}

}  // namespace
}  // namespace stepstorm::asl
