#include "config/duration.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::config {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a duration is a decimal number and a unit", "[config][duration]") {
  struct Row {
    std::string_view text;
    std::optional<std::chrono::nanoseconds> expected;
  };
  const auto row = GENERATE(values<Row>({
      {"20 ms", 20ms},
      {"20ms", 20ms},
      {"1.5 s", 1500ms},
      {"0 s", 0s},
      {"250 us", 250us},
      {"2 min", 2min},
      {"3 h", 3h},
      {"8784 h", 8784h},         // a leap year
      {"8785 h", std::nullopt},  // longer than a year
      {"", std::nullopt},
      {"20", std::nullopt},  // of what?
      {"ms", std::nullopt},
      {"20  ms", std::nullopt},
      {" 20 ms", std::nullopt},
      {"20 ms ", std::nullopt},
      {"20 MS", std::nullopt},
      {"+20 ms", std::nullopt},
      {"-20 ms", std::nullopt},
      {"-0 ms", std::nullopt},
      {"1e3 ms", std::nullopt},
      {"nan s", std::nullopt},
      {"inf s", std::nullopt},
      {"20 days", std::nullopt},
  }));
  CAPTURE(row.text);
  CHECK(parse_duration(row.text) == row.expected);
}

}  // namespace
}  // namespace stepstorm::config
