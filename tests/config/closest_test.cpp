#include "config/closest.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::config {
namespace {

TEST_CASE("a slip of the finger is recognised, another word is not", "[config][closest]") {
  struct Row {
    std::string written;
    std::optional<std::string_view> expected;
  };
  const auto row = GENERATE(values<Row>({
      {"run", "run"},
      {"rnu", "run"},
      {"rum", "run"},
      {"dmo", "demo"},
      {"validat", "validate"},
      {"vaildate", "validate"},
      {"start", std::nullopt},
      {"x", std::nullopt},
      {"", std::nullopt},
      {std::string(100'000, 'r'), std::nullopt},
  }));
  CAPTURE(row.written.substr(0, 20));
  CHECK(closest(row.written, {"run", "demo", "validate", "version"}) == row.expected);
}

}  // namespace
}  // namespace stepstorm::config
