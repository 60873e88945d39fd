#include "asl/checks/names.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::asl {
namespace {

TEST_CASE("names are those that the service accepts", "[asl][names]") {
  struct Row {
    std::string name;
    bool valid;
  };
  const auto row = GENERATE(values<Row>({
      {"order-12345", true},
      {"a", true},
      {std::string(80, 'x'), true},
      {std::string(81, 'x'), false},
      {"größe", true},
      {"", false},
      {"two words", false},
      {"a/b", false},
      {"a:b", false},
      {"tab\t", false},
      {"nul\x01", false},
      {"\xC2\x85", false},      // U+0085
      {"\xEF\xBF\xBE", false},  // U+FFFE
      {"\xED\xA0\x80", false},  // a surrogate
  }));
  CAPTURE(row.name);
  CHECK(is_valid_name(row.name) == row.valid);
  CHECK(is_valid_name(made_valid(row.name)));
}

}  // namespace
}  // namespace stepstorm::asl
