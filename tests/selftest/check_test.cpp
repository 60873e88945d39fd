#include "selftest/check.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::selftest {
namespace {

/// With half an interval of 3.633 (31 degrees of freedom) times `error`.
Verdict of_random(double expected, double measured, double error) {
  return verdict({"", "", Statistical{.expected = expected, .measured = {measured, error * error, 31}}});
}

}  // namespace

TEST_CASE("what is known has to lie inside a narrow interval", "[selftest][check]") {
  CHECK(of_random(100, 101.0, 0.5) == Verdict::Holds);              // 101 +- 1.8
  CHECK(of_random(100, 102.0, 0.5) == Verdict::Differs);            // 102 +- 1.8
  CHECK(of_random(100, 100.0, 0.6) == Verdict::NotPreciseEnough);   // 100 +- 2.2
  CHECK(of_random(100, 150.0, 40.0) == Verdict::NotPreciseEnough);  // says nothing at all
  CHECK(of_random(100, 100.0, 0) == Verdict::Holds);
}

TEST_CASE("two measurements may differ by as much as both intervals allow", "[selftest][check]") {
  const auto compared = [](double theirs, double ours) {
    return verdict({"", "", Comparison{published(theirs, 20, 100), {ours, 100, 99}}});
  };
  CHECK(compared(1000, 1045) == Verdict::Holds);  // the difference +- 47.6
  CHECK(compared(1000, 1050) == Verdict::Differs);
}

TEST_CASE("whole numbers have to be equal", "[selftest][check]") {
  CHECK(verdict({"", "", Exact{7, 7}}) == Verdict::Holds);
  CHECK(verdict({"", "", Exact{7, 8}}) == Verdict::Differs);
}

}  // namespace stepstorm::selftest
