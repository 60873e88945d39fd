#include "world/stream.hpp"

#include <set>

#include <catch2/catch.hpp>

namespace stepstorm::world {

TEST_CASE("one seed and name give the same numbers on every machine", "[world][stream]") {
  Stream arrivals = Stream::named(42, "arrivals");
  CHECK(arrivals.bits() == 0x319febf0583fd234u);
  CHECK(arrivals.bits() == 0x4a09e17262559a63u);
}

TEST_CASE("another name, seed or number gives another stream", "[world][stream]") {
  std::set<std::uint64_t> first_draws;
  for (const std::uint64_t seed : {1, 2, 3})
    for (const char* name : {"arrivals", "jitter"})
      for (const std::uint64_t number : {0, 1, 2}) first_draws.insert(Stream::named(seed, name).of(number).bits());
  CHECK(first_draws.size() == 18);
}

TEST_CASE("a name gives a stream of its own within another one, the same on every machine", "[world][stream]") {
  const Stream receipts = Stream::named(42, "receipts");
  CHECK(receipts.of("execution-7-visit-3").bits() == 0xf6b2bbcad9b05a3bu);
  std::set<std::uint64_t> first_draws;
  for (const char* name : {"", "a", "b", "ab", "ba", "abcdefgh", "abcdefgi", "abcdefgha", "abcdefghabcdefgh"})
    first_draws.insert(receipts.of(name).bits());
  CHECK(first_draws.size() == 9);
}

TEST_CASE("of() leaves its stream where it is", "[world][stream]") {
  Stream stream = Stream::named(1, "ids");
  Stream untouched = stream;
  (void)stream.of(5);
  CHECK(stream.bits() == untouched.bits());
}

TEST_CASE("below() is unbiased over a small range", "[world][stream]") {
  Stream stream{9};
  int counts[6] = {};
  for (int draw = 0; draw < 60'000; ++draw) ++counts[stream.below(6)];
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
  CHECK(chi_square < 20.5);  // 99.9 % of chi-square with 5 degrees of freedom
}

TEST_CASE("uniform() lies in [0, 1) with the right mean", "[world][stream]") {
  Stream stream{3};
  double sum = 0;
  for (int draw = 0; draw < 100'000; ++draw) {
    const double value = stream.uniform();
    REQUIRE(value >= 0.0);
    REQUIRE(value < 1.0);
    sum += value;
  }
  CHECK(sum / 100'000 == Approx(0.5).margin(0.005));
}

TEST_CASE("a UUID has version 4 and its variant", "[world][stream]") {
  Stream stream{1};
  const std::string uuid = stream.uuid();
  CHECK(uuid.size() == 36);
  CHECK(uuid[14] == '4');
  CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
  CHECK(uuid != stream.uuid());
}

}  // namespace stepstorm::world
