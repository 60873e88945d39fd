#include "values/number.hpp"

#include <catch2/catch.hpp>

namespace stepstorm {
namespace {

TEST_CASE("a number is finite and decimal", "[asl][number]") {
  struct Row {
    std::string_view text;
    std::optional<double> number;
  };
  const auto row = GENERATE(values<Row>({
      {"10", 10},   {"010", 10},    {"-2.5", -2.5}, {"1e3", 1000}, {".5", 0.5},      {"nan", {}},   {"-nan", {}},
      {"NaN", {}},  {"nan(1)", {}}, {"inf", {}},    {"-inf", {}},  {"Infinity", {}}, {"1e999", {}}, {"-1e999", {}},
      {"0x10", {}}, {"", {}},       {" 1", {}},     {"1 ", {}},    {"1,5", {}},      {"1.2.3", {}}, {"+1", {}},
  }));
  CAPTURE(row.text);
  CHECK(parse_number(row.text) == row.number);
}

TEST_CASE("a whole number is digits and nothing else", "[asl][number]") {
  struct Row {
    std::string_view text;
    std::optional<std::uint64_t> number;
  };
  const auto row = GENERATE(values<Row>({
      {"0", 0},
      {"010", 10},
      {"18446744073709551615", 18'446'744'073'709'551'615u},
      {"18446744073709551616", {}},
      {"-1", {}},
      {"+1", {}},
      {"0x10", {}},
      {"1.0", {}},
      {"1e3", {}},
      {"", {}},
      {"1 ", {}},
  }));
  CAPTURE(row.text);
  CHECK(parse_whole_number(row.text) == row.number);
}

TEST_CASE("a number at the front ends where its digits do", "[asl][number]") {
  CHECK(number_at_front("95)<200")->length == 2);
  CHECK(number_at_front("1e3 s")->value == 1000);
  CHECK(number_at_front("1e3 s", Exponent::None)->length == 1);
  CHECK_FALSE(number_at_front("nan)<1"));
  CHECK_FALSE(number_at_front("inf s", Exponent::None));
}

}  // namespace
}  // namespace stepstorm
