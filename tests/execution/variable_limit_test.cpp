// How much variables may hold. Source: semantics.md 2.6.
#include <catch2/catch.hpp>

#include "tests/execution/rehearsal.hpp"

namespace stepstorm::execution {
namespace {

/// Pass states in a row, each with the Assign that `assign` makes for its number.
template <class MakeAssign>
std::string row_of(int count, MakeAssign assign) {
  std::string states;
  for (int number = 0; number < count; ++number)
    states += "\"S" + std::to_string(number) + R"(":{"Type":"Pass","Assign":{)" + assign(number) + R"(},"Next":"S)" +
              std::to_string(number + 1) + "\"},";
  return R"({"StartAt":"S0","States":{)" + states + "\"S" + std::to_string(count) + R"(":{"Type":"Succeed"}}})";
}

const Json large = std::string(200'000, 'x');

}  // namespace

TEST_CASE("one Assign sets at most 256 KiB", "[execution][variables]") {
  const auto two = row_of(1, [](int) { return std::string(R"("a.$":"$","b.$":"$")"); });
  const auto run = rehearse(two, large);
  CHECK(run.reason().error == "States.DataLimitExceeded");
}

TEST_CASE("all variables hold at most 10 MiB", "[execution][variables]") {
  const auto another_each_time = row_of(60, [](int number) { return "\"v" + std::to_string(number) + R"(.$":"$")"; });
  const auto run = rehearse(another_each_time, large);
  CHECK(run.reason().error == "States.DataLimitExceeded");
  CHECK(run.execution.transitions == 53);  // 52 x 200,002 bytes fit
}

TEST_CASE("a variable that is set again takes the place of what it held", "[execution][variables]") {
  const auto always_the_same = row_of(60, [](int) { return std::string(R"("v.$":"$")"); });
  CHECK(rehearse(always_the_same, large).status() == "SUCCEEDED");
}

}  // namespace stepstorm::execution
