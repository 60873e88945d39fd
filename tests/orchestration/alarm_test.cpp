#include "orchestration/alarm.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{1'800'000'000s};

}  // namespace

TEST_CASE("a wake-up is wanted when none comes before, and wanted once", "[orchestration][alarm]") {
  Alarm alarm;
  CHECK_FALSE(alarm.wants(never));
  CHECK(alarm.wants(start + 10s));
  CHECK_FALSE(alarm.wants(start + 10s));
  CHECK_FALSE(alarm.wants(start + 20s));
  CHECK(alarm.wants(start + 5s));
  CHECK(alarm.rang(start + 5s));
  CHECK_FALSE(alarm.wants(start + 10s));
  CHECK(alarm.rang(start + 10s));
  CHECK(alarm.wants(start + 20s));
}

TEST_CASE("of wake-ups that come together the first counts for all", "[orchestration][alarm]") {
  Alarm alarm;
  CHECK(alarm.wants(start + 10s));
  CHECK(alarm.wants(start + 5s));
  CHECK(alarm.rang(start + 11s));
  CHECK_FALSE(alarm.rang(start + 11s));
  CHECK(alarm.wants(start + 12s));
}

}  // namespace stepstorm::orchestration
