#include "metrics/histogram.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include <catch2/catch.hpp>

#include "world/stream.hpp"

namespace stepstorm::metrics {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

Histogram histogram_of(const std::vector<nanoseconds>& values) {
  Histogram histogram;
  for (const nanoseconds value : values) histogram.record(value);
  return histogram;
}

// All magnitudes alike, up to 2^bits.
std::vector<nanoseconds> random_values(std::uint64_t seed, std::size_t count, std::uint64_t bits = 50) {
  world::Stream random{seed};
  std::vector<nanoseconds> values(count);
  for (nanoseconds& value : values)
    value = nanoseconds{static_cast<std::int64_t>(random.bits() >> (64 - bits + random.below(bits)))};
  return values;
}

TEST_CASE("percentiles are at most a thousandth above those of the sorted values", "[metrics][histogram]") {
  const auto seed = GENERATE(range<std::uint64_t>(1, 21));
  CAPTURE(seed);
  auto values = random_values(seed, 1 + 97 * seed, seed == 20 ? 63 : 50);
  const Histogram histogram = histogram_of(values);
  std::sort(values.begin(), values.end());
  CHECK(histogram.min() == values.front());
  CHECK(histogram.max() == values.back());
  for (std::size_t rank = 1; rank <= values.size(); ++rank) {
    const double percentile = 100.0 * static_cast<double>(rank) / static_cast<double>(values.size());
    const auto exact = static_cast<double>(values[rank - 1].count());
    const auto reported = static_cast<double>(histogram.value_at_percentile(percentile).count());
    CAPTURE(percentile, exact, reported);
    REQUIRE(reported >= exact);
    REQUIRE(reported <= exact + exact / 1024);
  }
}

TEST_CASE("values above a value are counted, to a thousandth of it", "[metrics][histogram]") {
  const auto values = random_values(11, 5'000);
  const Histogram histogram = histogram_of(values);
  const auto above = [&](double limit) {
    return static_cast<std::uint64_t>(std::count_if(
        values.begin(), values.end(), [&](nanoseconds value) { return static_cast<double>(value.count()) > limit; }));
  };
  for (const nanoseconds limit : random_values(12, 200)) {
    const auto exact = static_cast<double>(limit.count());
    CAPTURE(exact);
    REQUIRE(histogram.count_above(limit) <= above(exact));
    REQUIRE(histogram.count_above(limit) >= above(exact + exact / 1024));
  }
  CHECK(histogram.count_above(histogram.max()) == 0);
  CHECK(histogram_of({0ns, 0ns, 1ns}).count_above(0ns) == 1);
}

TEST_CASE("the sum is that of all values, to the nanosecond", "[metrics][histogram]") {
  const auto values = random_values(13, 1'000);
  WideSum sum = 0;
  for (const nanoseconds value : values) sum += static_cast<std::uint64_t>(value.count());
  CHECK((histogram_of(values).sum() == sum));
}

TEST_CASE("mean is exact and standard deviation to a thousandth", "[metrics][histogram]") {
  const auto values = random_values(7, 10'000);
  double sum = 0;
  for (const nanoseconds value : values) sum += static_cast<double>(value.count());
  const double mean = sum / 10'000;
  double squares = 0;
  for (const nanoseconds value : values) squares += std::pow(static_cast<double>(value.count()) - mean, 2);
  const Histogram histogram = histogram_of(values);
  CHECK(histogram.mean().count() == Approx(mean).epsilon(1e-12));
  CHECK(histogram.stddev().count() == Approx(std::sqrt(squares / 10'000)).epsilon(0.001));
}

TEST_CASE("a percentile counts whole values, also where its number is no binary fraction", "[metrics][histogram]") {
  Histogram histogram;
  for (int value = 1; value <= 1'000; ++value) histogram.record(nanoseconds{value});
  struct Row {
    double percentile;
    nanoseconds expected;
  };
  const auto row = GENERATE(values<Row>({
      {0, 1ns},
      {0.1, 1ns},
      {0.10001, 2ns},
      {50, 500ns},
      {99, 990ns},
      {99.9, 999ns},
      {99.99, 1'000ns},
      {100, 1'000ns},
  }));
  CAPTURE(row.percentile);
  CHECK(histogram.value_at_percentile(row.percentile) == row.expected);
}

TEST_CASE("merged histograms equal the one that recorded everything, in any order", "[metrics][histogram]") {
  const auto seed = GENERATE(range<std::uint64_t>(1, 11));
  const auto left = random_values(seed, 500, 20 + seed);
  const auto right = random_values(seed + 100, 300, 40 - seed);
  Histogram both = histogram_of(left);
  for (const nanoseconds value : right) both.record(value);
  Histogram left_first = histogram_of(left);
  left_first.merge(histogram_of(right));
  Histogram right_first = histogram_of(right);
  right_first.merge(histogram_of(left));
  CHECK(left_first == both);
  CHECK(right_first == both);
  left_first.merge(Histogram{});
  CHECK(left_first == both);
}

TEST_CASE("a value recorded many times counts as often", "[metrics][histogram]") {
  Histogram once_each;
  for (int repeat = 0; repeat < 5; ++repeat) once_each.record(3ms);
  Histogram at_once;
  at_once.record(3ms, 5);
  at_once.record(1h, 0);
  CHECK(at_once == once_each);
}

TEST_CASE("an empty histogram is zero everywhere", "[metrics][histogram]") {
  const Histogram empty;
  CHECK(empty.count() == 0);
  CHECK(empty.min() == 0ns);
  CHECK(empty.max() == 0ns);
  CHECK(empty.mean().count() == 0);
  CHECK(empty.stddev().count() == 0);
  CHECK(empty.value_at_percentile(99) == 0ns);
  CHECK(empty.hgrm() ==
        "       Value     Percentile TotalCount 1/(1-Percentile)\n"
        "\n"
        "#[Mean    =        0.000, StdDeviation   =        0.000]\n"
        "#[Max     =        0.000, Total count    =            0]\n"
        "#[Buckets =            1, SubBuckets     =         2048]\n");
}

// The lines are those that HdrHistogram's documentation shows for these four values in microseconds. (Its number of
// buckets is that of a histogram made for larger ones.)
TEST_CASE("hgrm text is HdrHistogram's percentile distribution", "[metrics][histogram]") {
  CHECK(histogram_of({5'975ns, 6'326ns, 6'507ns, 8'228ns}).hgrm(1us) ==
        "       Value     Percentile TotalCount 1/(1-Percentile)\n"
        "\n"
        "       5.975 0.000000000000          1           1.00\n"
        "       5.975 0.100000000000          1           1.11\n"
        "       5.975 0.200000000000          1           1.25\n"
        "       6.327 0.300000000000          2           1.43\n"
        "       6.327 0.400000000000          2           1.67\n"
        "       6.327 0.500000000000          2           2.00\n"
        "       6.507 0.550000000000          3           2.22\n"
        "       6.507 0.600000000000          3           2.50\n"
        "       6.507 0.650000000000          3           2.86\n"
        "       6.507 0.700000000000          3           3.33\n"
        "       6.507 0.750000000000          3           4.00\n"
        "       8.231 0.775000000000          4           4.44\n"
        "       8.231 1.000000000000          4\n"
        "#[Mean    =        6.759, StdDeviation   =        0.870]\n"
        "#[Max     =        8.231, Total count    =            4]\n"
        "#[Buckets =            4, SubBuckets     =         2048]\n");
}

TEST_CASE("hgrm lines take the value scale and the ticks per half distance", "[metrics][histogram]") {
  CHECK(histogram_of({459'876ns,
                      669'187ns,
                      711'612ns,
                      816'326ns,
                      931'423ns,
                      1'033'197ns,
                      1'131'895ns,
                      2'477'317ns,
                      3'964'974ns,
                      12'718'782ns})
            .hgrm(1ns, 1) ==
        "       Value     Percentile TotalCount 1/(1-Percentile)\n"
        "\n"
        "  460031.000 0.000000000000          1           1.00\n"
        "  931839.000 0.500000000000          5           2.00\n"
        " 2478079.000 0.750000000000          8           4.00\n"
        " 3966975.000 0.875000000000          9           8.00\n"
        "12722175.000 0.937500000000         10          16.00\n"
        "12722175.000 1.000000000000         10\n"
        "#[Mean    =  2491458.900, StdDeviation   =  3557920.109]\n"
        "#[Max     = 12722175.000, Total count    =           10]\n"
        "#[Buckets =           14, SubBuckets     =         2048]\n");
}

}  // namespace
}  // namespace stepstorm::metrics
