#include "asl/jsonata/pictures/format_integer.hpp"

#include <catch2/catch.hpp>

using namespace stepstorm::jsonata;

TEST_CASE("an integer is written as its picture says", "[jsonata][format_integer]") {
  struct Row {
    double number;
    std::string picture;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      // digits
      {123, "000", "123"},
      {7, "000", "007"},
      {12.6, "###0", "12"},
      {-5.5, "0", "-6"},
      {12, "#,##0", "12"},
      {1234567890, "#,##0", "1,234,567,890"},  // a regular separator goes on
      {1234567890, "#:###,##0", "1234:567,890"},
      {1234567890, "##,##,##0", "12345,67,890"},
      {1234567, "#(000)000", "1(234)567"},
      {1234567, "0 000", "1 234 567"},
      {12, "0,", "12,"},
      {12, "0,,0", "1,,2"},
      {12, "0#", "12"},
      {12340, "###١", "١٢٣٤٠"},
      {12, "０", "１２"},
      // ordinals
      {123, "000;o", "123rd"},
      {28, "#0;o", "28th"},
      {11, "0;o", "11th"},
      {1, "0;o", "1st"},
      {1012, "0;o(-en)", "1012th"},
      {12, "0;c", "12"},
      // letters
      {0, "a", ""},
      {1, "A", "A"},
      {12, "a", "l"},
      {26, "a", "z"},
      {27, "a", "aa"},
      {703, "A", "AAA"},
      {-12, "A;o", "-L"},
      // roman
      {0, "I", ""},
      {1984, "I", "MCMLXXXIV"},
      {4999, "i", "mmmmcmxcix"},
      // words
      {0, "w", "zero"},
      {0, "w;o", "zeroth"},
      {12, "w", "twelve"},
      {34, "w", "thirty-four"},
      {99, "W", "NINETY-NINE"},
      {100, "w;o", "one hundredth"},
      {555, "Ww", "Five Hundred and Fifty-Five"},
      {-101, "Ww;o", "-One Hundred and First"},
      {1100, "w", "one thousand, one hundred"},
      {4327732, "w;o", "four million, three hundred and twenty-seven thousand, seven hundred and thirty-second"},
      {1000000000001, "w;o", "one trillion and first"},
      {1e15, "w;o", "one thousand trillionth"},
      {1234567890123456,
       "w",
       "one thousand, two hundred and thirty-four trillion, five hundred and sixty-seven billion, eight hundred and "
       "ninety million, one hundred and twenty-three thousand, four hundred and fifty-six"},
      {1e46, "w", "ten billion trillion trillion trillion"},
  }));
  CAPTURE(row.number, row.picture);
  CHECK(format_integer(row.number, row.picture).value() == row.text);
}

TEST_CASE("an integer is read as its picture says", "[jsonata][format_integer]") {
  struct Row {
    std::string text;
    std::string picture;
    std::optional<double> number;
  };
  const auto row = GENERATE(values<Row>({
      {"123", "000", 123},
      {"1,234,567,890", "#,###,##0", 1234567890},
      {"1,2,3", "0", 1},  // ends where no digit is
      {"-5", "0", -5},
      {" 5 ", "0", 5},
      {"28th", "#0;o", 28},
      {"1", "0;o", std::nullopt},
      {"١٢٣٤٠", "###١", 12340},
      {"１２３４０", "###０", 12340},
      {"12", "١", std::nullopt},
      {"x", "0", std::nullopt},
      {"", "0", std::nullopt},
      {"aa", "a", 27},
      {"FZPH", "A", 123456},
      {"AA", "a", std::nullopt},
      {"", "a", 0},
      {"MCMLXXXIV", "I", 1984},
      {"mcm", "i", 1900},
      {"IM", "I", 999},
      {"mcm", "I", std::nullopt},
      {"one hundred", "w", 100},
      {"TWENTY-FIRST", "w", 21},
      {"nineteen hundred and eighty-four", "w", 1984},
      {"one trillion and one", "w", 1000000000001},
      {"three thousand, seven hundred and thirty-first", "w;o", 3731},
      {"one million two thousand million", "w", 2001000000},
      {"ten billion trillion trillion trillion", "w", 1e46},
      {"one hundred  and", "w", std::nullopt},
      {"minus five", "w", std::nullopt},
  }));
  CAPTURE(row.text, row.picture);
  CHECK(parse_integer(row.text, row.picture).value() == row.number);
}

TEST_CASE("a picture without a form that there is is refused", "[jsonata][format_integer]") {
  struct Row {
    std::string picture;
    std::string code;
  };
  const auto row = GENERATE(values<Row>({
      {"", "D3130"},
      {";o", "D3130"},
      {"#", "D3130"},
      {"abc", "D3130"},
      {"α", "D3130"},
      {"WW", "D3130"},
      {"w;o;c", "D3130"},
      {"0١", "D3131"},
  }));
  CAPTURE(row.picture);
  CHECK(format_integer(12, row.picture).error().code == row.code);
  CHECK(parse_integer("12", row.picture).error().code == row.code);
}

TEST_CASE("a roman numeral longer than is reasonable is refused", "[jsonata][format_integer]") {
  CHECK(format_integer(1e7, "I").value() == std::string(10'000, 'M'));
  CHECK(format_integer(1e15, "I").error().code == "U1003");
}
