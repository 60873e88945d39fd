#include "asl/json_path.hpp"

#include <catch2/catch.hpp>

#include "references.hpp"

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
      {"$.store.book[-1].title", R"("C")"},
      {"$['store']['bicycle'].price", "19"},
      {R"($["a b"].c-d)", "3"},
      {"$.['a b']['c-d']", "3"},
      {"$[ 'a b' ]", R"({"c-d":3})"},
      {"$.é", R"("accent")"},
      {"$.nothing", "null"},
      {"$$.Execution.Name", R"("run-7")"},
      {"$$.Execution.Input", R"({"suffix":"blue"})"},
      {"$answer", "42"},
      {"$order.items[1]", "2"},
      {"$.store['bicycle','pedal']", R"({"bicycle":{"price":19}})"},  // an object with the members that are there
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path) == row.expected);
}

TEST_CASE("an indefinite path selects an array of what it matches", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.store.book[*].title", R"(["A","B","C"])"},
      {"$.store.book.*.title", R"(["A","B","C"])"},
      {"$.store.bicycle[*]", "[19]"},
      {"$.store.book[0,2].title", R"(["A","C"])"},
      {"$.store.book[ 0 , -1 , 9 ].title", R"(["A","C"])"},
      {"$.store.book[:2].title", R"(["A","B"])"},
      {"$.store.book[:-1].title", R"(["A","B"])"},
      {"$.store.book[1:].title", R"(["B","C"])"},
      {"$.store.book[-2:].title", R"(["B","C"])"},
      {"$.store.book[0:2].title", R"(["A","B"])"},
      {"$.store.book[-3:-1].title", R"(["A","B"])"},
      {"$.store.book[-2:3].title", R"(["B","C"])"},
      {"$.store.book[1:-1].title", "[]"},  // as in Jayway
      {"$.store.book[-2147483648:2147483647].title", R"(["A","B","C"])"},
      {"$..price", "[8.95,12,22.99,19]"},
      {"$.store..price", "[8.95,12,22.99,19]"},
      {"$..book[1].title", R"(["B"])"},
      {"$..['title','isbn']", R"([{"title":"B","isbn":"1"},{"title":"C","isbn":"2"}])"},  // only where all are
      {"$.mixed..[0]", "[5,1]"},
      {"$.mixed..*", R"([5,1,"abc",[1,2],null,1,2])"},
      {"$.store.book[*].isbn", R"(["1","2"])"},  // what is missing below yields nothing
      {"$.mixed[*].x", "[]"},
      {"$.mixed[*][5]", "[]"},
      {"$..nope", "[]"},
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

TEST_CASE("a filter keeps what its condition accepts", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"[?(@.price < 10)]", R"(["A"])"},
      {"[?( @.price<=12 )]", R"(["A","B"])"},
      {"[?(@.price > $.store.bicycle.price)]", R"(["C"])"},
      {"[?(@.price >= 12 && @.price != 12)]", R"(["C"])"},
      {"[?(@.title == 'A' || @.title == \"C\")]", R"(["A","C"])"},
      {"[?(@.title == 'A' || @.title == 'B' && @.price > 100)]", R"(["A"])"},  // && binds closer
      {"[?(!(@.title == 'A'))]", R"(["B","C"])"},
      {"[?(@.isbn)]", R"(["B","C"])"},
      {"[?(!@.isbn)]", R"(["A"])"},
      {"[?(@['isbn'] && @.price < 20)]", R"(["B"])"},
      {"[?(@.isbn != '1')]", R"(["A","C"])"},  // a missing member differs from every value
      {"[?(@.isbn == '1')]", R"(["B"])"},
      {"[?(@.isbn == 1)]", R"(["B"])"},  // a number equals the text that spells it
      {"[?('12.0' == @.price)]", "[]"},
      {"[?(@.price == '12.0')]", R"(["B"])"},
      {"[?(@.price == 12.0)]", R"(["B"])"},
      {"[?(@.title < 'B')]", R"(["A"])"},
      {"[?(@.title < 5)]", "[]"},  // no order between types
      {"[?(@.title =~ /a/i)]", R"(["A"])"},
      {"[?(@.category =~ /fic/)]", "[]"},  // the whole text must match
      {"[?(@.category =~ /fic.*/)]", R"(["A"])"},
      {R"([?(@.category =~ /f[\/i]ction/)])", R"(["A"])"},
      {"[?(@.price =~ /\\d+/)]", R"(["B"])"},
      {"[?(@.title in ['A', \"C\"])]", R"(["A","C"])"},
      {"[?(@.title nin ['A'])]", R"(["B","C"])"},
      {"[?(@.title NIN ['A'])]", R"(["B","C"])"},
      {"[?(@.category contains 'icti')]", R"(["A"])"},
      {"[?(@.title size 1)]", R"(["A","B","C"])"},
      {"[?(@.title empty true)]", "[]"},
      {"[?(@.isbn empty false)]", R"(["B","C"])"},
      {"[?(@.isbn == null)]", "[]"},
      {"[?(1 == 1)]", R"(["A","B","C"])"},
      {"[?(@.price in $.store.book[*].price)]", R"(["A","B","C"])"},
  }));
  CAPTURE(row.path);
  CHECK(outcome("$.store.book" + row.path + ".title") == row.expected);
}

