#include "selftest/optimistic_writers.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::selftest {

TEST_CASE("one client writes at once: to the row and back, twice", "[selftest][optimistic_writers]") {
  const Contest alone = contest(1, Backoff::Exponential, world::Stream{3});
  CHECK(alone.writes == 1);
  CHECK(alone.lasted > 20);
  CHECK(alone.lasted < 60);
}

TEST_CASE("every client writes once in the end, however it backs off", "[selftest][optimistic_writers]") {
  const auto backoff =
      GENERATE(Backoff::None, Backoff::Exponential, Backoff::EqualJitter, Backoff::FullJitter, Backoff::Decorrelated);
  const Contest crowd = contest(30, backoff, world::Stream{3});
  CHECK(crowd.writes > 30);
  CHECK(crowd.lasted > 40);
  const Contest again = contest(30, backoff, world::Stream{3});
  CHECK(crowd.lasted == again.lasted);
  CHECK(crowd.writes == again.writes);
}

}  // namespace stepstorm::selftest
