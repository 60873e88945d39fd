#include "metrics/interval.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "world/stream.hpp"

namespace stepstorm::metrics {
namespace {

TEST_CASE("quantiles of Student's t are those of the tables", "[metrics][interval]") {
  struct Row {
    int degrees_of_freedom;
    double at_90, at_95, at_99, at_999;
  };
  const auto row = GENERATE(values<Row>({
      {1, 6.314, 12.706, 63.657, 636.619},
      {2, 2.920, 4.303, 9.925, 31.599},
      {3, 2.353, 3.182, 5.841, 12.924},
      {4, 2.132, 2.776, 4.604, 8.610},
      {5, 2.015, 2.571, 4.032, 6.869},
      {9, 1.833, 2.262, 3.250, 4.781},
      {10, 1.812, 2.228, 3.169, 4.587},
      {19, 1.729, 2.093, 2.861, 3.883},
      {30, 1.697, 2.042, 2.750, 3.646},
      {120, 1.658, 1.980, 2.617, 3.373},
      {100'000, 1.645, 1.960, 2.576, 3.291},
  }));
  CAPTURE(row.degrees_of_freedom);
  CHECK(student_t_quantile(0.90, row.degrees_of_freedom) == Approx(row.at_90).margin(0.0006));
  CHECK(student_t_quantile(0.95, row.degrees_of_freedom) == Approx(row.at_95).margin(0.0006));
  CHECK(student_t_quantile(0.99, row.degrees_of_freedom) == Approx(row.at_99).margin(0.0006));
  CHECK(student_t_quantile(0.999, row.degrees_of_freedom) == Approx(row.at_999).margin(0.0006));
}

TEST_CASE("the quantile undoes the probability", "[metrics][interval]") {
  const int degrees_of_freedom = GENERATE(1, 2, 3, 4, 7, 8, 29, 30, 999);
  const double confidence = GENERATE(0.0, 0.1, 0.5, 0.95, 0.9999);
  CAPTURE(degrees_of_freedom, confidence);
  const double t = student_t_quantile(confidence, degrees_of_freedom);
  CHECK(student_t_two_sided(t, degrees_of_freedom) == Approx(confidence).margin(1e-12));
}

TEST_CASE("an interval is the mean and t standard errors to either side", "[metrics][interval]") {
  const std::vector<double> waiting_times{9.3, 10.1, 9.8, 10.4, 9.9};
  const Interval known = interval(waiting_times);
  CHECK(known.replications == 5);
  CHECK(known.mean == Approx(9.9));
  CHECK(known.half_width == Approx(2.776445 * std::sqrt(0.165 / 5)).epsilon(1e-6));
  CHECK(known.contains(10.4));
  CHECK_FALSE(known.contains(10.5));
}

TEST_CASE("fewer than two replications say nothing about the mean", "[metrics][interval]") {
  const std::vector<double> one{4.0};
  CHECK(interval(one).mean == 4.0);
  CHECK(std::isinf(interval(one).half_width));
  CHECK(std::isinf(interval({}).half_width));
}

TEST_CASE("95 of 100 intervals hold the true mean", "[metrics][interval]") {
  world::Stream random{11};
  int hits = 0;
  for (int trial = 0; trial < 10'000; ++trial) {
    std::vector<double> values(8);
    for (double& value : values) {
      value = 0;
      for (int part = 0; part < 12; ++part) value += random.uniform();  // nearly normal, of mean 6
    }
    hits += interval(values).contains(6) ? 1 : 0;
  }
  CHECK(hits / 10'000.0 == Approx(0.95).margin(0.008));
}

}  // namespace
}  // namespace stepstorm::metrics