TEST_CASE("a filter tests scalars, lists, an object itself and every depth of a scan", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.mixed[?(@ > 1)]", "[5]"},
      {"$.mixed[?(@ == null)]", "[null]"},
      {"$.mixed[?(@ subsetof [2, 1, 0])]", "[[1,2]]"},
      {"$.mixed[?(@ anyof [2])]", "[[1,2]]"},
      {"$.mixed[?(@ noneof [2])]", "[]"},
      {"$.mixed[?(@ size 2)]", "[[1,2]]"},
      {"$.mixed[?(@ contains 2)]", "[[1,2]]"},
      {"$.mixed[?(@[0] == 1)]", "[[1,2]]"},
      {"$.store.bicycle[?(@.price == 19)]", R"([{"price":19}])"},
      {"$..[?(@.isbn == '2')].title", R"(["C"])"},
      {"$..[?(@ == 5)]", "[5]"},
      {"$.store[?(@.book[?(@.price > 20)])].bicycle", R"([{"price":19}])"},
      {"$.nothing[?(@ == null)]", "[]"},
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path) == row.expected);
}

TEST_CASE("a definite path that leads nowhere says where it stopped", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"$.x", "No results for path: $['x']"},
      {"$.store.x", "No results for path: $['store']['x']"},
      {"$.no.such.result.path", "Missing property in path $['no']"},
      {"$.store.no[1].x", "Missing property in path $['store']['no']"},
      {"$.store.book[5]", "Index out of bounds when evaluating path $['store']['book'][5]"},
      {"$.store.book[-4].title", "Index out of bounds when evaluating path $['store']['book'][-4]"},
      {"$.nothing.x", "Property ['x'] not found in path $['nothing']"},
      {"$.store.book.title", "Property ['title'] not found in path $['store']['book']"},
      {"$.nothing[0]", "The path $['nothing'] is null"},
      {"$.store.bicycle[0].x", R"(Filter: [0]['x'] can only be applied to arrays. Current context is: {"price":19})"},
      {"$$.Nope.Deep", "Missing property in path $['Nope']"},
      {"$order.x", "No results for path: $order['x']"},
      {"$unknown.x", "No results for path: $unknown"},
  }));
  CAPTURE(row.path);
  CHECK(outcome(row.path) == row.expected);
}

TEST_CASE("an index behind the end of an array is told from other misses", "[asl][json_path]") {
  struct PastEnd {
    std::string path;
    bool expected;
  };
  const auto row = GENERATE(values<PastEnd>({
      {"$.mixed[9]", true},
      {"$.mixed[-9]", true},
      {"$.mixed[0]", false},
      {"$.mixed[9].x", false},
      {"$.mixed[9][0]", false},
      {"$.nothing[0]", false},
      {"$.nope[0]", false},
      {"$.mixed[*][9]", false},
      {"$", false},
  }));
  CAPTURE(row.path);
  CHECK(path(row.path).ends_past_array(read(store), FixedReferences()) == row.expected);
}

