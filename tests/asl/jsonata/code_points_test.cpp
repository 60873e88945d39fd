#include "asl/jsonata/code_points.hpp"

#include <catch2/catch.hpp>

using namespace stepstorm::jsonata;

TEST_CASE("characters are code points, match offsets UTF-16 units", "[jsonata][code_points]") {
  CHECK(length_in_code_points("hello") == 5);
  CHECK(length_in_code_points("超明體繁") == 4);
  CHECK(length_in_code_points("a😀") == 2);
  CHECK(length_in_utf16("a😀é") == 4);
  CHECK(utf8(code_points("aé超😀")) == "aé超😀");
  CHECK(code_points("\xED\xA0\x80") == std::u32string{0xD800});  // an unpaired surrogate stays what it is
}

TEST_CASE("$substring counts code points from either end and cuts fractions off", "[jsonata][code_points]") {
  struct Row {
    std::string text;
    double start;
    std::optional<double> length;
    std::string part;
  };
  const auto row = GENERATE(values<Row>({
      {"hello world", 6, {}, "world"},
      {"hello world", -5, {}, "world"},
      {"hello world", -5, 4, "worl"},
      {"hello world", -5, 0, ""},
      {"hello world", 0, -6, ""},
      {"hello world", -100, 3, "hel"},  // a start before the text is the text's
      {"hello", -7, 6, "hello"},
      {"hello", 10, {}, ""},
      {"hello", 3, 1e300, "lo"},
      {"hello", 1.5, {}, "ello"},
      {"hello", 1.5, 2, "el"},
      {"hello", -1.5, {}, "o"},
      {"hello", -2.5, 1.5, "l"},
      {"hello", -0.5, {}, "hello"},
      {"hello", 0.9, 0.1, "h"},
      {"😂😁😀", -3, 1, "😂"},
      {"😂😁😀", 1, {}, "😁😀"},
      {"", 0, 1, ""},
  }));
  CAPTURE(row.text, row.start);
  CHECK(substring(row.text, row.start, row.length) == row.part);
}

TEST_CASE("$pad fills up to a width, on the left when it is negative", "[jsonata][code_points]") {
  struct Row {
    std::string text;
    double width;
    std::string filling;
    std::string padded;
  };
  const auto row = GENERATE(values<Row>({
      {"foo", 5, " ", "foo  "},
      {"foo", -5, " ", "  foo"},
      {"foo", 5, "", "foo  "},
      {"foo", 8, "-+", "foo-+-+-"},
      {"foo", -8, "ab", "ababafoo"},
      {"foo", 5.7, " ", "foo  "},
      {"foo", -5.7, "#", "##foo"},
      {"foo", 2, "#", "foo"},
      {"", 3, "xyzw", "xyz"},
      {"a𝄞💩", 7, "💩", "a𝄞💩💩💩💩💩"},
  }));
  CAPTURE(row.text, row.width, row.filling);
  CHECK(pad(row.text, row.width, row.filling) == row.padded);
}
