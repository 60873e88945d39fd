// What a filter accepts, refuses and fails on. Source: semantics.md 14.1, Jayway JsonPath 2.0.0.
#include <catch2/catch.hpp>

#include "asl/paths/json_path.hpp"
#include "tests/asl/references.hpp"

namespace stepstorm::asl {
namespace {

const std::string shelf = R"({
  "book": [
    {"title": "A", "price": 8.95, "sold": true, "tags": ["x"]},
    {"title": "10", "price": 12, "sold": false, "isbn": null},
    {"title": "it's", "price": "9", "maker": {"id": 7}}],
  "limit": 12, "want": "A", "odd": 100000000000000000001})";

/// The selected value as text, why there is none, or why there is no such path.
std::string outcome(const std::string& path, std::string_view document = shelf) {
  const auto parsed = JsonPath::parse(path);
  if (!parsed) return "refused: " + parsed.error();
  const FixedReferences references;
  const auto input = read(document);
  const auto selection = parsed->select(input, references);
  return selection ? to_text(**selection) : "fails: " + parsed->describe_miss(input, references);
}

struct Row {
  std::string condition, expected;
};

TEST_CASE("every literal of a filter is a text, quoted or not", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"@.title == 'A'", R"(["A"])"},
      {"@.title == A", R"(["A"])"},
      {"@.title==A", R"(["A"])"},
      {"@.title == \"A\"", "[]"},  // double quotes are part of it
      {"@.title == 10", R"(["10"])"},
      {"@.title == 10.0", "[]"},
      {"@.title != 'A'", R"(["10","it's"])"},
      {R"(@.title == 'it\'s')", R"(["it's"])"},
      {"@.title > 10", R"(["A","it's"])"},  // by their characters
      {"@.title <= 'A'", R"(["A","10"])"},
      {"A == @.title", R"(["A"])"},
      {"1 == 1", R"(["A","10","it's"])"},
      {"'(x) ' == '(x) '", R"(["A","10","it's"])"},
  }));
  CAPTURE(row.condition);
  CHECK(outcome("$.book[?(" + row.condition + ")].title") == row.expected);
}

TEST_CASE("an expected text becomes the type of what is found; what is expected otherwise is false",
          "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"@.price == 12.0", R"(["10"])"},  // 12 and "9": a number is compared as one, a text as a text
      {"@.price == '12'", R"(["10"])"},
      {"@.price == 8.950", R"(["A"])"},
      {"@.price == 9", R"(["it's"])"},
      {"@.price < 1e1", R"(["A"])"},
      {"@.price >= 9", R"(["10","it's"])"},
      {"@.price == $.limit", R"(["10"])"},  // a number is expected, and the text "9" is none
      {"@.price != $.limit", R"(["A"])"},
      {"$.limit == @.price", R"(["10"])"},  // the text "9" is expected of a number, and converted
      {"$.limit == @.title", "fails"},
      {"@.price == $.want", "fails"},
      {"@.price == x", "fails"},
      {"@.price != \"12\"", "fails"},
      {"@.price > true", "fails"},
      {"@.sold == true", R"(["A"])"},
      {"@.sold == TRUE", R"(["A"])"},
      {"@.sold == whatever", R"(["10"])"},  // is false
      {"@.sold > no", R"(["A"])"},
      {"@.maker == x", "[]"},
      {"@.maker != x", "[]"},
      {"@.tags < 5", "[]"},
      {"@.tags == @.tags", "[]"},
      {"$.book == $.book", R"(["A","10","it's"])"},  // one and the same object
  }));
  CAPTURE(row.condition);
  const auto found = outcome("$.book[?(" + row.condition + ")].title");
  CHECK((row.expected == "fails" ? found.substr(0, 5) : found) == row.expected);
}

TEST_CASE("a number compared with a text that is none names the text", "[asl][json_path]") {
  CHECK(outcome("$.book[?(@.price == x)]") == "fails: A filter compares a number with the text 'x', which is none");
}

TEST_CASE("null is before everything, equal to the text null, and in no order with what is there", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"@.isbn == null", R"(["10"])"},
      {"@.isbn != null", "[]"},  // and where the name is missing, every comparison is false
      {"@.isbn == 'null'", R"(["10"])"},
      {"@.isbn != x", R"(["10"])"},
      {"@.isbn < x", "[]"},
      {"@.isbn >= null", "[]"},
      {"@.price != null", R"(["A","10","it's"])"},
      {"@.price > null", R"(["A","10","it's"])"},
      {"@.price < null", "[]"},
      {"@.nope == null", "[]"},
      {"@.nope != x", "[]"},
      {"@.isbn", "[]"},  // a null does not exist
      {"!@.isbn", R"(["A","10","it's"])"},
      {"@.maker", R"(["it's"])"},
      {"@.maker.id", R"(["it's"])"},
      {"!@.maker.id", R"(["A","10"])"},
      {"@['title','maker']", R"(["it's"])"},
      {"$.limit", "[]"},              // looked for in what is tested
      {"!@.title == A", R"(["A"])"},  // no negation before a comparison
  }));
  CAPTURE(row.condition);
  CHECK(outcome("$.book[?(" + row.condition + ")].title") == row.expected);
}

TEST_CASE("the operator && binds closer than ||, parentheses group nothing, and the last criterion is tested first",
          "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"@.price > 5 && @.sold == true", R"(["A"])"},
      {"@.sold && @.title == A", R"(["A"])"},
      {"@.title == A || @.title == 10", R"(["A","10"])"},
      {"@.title == A||@.title == 10&&@.sold == true", R"(["A"])"},
      {"(@.title == 10 || @.title == A) && @.sold == true", R"(["A","10"])"},
      {"(@.title == 10 || @.title == A) && @.sold == false", R"(["10"])"},
      {"@.price == x && @.title == B", "[]"},  // no number is ever compared
      {"@.title == B && @.price == x", "fails"},
      {"@.price == x || 1 == 1", R"(["A","10","it's"])"},
      {"((@.title == A))", R"(["A"])"},
  }));
  CAPTURE(row.condition);
  const auto document = R"([{"title":"A","sold":true,"price":1},{"title":"10","sold":false,"price":2}])";
  const auto found = row.condition.find("price") == std::string::npos
                         ? outcome("$[?(" + row.condition + ")].title", document)
                         : outcome("$.book[?(" + row.condition + ")].title");
  CHECK((row.expected == "fails" ? found.substr(0, 5) : found) == row.expected);
}

TEST_CASE("a regular expression on either side matches the whole text of the other", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"@.title =~ /a/i", R"(["A"])"},
      {"@.title =~ /a/", "[]"},
      {"@.title =~ /it/", "[]"},
      {"@.title =~ /it.*/", R"(["it's"])"},
      {"/1./ =~ @.title", R"(["10"])"},
      {"@.price =~ /\\d+/", R"(["10","it's"])"},  // numbers by what Java prints
      {"@.sold =~ /true/", R"(["A"])"},
      {"@.isbn =~ /.*/", "[]"},  // null and missing names have no text
      {"@.maker =~ /.*7.*/", R"(["it's"])"},
      {"@.title == /A/", "[]"},
      {"@.title != /A/", "[]"},
      {"@.title =~ A", "fails: A filter matches with what is no regular expression"},
  }));
  CAPTURE(row.condition);
  CHECK(outcome("$.book[?(" + row.condition + ")].title") == row.expected);
}

