#include "asl/paths/java_number.hpp"

#include <catch2/catch.hpp>

#include "tests/asl/references.hpp"

namespace stepstorm::asl {
namespace {

TEST_CASE("numbers are read and ordered as BigDecimal does", "[asl][java_number]") {
  struct Row {
    std::string_view left;
    char sign;
    std::string_view right;
  };
  const auto row = GENERATE(values<Row>({
      {"1", '=', "1.0"},
      {"+1", '=', "100e-2"},
      {".5", '=', "5E-1"},
      {"1.", '=', "001"},
      {"-0", '=', "0.00e7"},
      {"0", '>', "-1"},
      {"2", '<', "10"},
      {"-2", '>', "-10"},
      {"-1", '<', "0.5"},
      {"9007199254740992", '<', "9007199254740993"},
      {"9007199254740993", '<', "9007199254740993.5"},
      {"0.1", '<', "0.1000000000000000055"},
      {"-0.1", '>', "-0.1000000000000000055"},
      {"1e2000", '>', "9e1999"},
      {"1e-2000", '>', "0"},
      {"123456789012345678901234567890", '>', "123456789012345678901234567889"},
  }));
  CAPTURE(row.left, row.right);
  const auto left = JavaNumber::parse(row.left), right = JavaNumber::parse(row.right);
  REQUIRE((left && right));
  const auto order = left->compare(*right);
  CHECK((order < 0 ? '<' : order > 0 ? '>' : '=') == row.sign);
  CHECK((right->compare(*left) == (0 <=> order)));
}

TEST_CASE("a text that BigDecimal does not read is no number", "[asl][java_number]") {
  const auto text = GENERATE(as<std::string>(),
                             "",
                             "x",
                             "-",
                             ".",
                             "1 ",
                             " 1",
                             "1,0",
                             "0x1",
                             "1e",
                             "1e+",
                             "1e+-1",
                             "--1",
                             "1.2.3",
                             "1e99999999999",
                             "NaN");
  CAPTURE(text);
  CHECK_FALSE(JavaNumber::parse(text).has_value());
}

TEST_CASE("numbers of a document are those that they print as", "[asl][java_number]") {
  const auto text = GENERATE(as<std::string>(), "0", "-7", "0.1", "1e300", "5e-324", "9223372036854775807");
  CAPTURE(text);
  CHECK(std::is_eq(JavaNumber::of(read(text))->compare(*JavaNumber::parse(text))));
  CHECK_FALSE(JavaNumber::of(read("18446744073709551615")).has_value());
}

TEST_CASE("doubles are printed as Double.toString does", "[asl][java_number]") {
  struct Row {
    std::string_view number, printed;
  };
  const auto row = GENERATE(values<Row>({
      {"5", "5"},
      {"10.5", "10.5"},
      {"100.0", "100.0"},
      {"-0.0", "-0.0"},
      {"0.001", "0.001"},
      {"0.00012", "1.2E-4"},
      {"9999999.5", "9999999.5"},
      {"12345678.0", "1.2345678E7"},
      {"1e10", "1.0E10"},
      {"-1.5e300", "-1.5E300"},
  }));
  CAPTURE(row.number);
  CHECK(java_number_text(read(row.number)) == row.printed);
}

}  // namespace
}  // namespace stepstorm::asl
