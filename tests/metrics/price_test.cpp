#include "metrics/price.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace stepstorm::metrics {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t mb = 1u << 20;

TEST_CASE("Standard workflows cost 25 dollars a million transitions", "[metrics][price]") {
  struct Row {
    std::uint64_t transitions;
    std::uint64_t free_transitions;
    double dollars;
  };
  const auto row = GENERATE(values<Row>({
      {0, 0, 0},
      {1'000'000, 0, 25},
      {3'000, 4'000, 0},  // all within the free tier
      {1'004'000, 4'000, 25},
  }));
  CAPTURE(row.transitions, row.free_transitions);
  CHECK(standard_cost(row.transitions, {.free_transitions = row.free_transitions}) == Approx(row.dollars));
}

// AWS's table of state transitions by region, in dollars a thousand.
TEST_CASE("a million state transitions cost what the region's table says", "[metrics][price]") {
  struct Row {
    const char* region;
    std::optional<double> dollars;
  };
  const auto row = GENERATE(values<Row>({
      {"us-east-1", 25},
      {"us-west-2", 25},
      {"eu-west-1", 25},
      {"eu-central-1", 25},
      {"ap-northeast-1", 25},
      {"us-west-1", 27.9},
      {"eu-west-3", 29.7},
      {"ap-northeast-2", 27.1},
      {"ap-south-1", 28.5},
      {"us-gov-west-1", 30},
      {"sa-east-1", 37.5},
      {"eu-south-2", std::nullopt},  // not in that table
      {"US-EAST-1", std::nullopt},
      {"", std::nullopt},
  }));
  CAPTURE(row.region);
  const auto prices = region_prices(row.region);
  REQUIRE(prices.has_value() == row.dollars.has_value());
  if (prices) CHECK(standard_cost(1'000'000, prices->standard) == Approx(*row.dollars));
}

TEST_CASE("prices of Express executions are known of one region, and regions stand in alphabetical order",
          "[metrics][price]") {
  const auto regions = regions_with_prices();
  CHECK(regions.size() >= 5);
  CHECK(std::is_sorted(regions.begin(), regions.end()));
  for (const auto region : regions) CHECK(region_prices(region)->express.has_value() == (region == "us-east-1"));
}

TEST_CASE("Express durations are billed in steps of 100 ms and 64 MB", "[metrics][price]") {
  struct Row {
    std::chrono::nanoseconds duration;
    std::uint64_t memory_bytes;
    double units;  // of 64 MB for 100 ms
  };
  const auto row = GENERATE(values<Row>({
      {0ms, 0, 1},
      {100ms, 64 * mb, 1},
      {100ms + 1ns, 64 * mb, 2},
      {100ms, 64 * mb + 1, 2},
      {250ms, 130 * mb, 9},
  }));
  CAPTURE(row.duration.count(), row.memory_bytes);
  ExpressUsage usage;
  usage.record(row.duration, row.memory_bytes);
  CHECK(usage.requests() == 1);
  CHECK(usage.gigabyte_hours() == Approx(row.units / 16 / 36'000));
}

// 17,361.11 GB-hours reach into the third tier. Source: AWS pricing page, worked example.
TEST_CASE("100 million Express runs of 10 s in 64 MB cost what AWS's example says", "[metrics][price]") {
  ExpressUsage usage;
  for (int run = 0; run < 1'000; ++run) usage.record(10s, express_memory_bytes(50'000, 32'000, 400));
  for (int factor = 0; factor < 5; ++factor) {
    const ExpressUsage tenth = usage;
    for (int again = 1; again < 10; ++again) usage.merge(tenth);
  }
  CHECK(usage.requests() == 100'000'000);
  CHECK(usage.gigabyte_hours() == Approx(17'361.11).margin(0.01));
  CHECK(express_duration_cost(usage) == Approx(60 + 120 + 202.97).margin(0.01));
}

TEST_CASE("Express memory is 50 MB, the definition, and the data once per Parallel or Map step", "[metrics][price]") {
  CHECK(express_memory_bytes(1'000, 200, 0) == 50 * mb + 1'200);
  CHECK(express_memory_bytes(1'000, 200, 1) == 50 * mb + 1'200);
  CHECK(express_memory_bytes(1'000, 200, 3) == 50 * mb + 1'600);
}

}  // namespace
}  // namespace stepstorm::metrics
