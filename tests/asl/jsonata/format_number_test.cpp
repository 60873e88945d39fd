#include "asl/jsonata/pictures/format_number.hpp"

#include <catch2/catch.hpp>

using namespace stepstorm;
using namespace stepstorm::jsonata;

TEST_CASE("a number is written as its picture says", "[jsonata][format_number]") {
  struct Row {
    double number;
    std::string picture;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {12345.6, "#,###.00", "12,345.60"},
      {2, "000.000", "002.000"},
      {-6, "000", "-006"},
      {1234.5, "0", "1234"},  // halves to the even neighbour
      {1.005, "0.00", "1.00"},
      {2.675, "0.00", "2.68"},
      {1234, "0.0#", "1234.0"},
      {123, "0.", "123"},
      {1e25, "0", "10000000000000000905969664"},  // what the double is
      {632840434702641.25, "#.##", "632840434702641.25"},
      {1234, "#0#", "1234"},
      {1e-10, "0.###########", "0.0000000001"},
      // at least a digit
      {0, "#", "0"},
      {0, "#.#", ".0"},
      {5, ".#", "5.0"},
      {0.5, ".#", ".5"},
      {-0.001, "#.##", "-.0"},
      // separators
      {1e20, "#,######", "100,000000,000000,000000"},
      {1234567, "#,#,#", "1,2,3,4,5,6,7"},
      {1234567.891, "##,##,##0.0", "12,34,567.9"},
      {12345678.5, "#,##0,0.0", "1234,567,8.5"},
      {123412345678.9, "9,9,99.99", "123412345,6,78.90"},
      {1234567.891, "#,##0.00,0", "1,234,567.89,1"},
      {1234567.891234567, "0.000,000,000", "1234567.891,234567"},  // of the fraction's, the first
      {1234.5678, "#.##,", "1234.57,"},
      {1.5, "0.##,", "1.5,"},
      // around it
      {1234, "$ #,##0.00 USD", "$ 1,234.00 USD"},
      {-1234, "(0)", "-(1234)"},
      {-1234, "0;(0)", "(1234)"},
      {-1234, "-0", "--1234"},
      {1234, "ea0", "ea1234"},
      {0.1234, "#0.0%", "12.3%"},
      {0.1234, "%0", "%12"},
      {0.1234, "0‰", "123‰"},
      {1e307, "0‰", "Infinity‰"},
      {-5, "0;0%", "500%"},
      // exponents
      {1234.5678, "00.000e000", "12.346e002"},
      {1234.5678, "0.###e0", "1.235e3"},
      {0.00012345, "00.00e0", "12.34e-5"},
      {-42, "0e0", "-4e1"},
      {0, "0.00e0", "0.00e0"},
      {0, "#.#e0", "0e0"},
      {1234.5678, "#.0e0", "0.1e4"},
      {1234.5678, ".00e0", ".12e4"},
      {99999, "0e0", "10e4"},
      {10, "0.0e0", "10.0e0"},
      {100, "0.0e0", "10.0e1"},
      {1, "0.0e00b", "1.0e00b"},
      {1, "a0.0e00", "a1.0e0"},  // a digit is lost to the prefix
      {12345, "0,0e0", "1,2e3"},
  }));
  CAPTURE(row.number, row.picture);
  CHECK(format_number(row.number, row.picture).value() == row.text);
}

TEST_CASE("a picture that breaks a rule is refused", "[jsonata][format_number]") {
  struct Row {
    std::string picture;
    std::string code;
  };
  const auto row = GENERATE(values<Row>({
      {"0;0;0", "D3080"}, {"#.0.0", "D3081"}, {"0%%", "D3082"},   {"0‰‰", "D3083"},  {"#0%‰", "D3084"},
      {"", "D3085"},      {".", "D3085"},     {".e0", "D3085"},   {"0;", "D3085"},   {"abc", "D3086"},
      {"%%", "D3086"},    {"0 0", "D3086"},   {"0,.0", "D3087"},  {"0.,0", "D3087"}, {"#,##0,", "D3088"},
      {"0,e0", "D3088"},  {"0,,0", "D3089"},  {"0#.e0", "D3090"}, {"0.#0", "D3091"}, {"#0.0e0%", "D3092"},
      {"0e", "D3093"},    {"e", "D3093"},     {"0e0e0", "D3093"}, {"0e#", "D3093"},
  }));
  CAPTURE(row.picture);
  const auto text = format_number(20, row.picture);
  REQUIRE_FALSE(text.has_value());
  CHECK(text.error().code == row.code);
}

TEST_CASE("options say what a picture's characters are", "[jsonata][format_number]") {
  struct Row {
    double number;
    std::string picture;
    std::string options;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {1234.5, "#.##0,00", R"({"decimal-separator":",","grouping-separator":"."})", "1.234,50"},
      {-1234.5, "0", R"({"minus-sign":"minus "})", "minus 1234"},
      {0.5, "0pc", R"({"percent":"pc"})", "50pc"},
      {0.5, "0pm", R"({"per-mille":"pm"})", "500pm"},
      {12, "0x0", R"({"exponent-separator":"x"})", "1x1"},
      {12, "٠٠٠", R"({"zero-digit":"٠"})", "٠١٢"},
      {2, "AAA.AAA", R"({"zero-digit":"A"})", "AAC.AAA"},
      {-12, "0|(0)", R"({"pattern-separator":"|"})", "(12)"},
      {12, "**0", R"({"digit":"*"})", "12"},
      {12, "0", R"({"foo":"bar"})", "12"},
      {1e307, "0‰", R"({"infinity":"inf"})", "inf‰"},
      {12, "0.0", R"({"decimal-separator":".."})", "D3086"},
      {12, "0", R"({"zero-digit":""})", "D3086"},
  }));
  CAPTURE(row.picture, row.options);
  const auto text = format_number(row.number, row.picture, parse_json(row.options).value());
  CHECK((text ? *text : text.error().code) == row.text);
}
