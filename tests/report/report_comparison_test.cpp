#include "report/report_comparison.hpp"

#include <cmath>

#include <catch2/catch.hpp>

namespace stepstorm::report {
namespace {

using Values = std::vector<double>;

ReportFile report(std::vector<std::uint64_t> seeds, std::vector<Series> series) {
  return {.title = "T", .measured_s = 60, .seeds = std::move(seeds), .series = std::move(series)};
}

ComparedMetric compared(Better better, const Values& a, const Values& b, bool same_seeds, double confidence = 0.95) {
  std::vector<std::uint64_t> seeds_of_a;
  std::vector<std::uint64_t> seeds_of_b;
  for (std::size_t run = 0; run < a.size(); ++run) seeds_of_a.push_back(run);
  for (std::size_t run = 0; run < b.size(); ++run) seeds_of_b.push_back(same_seeds ? run : run + 100);
  return compare(report(seeds_of_a, {{"m", better, a}}), report(seeds_of_b, {{"m", better, b}}), confidence)
      .metrics.at(0);
}

}  // namespace

TEST_CASE("counts are of executions where neither report is of orders", "[app][compare]") {
  struct Row {
    const char* noun_of_a;
    const char* noun_of_b;
    const char* name;
  };
  const auto row = GENERATE(values<Row>({{"claim", "claim", "executions_started"},
                                         {"claim", "execution", "executions_started"},
                                         {"claim", "order", "orders_started"},
                                         {"order", "order", "orders_started"}}));
  CAPTURE(row.noun_of_a, row.noun_of_b);
  ReportFile a = report({1}, {{"orders_started", Better::Neither, {1}}, {"retries", Better::Less, {1}}});
  ReportFile b = a;
  a.noun = row.noun_of_a;
  b.noun = row.noun_of_b;
  call_alike(a, b);
  CHECK(a.series[0].metric == row.name);
  CHECK(b.series[0].metric == row.name);
  CHECK(a.series[1].metric == "retries");
}

TEST_CASE("a verdict follows from the difference, its test, and which way is better", "[app][compare]") {
  struct Row {
    Better better;
    Values a, b;
    Change expected;
  };
  const auto row = GENERATE(values<Row>({
      {Better::More, {1, 2, 3}, {11, 12, 13}, Change::Better},
      {Better::More, {11, 12, 13}, {1, 2, 3}, Change::Worse},
      {Better::Less, {1, 2, 3}, {11, 12, 13}, Change::Worse},
      {Better::Less, {11, 12, 13}, {1, 2, 3}, Change::Better},
      {Better::Neither, {1, 2, 3}, {11, 12, 13}, Change::Higher},
      {Better::Neither, {11, 12, 13}, {1, 2, 3}, Change::Lower},
      {Better::More, {1, 2, 3}, {1, 3, 4}, Change::NotSignificant},
      {Better::More, {1, 2, 3}, {3, 2, 1}, Change::Same},
      {Better::More, {1}, {2}, Change::Untested},
      {Better::More, {1}, {2, 3}, Change::Untested},
      {Better::More, {0.1, 0.1, 0.1}, {0.1, 0.1, 0.1, 0.1}, Change::Same},
      {Better::More, {0.1, 0.1}, {0.2, 0.2}, Change::Better},
  }));
  CAPTURE(row.a, row.b);
  CHECK(name_of(compared(row.better, row.a, row.b, false).change) == name_of(row.expected));
}

TEST_CASE("what no double can hold gets no verdict", "[app][compare]") {
  struct Row {
    Values a, b;
    bool same_seeds;
  };
  const auto row = GENERATE(values<Row>({
      {{1, 2, 1e155}, {1, 2, 3}, false},  // a variance of 1e310
      {{1e308, 1.1e308}, {1, 2}, false},
      {{1e308, 1.1e308}, {1, 2}, true},  // a sum
      {{-1e308, -1e308}, {1e308, 1e308}, true},
      {{1, 2, 3}, {1, 2, 1e155}, true},
  }));
  CAPTURE(row.a, row.b);
  const ComparedMetric metric = compared(Better::Less, row.a, row.b, row.same_seeds);
  CHECK(metric.change == Change::NotComparable);
  CHECK_FALSE(metric.test);
  for (const auto& value : {metric.a, metric.b, metric.difference(), metric.relative()})
    CHECK((!value || std::isfinite(*value)));
}

TEST_CASE("pairs show a difference that is small beside what varies", "[app][compare]") {
  const Values a{10, 20, 30, 40};
  const Values b{11, 21.1, 30.9, 41};
  CHECK(compared(Better::Less, a, b, false).change == Change::NotSignificant);
  CHECK(compared(Better::Less, a, b, true).change == Change::Worse);
  CHECK(compared(Better::Less, a, b, true, 0.9999).change == Change::NotSignificant);
}

TEST_CASE("runs are pairs when their seeds are the same, in their order", "[app][compare]") {
  struct Row {
    std::vector<std::uint64_t> a, b;
    Test expected;
  };
  const auto row = GENERATE(values<Row>({
      {{1, 2}, {1, 2}, Test::Paired},
      {{1, 2}, {2, 1}, Test::Welch},
      {{1, 2}, {1, 2, 3}, Test::Welch},
      {{1}, {1}, Test::None},
      {{1, 2}, {1}, Test::None},
  }));
  CHECK(compare(report(row.a, {}), report(row.b, {}), 0.95).test == row.expected);
}

TEST_CASE("of many metrics tested together, each needs a smaller p value", "[app][compare]") {
  const Values a{10, 20, 30, 40};
  const Values b{11, 21.1, 30.9, 41};  // p = 0.0002
  const Values noise{12, 17, 33, 39};  // p = 0.9
  const auto among = [&](int others) {
    std::vector<Series> of_a{{"m", Better::Less, a}};
    std::vector<Series> of_b{{"m", Better::Less, b}};
    for (int other = 0; other < others; ++other) {
      of_a.push_back({std::to_string(other), Better::Less, a});
      of_b.push_back({std::to_string(other), Better::Less, noise});
    }
    return compare(report({1, 2, 3, 4}, of_a), report({1, 2, 3, 4}, of_b), 0.95).metrics.front();
  };
  CHECK(among(0).adjusted_p_value == Approx(among(0).test->p_value));
  CHECK(among(10).adjusted_p_value == Approx(11 * among(10).test->p_value));
  CHECK(among(10).change == Change::Worse);
  CHECK(among(1000).change == Change::NotSignificant);
}

TEST_CASE("what is equal in every run is no test", "[app][compare]") {
  const Values ones{1, 1};
  const auto comparison = compare(report({1, 2}, {{"same", Better::Less, ones}, {"more", Better::Less, {1, 1.001}}}),
                                  report({1, 2}, {{"same", Better::Less, ones}, {"more", Better::Less, {2, 2}}}),
                                  0.95);
  CHECK(comparison.metrics[1].adjusted_p_value == comparison.metrics[1].test->p_value);
}

TEST_CASE("an error that a report does not have did not happen; a resource is not there", "[app][compare]") {
  const std::string error = "errors{error:E}";
  const std::string queue = "queue_max{resource:r}";
  const auto a = report({1, 2}, {{error, Better::Less, {4, 6}}, {queue, Better::Less, {1, 2}}});
  const auto comparison = compare(a, report({1, 2}, {}), 0.5);
  REQUIRE(comparison.metrics.size() == 2);
  CHECK(comparison.metrics[0].b == 0.0);
  CHECK(comparison.metrics[0].difference() == -5.0);
  CHECK(comparison.metrics[0].relative() == -1.0);
  CHECK(comparison.metrics[0].change == Change::Better);
  CHECK(comparison.metrics[1].b == std::nullopt);
  CHECK(comparison.metrics[1].difference() == std::nullopt);
  CHECK(comparison.metrics[1].change == Change::NotComparable);
  const auto reversed = compare(report({1, 2}, {}), a, 0.5);
  REQUIRE(reversed.metrics.size() == 2);
  CHECK(reversed.metrics[0].relative() == std::nullopt);  // no share of nothing
  CHECK(reversed.metrics[0].change == Change::Worse);
  CHECK(reversed.metrics[1].change == Change::NotComparable);
}

}  // namespace stepstorm::report
