// Threshold expressions: what they say, what is wrong with others, and what they find.
#include "metrics/threshold.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "world/stream.hpp"

namespace stepstorm::metrics {
namespace {

using namespace std::chrono_literals;

Histogram hundred() {
  Histogram durations;
  for (int value = 1; value <= 100; ++value) durations.record(value * 1ms);
  return durations;
}

}  // namespace

TEST_CASE("a threshold asks for an aggregation and compares it", "[metrics][threshold]") {
  struct Row {
    std::string text;
    double value;
    bool held;
  };
  const auto row = GENERATE(values<Row>({{"p(99)<100", 99, true},
                                         {"p(99.9)<100", 100, false},
                                         {"avg<=50.5", 50.5, true},
                                         {" med >= 50 ", 50, true},
                                         {"min==1", 1, true},
                                         {"max!=100", 100, false},
                                         {"max===100", 100, true},
                                         {"p(0)>0.5", 1, true}}));
  CAPTURE(row.text);
  const Histogram durations = hundred();
  const auto threshold = parse_threshold(row.text);
  REQUIRE(threshold);
  const auto value = value_of(*threshold, Trend{&durations});
  REQUIRE(value);
  CHECK(*value == Approx(row.value).epsilon(0.001));
  CHECK(threshold->holds(row.value) == row.held);
}

TEST_CASE("each kind of metric has its aggregations", "[metrics][threshold]") {
  const auto value = [](const std::string& text, const Metric& metric) {
    return value_of(parse_threshold(text).value(), metric);
  };
  CHECK(value("rate>0", Rate{3, 4}) == 0.75);
  CHECK(value("count>0", Counter{30, 60}) == 30);
  CHECK(value("rate>0", Counter{30, 60}) == 0.5);
  CHECK(value("value>0", Gauge{7}) == 7);
  CHECK_FALSE(value("count>0", Rate{3, 4}));
  CHECK_FALSE(value("p(50)>0", Gauge{7}));
  CHECK(aggregations_of(Counter{}) == std::vector<std::string_view>{"count", "rate"});
}

TEST_CASE("where nothing was measured, nothing holds", "[metrics][threshold]") {
  const Histogram empty;
  CHECK_FALSE(value_of(parse_threshold("p(99)<1").value(), Trend{&empty}));
  CHECK_FALSE(value_of(parse_threshold("rate>=0").value(), Rate{0, 0}));
}

TEST_CASE("what is wrong with an expression is said with its column", "[metrics][threshold]") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {"", "expected avg, min, med, max, p(N), rate, count or value at column 1"},
      {"mean<1", "at column 1"},
      {"p(101)<1", "expected a percentile from 0 to 100"},
      {"p(99<1", "expected ')' at column 5"},
      {"avg 1", "expected <, <=, >, >=, == or != at column 5"},
      {"avg<", "expected a number at column 5"},
      {"avg<1ms", "expected nothing more at column 6"},
      {"p(nan)<1", "expected a percentile from 0 to 100"},
      {"p(inf)<1", "expected a percentile from 0 to 100"},
      {"value<nan", "expected a number at column 7"},
      {"rate!=nan", "expected a number at column 7"},
      {"rate<inf", "expected a number at column 6"},
      {"avg<1e999", "expected a number at column 5"},
      {"avg<0x10", "expected nothing more at column 6"},
      {"rate=>1", "expected <, <=, >, >=, == or != at column 5"},
  }));
  CAPTURE(row.text);
  const auto threshold = parse_threshold(row.text);
  REQUIRE_FALSE(threshold);
  CHECK_THAT(threshold.error(), Catch::Contains(row.expected));
}

TEST_CASE("any text is either an expression or an error", "[metrics][threshold]") {
  constexpr std::string_view characters = "p(9)avg<>=!. 01ratecounvalumedx-e";
  auto random = world::Stream::named(1, "texts");
  int valid = 0;
  for (int number = 0; number < 100'000; ++number) {
    std::string text = "p(99)<2000";
    for (auto left = random.below(4); left > 0; --left)
      text[random.below(text.size())] = characters[random.below(characters.size())];
    text.resize(random.below(text.size() + 1));
    const auto threshold = parse_threshold(text);
    if (threshold) ++valid;
    if (!threshold) REQUIRE_FALSE(threshold.error().empty());
  }
  CHECK(valid > 0);
}

}  // namespace stepstorm::metrics