TEST_CASE("numbers are compared by all their digits", "[asl][json_path]") {
  const std::string document =
      R"([{"n":9007199254740993},{"n":0.1},{"n":1e300},{"n":-0.0},{"n":18446744073709551615}])";
  const auto row = GENERATE(values<Row>({
      {"@.n == 9007199254740993", "[9007199254740993]"},
      {"@.n == 9007199254740992", "[]"},
      {"@.n == 0.1", "[0.1]"},
      {"@.n == 0.1000000000000000055", "[]"},
      {"@.n == 1E+300", "[1e+300]"},
      {"@.n > 1e299", "[1e+300]"},  // Jackson keeps an integer of more than 63 bits apart: it has no order
      {"@.n == 0", "[-0.0]"},
  }));
  CAPTURE(row.condition);
  CHECK(outcome("$[?(" + row.condition + ")].n", document) == row.expected);
}

TEST_CASE("texts are ordered by their UTF-16 code units", "[asl][json_path]") {
  CHECK(outcome("$[?(@ < '\uFF5E')]", R"(["\ud83d\ude00","a"])") == "[\"\U0001F600\",\"a\"]");
  CHECK(outcome("$[?(@ < 'b')]", R"(["B","a","ba","é"])") == R"(["B","a"])");
}

TEST_CASE("a filter tests scalars, lists, an object itself and every depth of a scan", "[asl][json_path]") {
  const std::string document = R"({"mixed":[5,1,"abc",[1,2],null],"bicycle":{"price":19},"none":[]})";
  const auto row = GENERATE(values<Row>({
      {"$.mixed[?(@ == abc)]", "fails"},  // 5 is compared with a text
      {"$.mixed[?(@ == null)]", "[null]"},
      {"$.mixed[?(@ != null)]", R"([5,1,"abc",[1,2]])"},
      {"$.mixed[?(@[0] == 1)]", "fails"},  // 5 has no elements
      {"$.mixed[?(@.x == 1)]", "[]"},
      {"$.bicycle[?(@.price == 19)]", R"([{"price":19}])"},
      {"$.bicycle[?(@.price == 20)]", "[]"},
      {"$..[?(@.price == 19)].price", "[19]"},
      {"$..[?(@.price)]", R"([{"price":19}])"},
      {"$.none[?(@ == x)]", "[]"},
      {"$.none[?]", "[]"},
      {"$.mixed[0][?(@ == 5)]", "fails"},
  }));
  CAPTURE(row.condition);
  const auto found = outcome(row.condition, document);
  CHECK((row.expected == "fails" ? found.substr(0, 5) : found) == row.expected);
}

