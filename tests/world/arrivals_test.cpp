#include "world/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace stepstorm::world {
namespace {

using namespace std::chrono_literals;

std::vector<Time> arrivals_until(const ArrivalProcess& process, Time horizon, std::uint64_t seed = 1) {
  Arrivals arrivals{process, Stream::named(seed, "arrivals")};
  std::vector<Time> times;
  for (auto time = arrivals.next(); time && *time <= horizon; time = arrivals.next()) times.push_back(*time);
  return times;
}

double count_between(const std::vector<Time>& times, Time begin, Time end) {
  return static_cast<double>(std::count_if(times.begin(), times.end(), [=](Time t) { return t >= begin && t < end; }));
}

Diurnal day_with_peak() {
  Diurnal day;
  for (std::size_t hour = 0; hour < 24; ++hour) day.per_second[hour] = hour < 6 ? 0.0 : hour < 18 ? 8.0 : 2.0;
  return day;
}

const Stages up_jump_and_down{1, {{100s, 21}, {0s, 50}, {100s, 50}, {50s, 0}}};

TEST_CASE("a constant rate arrives at equal distances that do not drift", "[world][arrivals]") {
  CHECK(arrivals_until(ConstantRate{4}, 1s) == std::vector<Time>{250ms, 500ms, 750ms, 1s});
  const auto times = arrivals_until(ConstantRate{3}, 24h);
  CHECK(times.size() == 24 * 3'600 * 3);
  CHECK(times[0] == 333'333'333ns);
  CHECK(times[1] == 666'666'667ns);
  CHECK(times.back() == 24h);
}

// Four standard deviations of a Poisson count; seeds are fixed, so this holds or does not.
TEST_CASE("as many arrive as the rate says, whatever the process", "[world][arrivals]") {
  struct Row {
    std::string name;
    ArrivalProcess process;
    Time horizon;
    double expected;
  };
  const auto row = GENERATE(values<Row>({
      {"Poisson", PoissonArrivals{10}, 10'000s, 100'000},
      {"slow Poisson", PoissonArrivals{0.01}, 1'000'000s, 10'000},
      {"ramp up", Ramp{0, 100, 1'000s}, 2'000s, 50'000},
      {"ramp down, half of it", Ramp{100, 0, 1'000s}, 500s, 37'500},
      {"flat ramp", Ramp{50, 50, 1'000s}, 2'000s, 50'000},
      {"stages", up_jump_and_down, 1h, 1'100 + 5'000 + 1'250},
      {"a day", day_with_peak(), 24h, 3'600 * (4.0 + 11 * 8 + 5 + 5 * 2 + 1)},
      {"a day and a half", day_with_peak(), 36h, 3'600 * (4.0 + 11 * 8 + 5 + 5 * 2 + 1) + 3'600 * (4.0 + 6 * 8)},
  }));
  const std::uint64_t seed = GENERATE(1, 2, 3);
  CAPTURE(row.name, seed);
  REQUIRE_FALSE(check(row.process));
  const auto times = arrivals_until(row.process, row.horizon, seed);
  CHECK(static_cast<double>(times.size()) == Approx(row.expected).margin(4 * std::sqrt(row.expected)).epsilon(0));
  CHECK(std::is_sorted(times.begin(), times.end()));
}

TEST_CASE("a Poisson process has exponential interarrival times", "[world][arrivals]") {
  const auto times = arrivals_until(PoissonArrivals{100}, 1'000s);
  double squares = 0;
  double longer_than_mean = 0;
  for (std::size_t index = 1; index < times.size(); ++index) {
    const double interval = ns(times[index] - times[index - 1]) / 1e7;  // of mean 1
    squares += interval * interval;
    longer_than_mean += interval > 1 ? 1 : 0;
  }
  const auto count = static_cast<double>(times.size() - 1);
  CHECK(squares / count == Approx(2).epsilon(0.03));
  CHECK(longer_than_mean / count == Approx(std::exp(-1)).epsilon(0.02));
}

TEST_CASE("rates follow their curve: quarter by quarter of a ramp, hour by hour of a day", "[world][arrivals]") {
  const auto ramp = arrivals_until(Ramp{0, 400, 400s}, 400s);
  for (int quarter = 0; quarter < 4; ++quarter) {
    const double expected = 5'000.0 * (2 * quarter + 1);
    CAPTURE(quarter);
    CHECK(count_between(ramp, quarter * 100s, (quarter + 1) * 100s) ==
          Approx(expected).margin(4 * std::sqrt(expected)).epsilon(0));
  }
  const auto day = arrivals_until(day_with_peak(), 24h);
  CHECK(count_between(day, 0h, 5h) == 0);
  CHECK(count_between(day, 5h, 6h) == Approx(14'400).margin(480).epsilon(0));
  CHECK(count_between(day, 5h, 5h + 30min) == Approx(3'600).margin(240).epsilon(0));
  CHECK(count_between(day, 12h, 13h) == Approx(28'800).margin(680).epsilon(0));
  CHECK(count_between(day, 20h, 21h) == Approx(7'200).margin(340).epsilon(0));
}

TEST_CASE("ramps, stages and traces end, and stay ended", "[world][arrivals]") {
  const auto process =
      GENERATE(values<ArrivalProcess>({Ramp{5, 0, 10s}, up_jump_and_down, Trace{{1s, 2s, 2s}}, Trace{}}));
  Arrivals arrivals{process, Stream{1}};
  while (arrivals.next()) continue;
  CHECK_FALSE(arrivals.next());
}

// Index of dispersion for counts: Heffes and Lucantoni, "A Markov modulated characterization...", 1986.
TEST_CASE("on and off arrive at their mean rate, and as bursty as an MMPP is", "[world][arrivals]") {
  const OnOff bursts{90, 10, 2s, 6s};
  const double mean_rate = (90 * 2 + 10 * 6) / 8.0;
  const double leave_on = 1 / 2.0;
  const double leave_off = 1 / 6.0;
  const double dispersion = 1 + 2 * std::pow(90 - 10, 2) * leave_on * leave_off /
                                    (std::pow(leave_on + leave_off, 2) * (90 * leave_off + 10 * leave_on));
  const auto times = arrivals_until(bursts, 400'000s);
  CHECK(static_cast<double>(times.size()) / 400'000 == Approx(mean_rate).epsilon(0.01));
  std::vector<double> counts(2'000);  // windows of 200 s: 50 times a cycle is long enough
  for (const Time time : times) counts[std::min<std::size_t>(1'999, static_cast<std::size_t>(time / 200s))] += 1;
  double variance = 0;
  for (const double count : counts) variance += std::pow(count - 200 * mean_rate, 2) / 2'000;
  CHECK(variance / (200 * mean_rate) == Approx(dispersion).epsilon(0.1));
}

TEST_CASE("silence between bursts is silent, and bursts begin in their share of runs", "[world][arrivals]") {
  int early = 0;
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    Arrivals arrivals{OnOff{1'000'000, 0, 1s, 3s}, Stream::named(seed, "arrivals")};
    early += *arrivals.next() < 1ms ? 1 : 0;
  }
  CHECK(early / 2'000.0 == Approx(0.25).margin(0.03));
}

TEST_CASE("a trace is repeated as it is", "[world][arrivals]") {
  const std::vector<Time> times{0s, 1s, 1s, 5s};
  CHECK(arrivals_until(Trace{times}, 10s) == times);
}

TEST_CASE("one seed arrives at the same nanoseconds on every machine", "[world][arrivals]") {
  struct Row {
    ArrivalProcess process;
    std::vector<Time> first;
  };
  const auto row = GENERATE(values<Row>({
      {PoissonArrivals{1}, {1'640'688'874ns, 2'881'279'790ns, 4'566'294'447ns}},
      {Ramp{0, 2, 100s}, {12'808'937'793ns, 16'974'332'946ns, 21'368'889'644ns}},
      {OnOff{2, 0, 1s, 1s}, {842'507'328ns, 1'052'519'532ns, 2'699'430'142ns}},
  }));
  Arrivals arrivals{row.process, Stream::named(42, "arrivals")};
  std::vector<Time> first;
  for (int count = 0; count < 3; ++count) first.push_back(*arrivals.next());
  CHECK(first == row.first);
}

TEST_CASE("what is wrong with an arrival process is said by member and expectation", "[world][arrivals]") {
  struct Row {
    ArrivalProcess process;
    std::string pointer;
    std::string message;
  };
  const std::string rate = "expected a rate from 0 to 1000000000 per second";
  const std::string positive_rate = "expected a rate of more than 0 and at most 1000000000 per second";
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Diurnal negative_at_noon = day_with_peak();
  negative_at_noon.per_second[12] = -1;
  const auto row = GENERATE_COPY(values<Row>({
      {ConstantRate{0}, "/per_second", positive_rate},
      {ConstantRate{nan}, "/per_second", positive_rate},
      {PoissonArrivals{-1}, "/per_second", positive_rate},
      {PoissonArrivals{2e9}, "/per_second", positive_rate},
      {Ramp{-1, 1, 1s}, "/from_per_second", rate},
      {Ramp{1, nan, 1s}, "/to_per_second", rate},
      {Ramp{1, 2, 0s}, "/duration", "expected more than 0"},
      {Stages{-1, {{1s, 1}}}, "/from_per_second", rate},
      {Stages{1, {{1s, 1}, {-1s, 1}}}, "/stages/1/duration", "expected a duration that is not negative"},
      {Stages{1, {{1s, 1}, {1s, -1}}}, "/stages/1/to_per_second", rate},
      {Stages{1, {{0s, 1}}}, "/stages", "expected at least one stage that takes time"},
      {OnOff{0, 1, 1s, 1s}, "/on_per_second", positive_rate},
      {OnOff{1, -1, 1s, 1s}, "/off_per_second", rate},
      {OnOff{1, 0, 0s, 1s}, "/mean_on", "expected more than 0"},
      {OnOff{1, 0, 1s, 0s}, "/mean_off", "expected more than 0"},
      {negative_at_noon, "/per_second/12", rate},
      {Diurnal{}, "/per_second", "expected a rate of more than 0 for one hour at least"},
      {Trace{{1s, -1s}}, "/times/1", "expected a time that is not negative"},
      {Trace{{1s, 3s, 2s}}, "/times/2", "expected a time not before the one that precedes it"},
  }));
  const auto found = check(row.process);
  REQUIRE(found);
  CHECK(found->pointer == row.pointer);
  CHECK(found->message == row.message);
}

}  // namespace
}  // namespace stepstorm::world
