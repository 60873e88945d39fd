#include "world/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace stepstorm::world {
namespace {

using namespace std::chrono_literals;

constexpr int draws = 200'000;

std::vector<double> sorted_draws_ms(const Distribution& distribution, std::uint64_t seed) {
  const Sampler sampler{distribution};
  Stream random = Stream::named(seed, "service");
  std::vector<double> drawn(draws);
  for (double& value : drawn) value = ns(sampler.draw(random)) / 1e6;
  std::sort(drawn.begin(), drawn.end());
  REQUIRE(drawn.front() >= 0);
  return drawn;
}

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments moments_of(const std::vector<double>& drawn) {
  Moments moments;
  for (const double value : drawn) moments.mean += value / draws;
  for (const double value : drawn) moments.variance += std::pow(value - moments.mean, 2) / draws;
  return moments;
}

TEST_CASE("draws have the mean, variance and 99th percentile of their distribution", "[world][distribution]") {
  struct Row {
    std::string name;
    Distribution distribution;
    double mean_ms;
    double variance_ms2;
    double p99_ms;
  };
  const auto row = GENERATE(values<Row>({
      {"constant", Constant{20ms}, 20, 0, 20},
      {"uniform", Uniform{10ms, 30ms}, 20, 400 / 12.0, 29.8},
      {"exponential", Exponential{20ms}, 20, 400, 92.103},
      {"Erlang-1", Erlang{1, 20ms}, 20, 400, 92.103},
      {"Erlang-4", Erlang{4, 20ms}, 20, 100, 50.226},
      {"hyperexponential", Hyperexponential{20ms, 4}, 20, 1'600, 214.95},
      {"hyperexponential of variation 1", Hyperexponential{20ms, 1}, 20, 400, 92.103},
      {"lognormal", Lognormal{20ms, 60ms}, 20, 131.65, 60},
      {"Pareto by scale", Pareto{.shape = 6, .scale = 10ms}, 12, 6, 21.544},
      {"Pareto by mean", Pareto{.shape = 6, .mean = 12ms}, 12, 6, 21.544},
      {"empirical", Empirical{{30ms, 10ms, 10ms, 50ms}}, 25, 275, 50},
      {"table", CumulativeTable{{{10ms, 0.5}, {30ms, 1}}}, 15, 41.667, 29.6},
      {"table from share 0", CumulativeTable{{{10ms, 0}, {30ms, 1}}}, 20, 400 / 12.0, 29.8},
  }));
  CAPTURE(row.name);
  REQUIRE_FALSE(check(row.distribution));
  CHECK(mean(row.distribution).count() / 1e6 == Approx(row.mean_ms).epsilon(1e-9));
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto drawn = sorted_draws_ms(row.distribution, seed);
    const Moments moments = moments_of(drawn);
    CAPTURE(seed);
    CHECK(moments.mean == Approx(row.mean_ms).epsilon(0.01));
    CHECK(moments.variance == Approx(row.variance_ms2).epsilon(0.06).margin(1e-9));
    CHECK(drawn[draws / 100 * 99 - 1] == Approx(row.p99_ms).epsilon(0.02));
  }
}

// 0.1 % of a Kolmogorov-Smirnov test: a distance above 1.95 / sqrt(n).
TEST_CASE("draws lie as their distribution function says, over all of it", "[world][distribution]") {
  struct Row {
    std::string name;
    Distribution distribution;
    double (*below)(double ms);
  };
  const auto row = GENERATE(values<Row>({
      {"uniform", Uniform{10ms, 30ms}, [](double x) { return (x - 10) / 20; }},
      {"exponential", Exponential{20ms}, [](double x) { return 1 - std::exp(-x / 20); }},
      {"Erlang-2", Erlang{2, 20ms}, [](double x) { return 1 - std::exp(-x / 10) * (1 + x / 10); }},
      {"Pareto", Pareto{.shape = 1.5, .scale = 10ms}, [](double x) { return 1 - std::pow(10 / x, 1.5); }},
      {"lognormal",
       Lognormal{20ms, 60ms},
       [](double x) {
         const double z = 2.3263478740408411;
         const double sigma = z - std::sqrt(z * z - 2 * std::log(3));
         return std::erfc(-(std::log(x / 20) + sigma * sigma / 2) / sigma / std::sqrt(2)) / 2;
       }},
  }));
  CAPTURE(row.name);
  const auto drawn = sorted_draws_ms(row.distribution, 4);
  double distance = 0;
  for (int rank = 0; rank < draws; ++rank)
    distance = std::max(distance, std::abs(row.below(drawn[static_cast<std::size_t>(rank)]) - (rank + 0.5) / draws));
  CHECK(distance < 1.95 / std::sqrt(draws));
}

TEST_CASE("one seed draws the same durations on every machine", "[world][distribution]") {
  struct Row {
    Distribution distribution;
    std::vector<std::int64_t> first_ns;
  };
  const auto row = GENERATE(values<Row>({
      {Uniform{0s, 1s}, {914'125'639, 325'676'394, 688'425'588}},
      {Exponential{1s}, {89'787'256, 1'121'851'047, 373'348'046}},
      {Erlang{3, 1s}, {528'328'783, 1'271'036'410, 855'531'006}},
      {Hyperexponential{1s, 4}, {4'977'082'830, 1'165'948'034, 301'197'076}},
      {Lognormal{1s, 5s}, {2'221'119'884, 477'373'831, 1'059'768'214}},
      {Pareto{.shape = 2, .scale = 1s}, {1'045'916'598, 1'752'293'539, 1'205'234'342}},
      {CumulativeTable{{{1s, 0.1}, {2s, 1}}}, {1'904'584'044, 1'250'751'549, 1'653'806'208}},
  }));
  const Sampler sampler{row.distribution};
  Stream random = Stream::named(42, "service");
  std::vector<std::int64_t> drawn;
  for (int draw = 0; draw < 3; ++draw) drawn.push_back(sampler.draw(random).count());
  CHECK(drawn == row.first_ns);
}

TEST_CASE("a thousand phases neither vanish nor repeat in their product", "[world][distribution]") {
  const Sampler sampler{Erlang{1'000, 20ms}};
  Stream random{1};
  Moments moments;
  for (int draw = 0; draw < 2'000; ++draw) {
    const double ms = ns(sampler.draw(random)) / 1e6;
    moments.mean += ms / 2'000;
    moments.variance += (ms - 20) * (ms - 20) / 2'000;
  }
  CHECK(moments.mean == Approx(20).epsilon(0.003));
  CHECK(moments.variance == Approx(0.4).epsilon(0.1));
}

TEST_CASE("a constant draws nothing: the stream stays where it was", "[world][distribution]") {
  Stream drawn{7};
  (void)Sampler{Constant{1s}}.draw(drawn);
  CHECK(drawn.bits() == Stream{7}.bits());
}

TEST_CASE("a tail without mean stays within what a duration can hold", "[world][distribution]") {
  const Distribution heavy = Pareto{.shape = 0.01, .scale = 1s};
  CHECK(std::isinf(mean(heavy).count()));
  const Sampler sampler{heavy};
  Stream random{1};
  Duration longest{0};
  for (int draw = 0; draw < 1'000; ++draw) {
    const Duration drawn = sampler.draw(random);
    REQUIRE(drawn >= 1s);
    longest = std::max(longest, drawn);
  }
  CHECK(longest == longest_duration);
}

TEST_CASE("what is wrong with a distribution is said by member and expectation", "[world][distribution]") {
  struct Row {
    Distribution distribution;
    std::string pointer;
    std::string message;
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::string lognormal_20ms =
      "expected more than the mean and at most 299.36 ms: no lognormal distribution with a mean of 20 ms has a larger "
      "p99";
  const auto row = GENERATE_COPY(values<Row>({
      {Constant{-1ns}, "/value", "expected a duration that is not negative"},
      {Uniform{-1ns, 1s}, "/from", "expected a duration that is not negative"},
      {Uniform{2ms, 1ms}, "/to", "expected at least `from`, 2 ms"},
      {Exponential{0s}, "/mean", "expected more than 0"},
      {Erlang{0, 1s}, "/k", "expected a whole number from 1 to 1000"},
      {Erlang{1'001, 1s}, "/k", "expected a whole number from 1 to 1000"},
      {Erlang{2, 0s}, "/mean", "expected more than 0"},
      {Hyperexponential{0s, 2}, "/mean", "expected more than 0"},
      {Hyperexponential{1s, 0.5}, "/squared_variation", "expected at least 1"},
      {Hyperexponential{1s, nan}, "/squared_variation", "expected at least 1"},
      {Lognormal{0s, 1s}, "/mean", "expected more than 0"},
      {Lognormal{20ms, 20ms}, "/p99", lognormal_20ms},
      {Lognormal{20ms, 299'370us}, "/p99", lognormal_20ms},
      {Pareto{.shape = 0, .scale = 1s}, "/shape", "expected more than 0"},
      {Pareto{.shape = nan, .scale = 1s}, "/shape", "expected more than 0"},
      {Pareto{.shape = 2}, "", "expected either a scale or a mean"},
      {Pareto{.shape = 2, .scale = 1s, .mean = 2s}, "", "expected either a scale or a mean"},
      {Pareto{.shape = 2, .scale = 0s}, "/scale", "expected more than 0"},
      {Pareto{.shape = 1, .mean = 1s}, "/shape", "expected more than 1: up to there the mean is infinite"},
      {Pareto{.shape = 2, .mean = 0s}, "/mean", "expected more than 0"},
      {Empirical{}, "/values", "expected at least one value"},
      {Empirical{{1s, -1s}}, "/values/1", "expected a duration that is not negative"},
      {CumulativeTable{}, "/points", "expected at least one point"},
      {CumulativeTable{{{-1s, 0}, {1s, 1}}}, "/points/0/value", "expected at least 0 ns: values do not fall"},
      {CumulativeTable{{{2s, 0}, {1s, 1}}}, "/points/1/value", "expected at least 2 s: values do not fall"},
      {CumulativeTable{{{1s, 0.5}, {2s, 0.5}}}, "/points/1/share", "expected shares that rise from 0 to 1"},
      {CumulativeTable{{{1s, 0.5}, {2s, 1.5}}}, "/points/1/share", "expected shares that rise from 0 to 1"},
      {CumulativeTable{{{1s, nan}, {2s, 1}}}, "/points/0/share", "expected shares that rise from 0 to 1"},
      {CumulativeTable{{{1s, 0.5}, {2s, 0.9}}}, "/points/1/share", "expected 1: the last point's share"},
  }));
  const auto found = check(row.distribution);
  REQUIRE(found);
  CHECK(found->pointer == row.pointer);
  CHECK(found->message == row.message);
}

TEST_CASE("the bound that a refused p99 names is accepted", "[world][distribution]") {
  CHECK_FALSE(check(Lognormal{20ms, 299'360us}));
  CHECK_FALSE(check(Lognormal{20ms, 20ms + 1ns}));
}

}  // namespace
}  // namespace stepstorm::world
