#include "search/variation/values.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::variation {
namespace {

std::string written(const std::string& text) {
  const auto values = parse_values(text);
  return values ? to_text(Json(*values)) : "error: " + values.error();
}

}  // namespace

TEST_CASE("values are ranges, lists, and lists of ranges", "[variation][values]") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {"3", "[3]"},
      {"0..4", "[0,1,2,3,4]"},
      {"-2..1", "[-2,-1,0,1]"},
      {"7..7", "[7]"},
      {"100..400:100", "[100,200,300,400]"},
      {"100..450:100", "[100,200,300,400]"},  // never beyond its end
      {"0.1..0.3:0.1", "[0.1,0.2,0.3]"},      // decimals are exact
      {"-0.5..0.5:0.5", "[-0.5,0,0.5]"},
      {"1..2:0.25", "[1,1.25,1.5,1.75,2]"},
      {"1,2,5", "[1,2,5]"},
      {"1..3,10", "[1,2,3,10]"},
      {"5s..15s:5s", R"(["5 s","10 s","15 s"])"},
      {"5 s..15 s:5 s", R"(["5 s","10 s","15 s"])"},
      {"5s..7s", R"(["5 s","6 s","7 s"])"},
      {"30s..2min:30s", R"(["30 s","60 s","90 s","120 s"])"},
      {"500ms..1s:250ms", R"(["500 ms","750 ms","1000 ms"])"},
      {"1s..2s:0.5s", R"(["1 s","1.5 s","2 s"])"},
      {"20 s,1 min", R"(["20 s","1 min"])"},
      {"FULL,NONE", R"(["FULL","NONE"])"},
      {"true,false,null", "[true,false,null]"},
      {"1e3", "[1000.0]"},
      {"\"5\"", R"(["5"])"},
  }));
  CAPTURE(row.text);
  CHECK(written(row.text) == row.expected);
}

TEST_CASE("what is wrong with a range is said, with what was found", "[variation][values]") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const std::string form = "expected a range such as 0..6, 100..2000:100 or 5s..40s:5s, found ";
  const auto row = GENERATE_COPY(values<Row>({
      {"", "expected a value, found nothing"},
      {"1,,2", "expected a value, found nothing between commas"},
      {"1,", "expected a value, found nothing between commas"},
      {"..", form + "'..'"},
      {"1..", form + "'1..'"},
      {"1..b", form + "'1..b'"},
      {"1..5:", form + "'1..5:'"},
      {"1..5:x", form + "'1..5:x'"},
      {"1...5", form + "'1...5'"},
      {"1..5 parsecs", form + "'1..5 parsecs'"},
      {"1..1000000000000000", form + "'1..1000000000000000'"},
      {"5..1", "expected a range that counts upwards, found '5..1'"},
      {"1..5:0", "expected a step above 0, found '1..5:0'"},
      {"1..5:-1", "expected a step above 0, found '1..5:-1'"},
      {"0.5..2", "expected a step behind the range, such as :0.5 or :5s, found '0.5..2'"},
      {"30s..2min", "expected a step behind the range, such as :0.5 or :5s, found '30s..2min'"},
      {"5s..40:5s", "expected a range with a unit everywhere, or nowhere, found '5s..40:5s'"},
      {"5..40:5s", "expected a range with a unit everywhere, or nowhere, found '5..40:5s'"},
      {"0..10000", "expected at most 10000 values, found '0..10000'"},
      {"0..9999,0", "expected at most 10000 values"},
      {"1us..999999999999h:1h", "expected smaller numbers, found '1us..999999999999h:1h'"},
  }));
  CAPTURE(row.text);
  CHECK(written(row.text) == "error: " + row.expected);
}

}  // namespace stepstorm::variation
