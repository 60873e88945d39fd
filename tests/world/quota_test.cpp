#include "world/quota.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

#include "world/stream.hpp"

namespace stepstorm::world {
namespace {

using namespace std::chrono_literals;
using Start = QuotaGate::Start;

TEST_CASE("a bucket gives its capacity at once and then what is refilled, to the nanosecond", "[world][quota]") {
  TokenBucket bucket{{.capacity = 2, .refill_per_second = 3}};
  CHECK(bucket.take(1s));
  CHECK(bucket.take(1s));
  CHECK_FALSE(bucket.take(1s));
  CHECK(bucket.next_token(1s) == 1s + 333'333'334ns);
  CHECK_FALSE(bucket.take(1s + 333'333'333ns));
  CHECK(bucket.take(1s + 333'333'334ns));
  CHECK(bucket.next_token(1s + 333'333'334ns) == 1s + 666'666'667ns);
  CHECK(bucket.tokens(2s) == 2);
}

TEST_CASE("a bucket that is full stays so, however long nobody asks", "[world][quota]") {
  TokenBucket bucket{{.capacity = 1'000'000'000, .refill_per_second = 1'000'000'000}};
  CHECK(bucket.take(0s));
  CHECK(bucket.tokens(Time::max()) == 1'000'000'000);
  CHECK(bucket.next_token(Time::max()) == Time::max());
}

// Asked at least once per token, it never is full again.
TEST_CASE("a bucket gives exactly the refill while it is asked often enough", "[world][quota]") {
  const std::uint64_t seed = GENERATE(range<std::uint64_t>(1, 31));
  CAPTURE(seed);
  Stream random{seed};
  const auto capacity = static_cast<std::int64_t>(2 + random.below(20));
  const auto refill = static_cast<std::int64_t>(1 + random.below(2'000));
  TokenBucket bucket{{capacity, refill}};
  for (std::int64_t token = 0; token < capacity; ++token) REQUIRE(bucket.take(0s));
  std::int64_t taken = 0;
  for (Time now{0}; now < 10s; now += Duration{static_cast<std::int64_t>(random.below(1'000'000'000) / refill)}) {
    while (bucket.take(now)) ++taken;
    REQUIRE(taken == now.count() * refill / 1'000'000'000);
    REQUIRE(bucket.next_token(now) > now);
  }
}

TEST_CASE("regions have the quotas that AWS documents", "[world][quota]") {
  struct Row {
    std::string region;
    Bucket start_execution;
    Bucket state_transition;
  };
  const auto row = GENERATE(values<Row>({
      {"us-east-1", {1'300, 300}, {5'000, 1'500}},
      {"us-west-2", {1'300, 300}, {5'000, 1'500}},
      {"eu-west-1", {1'300, 300}, {5'000, 1'500}},
      {"eu-central-1", {800, 150}, {800, 500}},
      {"us-east-2", {800, 150}, {800, 500}},
  }));
  CAPTURE(row.region);
  const auto quotas = region_quotas(row.region);
  REQUIRE(quotas);
  CHECK(quotas->standard == Quotas{row.start_execution, row.state_transition, 1'000'000});
  CHECK(quotas->express == Quotas{.start_execution = Bucket{6'000, 6'000}});
  CHECK_FALSE(check(quotas->standard));
  CHECK_FALSE(region_quotas("us-esat-1"));
}

TEST_CASE("a start beyond the bucket is throttled, one beyond the open executions refused", "[world][quota]") {
  QuotaGate gate{{.start_execution = Bucket{3, 1}, .open_executions = 2}};
  CHECK(gate.start(0s) == Start::allowed);
  CHECK(gate.start(0s) == Start::allowed);
  CHECK(gate.start(0s) == Start::limit_exceeded);
  CHECK(gate.start(0s) == Start::throttled);
  CHECK(gate.open() == 2);
  gate.ended();
  CHECK(gate.start(500ms) == Start::throttled);
  CHECK(gate.start(1s) == Start::allowed);
  CHECK(gate.open() == 2);
}

TEST_CASE("what is owed is refilled before there are tokens again", "[world][quota]") {
  TokenBucket bucket{{1, 500}};
  bucket.owe(1s, 1);
  CHECK(bucket.next_token(1s) == 1s + 2ms);
  bucket.owe(1s, 3);
  CHECK(bucket.tokens(1s) == 0);
  CHECK(bucket.next_token(1s) == 1s + 8ms);
  CHECK_FALSE(bucket.take(1s + 7ms));
  CHECK(bucket.take(1s + 8ms));
}

TEST_CASE("without quotas everything is allowed at once", "[world][quota]") {
  QuotaGate gate{Quotas{}};
  for (int count = 0; count < 10'000; ++count) {
    REQUIRE(gate.start(0s) == Start::allowed);
  }
}

TEST_CASE("what is wrong with quotas is said by member and expectation", "[world][quota]") {
  const std::string whole = "expected a whole number from 1 to 1000000000";
  CHECK(check(Quotas{.start_execution = Bucket{0, 1}}) == OptionFinding{"/start_execution/capacity", whole});
  CHECK(check(Quotas{.state_transition = Bucket{1, -1}}) ==
        OptionFinding{"/state_transition/refill_per_second", whole});
  CHECK(check(Quotas{.open_executions = 0}) ==
        OptionFinding{"/open_executions", "expected a whole number of at least 1"});
}

}  // namespace
}  // namespace stepstorm::world