TEST_CASE("a filter that the engine cannot read is refused with a sentence", "[asl][json_path]") {
  const auto row = GENERATE(values<Row>({
      {"[?()]", "A condition is missing in '[?()]'"},
      {"[?(@.x &&)]", "A condition is missing in '[?(@.x &&)]'"},
      {"[?(@.x && || @.y)]", "A condition is missing in '[?(@.x && || @.y)]'"},
      {"[?(@.x &&& @.y)]", "More than two '&' or '|' in a row in '[?(@.x &&& @.y)]'"},
      {"[?@.x == 1]", "Expected a condition in parentheses after '?' in '[?@.x == 1]'"},
      {"[?(@.x == 1]", "The brackets and quotes of '[?(@.x == 1]' are not balanced"},
      {"[?(@.x == it's)]", "The brackets and quotes of '[?(@.x == it's)]' are not balanced"},
      {"[?(x)]", "The filter's 'x' is neither a path nor a comparison"},
      {"[?(! @.x)]", "The filter's '! @.x' is neither a path nor a comparison"},
      {"[?(@.x == !@.y)]", "Only a path that stands alone can be negated, not '!@.y'"},
      {"[?(@.x in ['a'])]",
       "In the filter's path '@.x in ['a']': A blank stands before ' in ['a']'; only quotes in brackets may hold one"},
      {"[?(@.x size 1)]",
       "In the filter's path '@.x size 1': A blank stands before ' size 1'; only quotes in brackets may hold one"},
      {"[?('a' in @.x)]", "The filter's ''a' in @.x' is neither a path nor a comparison"},
      {"[?(@.x[*] == 1)]", "The filter's path '@.x[*]' can select more than one value"},
      {"[?(@..x == 1)]", "The filter's path '@..x' can select more than one value"},
      {"[?(@.x[?(@.y>1)])]", "In the filter's path '@.x[?(@.y': No ']' closes the '[' before '[?(@.y'"},
      {"[?(@.x == $$.y)]", "In the filter's path '$$.y': Expected '.' or '[' after the path's root but found '$.y'"},
      {"[?(@.x =~ /(/)]", "The brackets and quotes of '[?(@.x =~ /(/)]' are not balanced"},
      {"[?(@.x =~ /a{2,1}/)]", "The regular expression is not usable: invalid repetition size: {2,1}"},
      {"[?(@.x =~ /(?=a)/)]", "The regular expression is not usable: '(?=' is not supported there"},
      {"[?(/a/ =~ /a/)]", "A regular expression cannot be compared with another one"},
  }));
  CAPTURE(row.condition);
  CHECK(outcome("$" + row.condition) == "refused: " + row.expected);
}

}  // namespace
}  // namespace stepstorm::asl
