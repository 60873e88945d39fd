#include "values/words.hpp"

#include <catch2/catch.hpp>

namespace stepstorm {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a duration is told in the units that fit it", "[app][words]") {
  struct Row {
    std::chrono::nanoseconds duration;
    std::string_view expected;
  };
  const auto row = GENERATE(values<Row>({
      {0ns, "0 ms"},
      {400us, "0 ms"},
      {600us, "1 ms"},
      {99ms, "99 ms"},
      {99'600us, "0.10 s"},
      {730ms, "0.73 s"},
      {59'990ms, "59.99 s"},
      {59'999ms, "0 min 59 s"},
      {60s, "1 min 00 s"},
      {125s, "2 min 05 s"},
      {1h, "1 h 00 min"},
      {25h + 7min, "25 h 07 min"},
      {48h, "2.0 d"},
      {87'823'491ms, "24 h 23 min"},
  }));
  CHECK(in_words(row.duration) == row.expected);
}

TEST_CASE("one thing is singular", "[app][words]") {
  CHECK(counted(0, "attempt") == "0 attempts");
  CHECK(counted(1, "attempt") == "1 attempt");
  CHECK(counted(1, "retry") == "1 retry");
  CHECK(counted(2, "retry") == "2 retries");
  CHECK(counted(2, "branch") == "2 branches");
  CHECK(counted(2, "key") == "2 keys");
  CHECK(counted(2, "delay") == "2 delays");
  CHECK(counted(2, "process") == "2 processes");
  CHECK(counted(2, "box") == "2 boxes");
  CHECK(counted(2, "wish") == "2 wishes");
}

}  // namespace
}  // namespace stepstorm
