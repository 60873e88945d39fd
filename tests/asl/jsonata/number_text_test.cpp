#include "asl/jsonata/pictures/number_text.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace stepstorm;
using namespace stepstorm::jsonata;

TEST_CASE("a number's text is JavaScript's", "[jsonata][number_text]") {
  struct Row {
    double number;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {0, "0"},
      {-0.0, "0"},
      {5, "5"},
      {-1.5, "-1.5"},
      {0.1, "0.1"},
      {1.0 / 3, "0.3333333333333333"},
      {0.1 + 0.2, "0.30000000000000004"},
      {100, "100"},
      {123456789012345680.0, "123456789012345680"},
      {1e20, "100000000000000000000"},
      {1e21, "1e+21"},  // the first with an exponent
      {1.5e300, "1.5e+300"},
      {0.000001, "0.000001"},
      {0.0000001, "1e-7"},  // the first with a negative exponent
      {-1.234567e-7, "-1.234567e-7"},
      {5e-324, "5e-324"},
      {std::numeric_limits<double>::max(), "1.7976931348623157e+308"},
  }));
  CHECK(number_text(row.number) == row.text);
}

TEST_CASE("$string rounds fractions to 15 digits and leaves integers alone", "[jsonata][number_text]") {
  CHECK(number_text(round_for_string(0.1 + 0.2)) == "0.3");
  CHECK(number_text(round_for_string(1.0 / 3)) == "0.333333333333333");
  CHECK(number_text(round_for_string(1234567890123456.7)) == "1234567890123460");
  CHECK(number_text(round_for_string(74971659828976.25)) == "74971659828976.3");  // of two as near, the larger
  CHECK(number_text(round_for_string(-74971659828976.75)) == "-74971659828976.8");
  CHECK(number_text(round_for_string(5890840712243076)) == "5890840712243076");
  CHECK(number_text(round_for_string(1e300 / 3)) == "3.3333333333333335e+299");
}

TEST_CASE("halves are rounded to the even neighbour of the decimal that is written", "[jsonata][number_text]") {
  struct Row {
    double number;
    int places;
    double rounded;
  };
  const auto row = GENERATE(values<Row>({
      {4, 0, 4},
      {2.5, 0, 2},
      {3.5, 0, 4},
      {-7.5, 0, -8},
      {-0.4, 0, 0},
      {4.525, 2, 4.52},
      {1.005, 2, 1.0},  // the double is below it, what is written is not
      {12350, -2, 12400},
      {12450, -2, 12400},
      {6.022e-23, 24, 6e-23},
      {1e300, 3, 1e300},
  }));
  CAPTURE(row.number, row.places);
  CHECK(round_half_even(row.number, row.places) == row.rounded);
  CHECK_FALSE(std::signbit(round_half_even(-0.4)));
}

TEST_CASE("a number is written in any radix from 2 to 36", "[jsonata][number_text]") {
  struct Row {
    double number;
    double radix;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {100, 10, "100"},
      {100, 2, "1100100"},
      {100, 36, "2s"},
      {-255, 16, "-ff"},
      {-10.5, 2, "-1010"},  // to the even neighbour
      {11.5, 2, "1100"},
      {0, 7, "0"},
      {10, 36.5, "a"},
      {123456789012345680000.0, 36, "q1ysz911igw00"},  // a double holds no more
      {1e25, 7, "305115115464104443660000000000"},
      {1e25, 10, "1e+25"},
  }));
  CAPTURE(row.number, row.radix);
  CHECK(format_base(row.number, row.radix).value() == row.text);
}

TEST_CASE("a radix outside 2 to 36 is refused", "[jsonata][number_text]") {
  const double radix = GENERATE(1.0, 0.0, -2.0, 37.0, 1e300);
  CHECK(format_base(10, radix).error().code == "D3100");
}

TEST_CASE("an expression's number ends where JSON's grammar ends it", "[jsonata][number_text]") {
  struct Row {
    std::string text;
    double value;
    std::size_t length;
  };
  const auto row = GENERATE(values<Row>({
      {"0", 0, 1},
      {"42]", 42, 2},
      {"1.602E-19 ", 1.602e-19, 9},
      {"1..5", 1, 1},
      {"1.e5", 1, 1},
      {"1e", 1, 1},
      {"1e+", 1, 1},
      {"01", 0, 1},
      {"1.5.5", 1.5, 3},
      {"1e-400", 0, 6},
      {"10e1000", std::numeric_limits<double>::infinity(), 7},
  }));
  const auto literal = read_number_literal(row.text).value();
  CAPTURE(row.text);
  CHECK(literal.value == row.value);
  CHECK(literal.length == row.length);
  CHECK_FALSE(read_number_literal("x1"));
  CHECK_FALSE(read_number_literal("-1"));
}

TEST_CASE("$number reads decimal texts and prefixed radixes", "[jsonata][number_text]") {
  struct Row {
    std::string text;
    double value;
  };
  const auto row = GENERATE(values<Row>({
      {"0", 0},
      {"0123", 123},
      {"-007", -7},
      {"1E+5", 100000},
      {"-1.25e-2", -0.0125},
      {"0x12", 18},
      {"0XfF", 255},
      {"0b11", 3},
      {"0O17", 15},
      {"1e-400", 0},
  }));
  CHECK(number_of_text(row.text).value() == row.value);
}

TEST_CASE("$number refuses what is no number as a whole", "[jsonata][number_text]") {
  const std::string text = GENERATE("",
                                    "Hello world",
                                    "[1]",
                                    "1.",
                                    ".5",
                                    "+5",
                                    " 5",
                                    "5 ",
                                    "0x",
                                    "0b12",
                                    "0o18",
                                    "-0x12",
                                    "1e1000",
                                    "1e",
                                    "Infinity",
                                    "NaN");
  CAPTURE(text);
  CHECK(number_of_text(text).error().code == "D3030");
}