TEST_CASE("a text that is no path is refused with a sentence", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"", "A path must begin with '$'"},
      {"store", "A path must begin with '$'"},
      {"$.", "Expected a name, '*' or '[' at position 2 but found the end"},
      {"$..", "Expected a name, '*' or '[' at position 3 but found the end"},
      {"$...a", "Expected a name, '*' or '[' at position 3 but found '.'"},
      {"$.a b", "Expected '.' or '[' at position 3 but found ' '"},
      {"$.a@b", "Expected '.' or '[' at position 3 but found '@'"},
      {"$.a\u20ac.b§c d", "Expected '.' or '[' at position 11 but found ' '"},  // positions count bytes
      {"$[", "Expected a quoted name, an index, a slice, '*' or a filter at position 2 but found the end"},
      {"$[€]", "Expected a quoted name, an index, a slice, '*' or a filter at position 2 but found '€'"},
      {"$[a]", "Expected a quoted name, an index, a slice, '*' or a filter at position 2 but found 'a'"},
      {"$[0", "Expected ']' at position 3 but found the end"},
      {"$['a", "Expected a closing '"},
      {"$['a',]", "Expected a quoted name at position 6 but found ']'"},
      {"$[0,]", "Expected an index at position 4 but found ']'"},
      {"$[1:2:3]", "Expected ']' at position 5 but found ':'"},
      {"$[:]", "A slice needs a start or an end"},
      {"$[9999999999]", "The index 9999999999 is too large"},
      {"$['a','b'].c", "Multi properties can only be used as path leafs: ['a', 'b']"},
      {"$.list.length()", "Functions such as length() are not supported in a path"},
      {"$1.a", "A variable's name must not begin with a digit"},
      {"$[?]", "Expected '(' after '?' at position 3 but found ']'"},
      {"$[?()]", "Expected a value at position 4 but found ')'"},
      {"$[?(@.x = 1)]", "Expected an operator at position 8 but found '='"},
      {"$[?(@.x like 1)]", "Unknown filter operator 'like'"},
      {"$[?(@.x == )]", "Expected a value at position 11 but found ')'"},
      {"$[?(@.x == maybe)]", "'maybe' is not a value"},
      {"$[?(@.x == 1]", "Expected an operator or ')' at position 12 but found ']'"},
      {"$[?(1)]", "A filter without an operator must be a path"},
      {"$[?(@.x == $$.y)]", "A filter can read only the document that its path is applied to"},
      {"$[?(@.x == $y)]", "A filter can read only the document that its path is applied to"},
      {"$[?(@.length() > 1)]", "Functions such as length() are not supported in a path"},
      {"$[?(@.x =~ /a)]", "Expected a closing / of the regular expression"},
      {"$[?(@.x =~ /a/q)]", "Unknown flags of a regular expression: q"},
      {"$[?(@.x =~ /(/)]", "The regular expression is not usable: missing ): ("},
      {"$[?(@.x =~ /(?=a)/)]", "The regular expression is not usable: invalid perl operator: (?="},
      {"$[?(@.x in [1)]", "Expected ',' or ']' at position 13 but found ')'"},
  }));
  CAPTURE(row.path);
  const auto parsed = JsonPath::parse(row.path);
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error() == row.expected);
}

TEST_CASE("paths and the nesting of their filters are bounded", "[asl][json_path]") {
  const auto repeated = [](std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  CHECK(JsonPath::parse("$" + repeated(".a", 2000)).has_value());
  CHECK(JsonPath::parse("$" + repeated(".a", 5000)).error() == "The path is longer than 4096 characters");
  CHECK(JsonPath::parse("$[?" + repeated("(", 30) + "@.a" + repeated(")", 30) + "]").has_value());
  const auto too_deep = GENERATE_COPY(as<std::string>(),
                                      "$[?" + repeated("(", 1000),
                                      "$[?(" + repeated("!", 1000),
                                      repeated("$[?(@", 1) + repeated("[?(@", 1000),
                                      "$[?(@ in " + repeated("[", 1000));
  CHECK(JsonPath::parse(too_deep).error() == "The filter is nested too deeply");
}

TEST_CASE("a path that would visit more nodes than anyone waits for gives up", "[asl][json_path]") {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "[";
    for (int i = 0; i < depth; ++i) text += "]";
    return text;
  };
  CHECK(outcome("$..*..*..*..*..*", nested(900)) == "The path selects too much");
  CHECK(outcome("$..[?(@..*..*..*)]", nested(900)) == "The path selects too much");
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
  std::string_view text = "$.a[?(@.b == ',)')].c, $.d)";
  const auto parsed = JsonPath::parse_prefix(text);
  REQUIRE(parsed.has_value());
  CHECK(parsed->text() == "$.a[?(@.b == ',)')].c");
  CHECK(text == ", $.d)");
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
