#include "metrics/t_test.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "metrics/interval.hpp"
#include "world/stream.hpp"

namespace stepstorm::metrics {
namespace {

// Student's own example (Biometrika 6, 1908): hours of sleep gained by ten patients with each of two drugs. The results
// are those that R prints for its data set "sleep".
const std::vector<double> first_drug{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> second_drug{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST_CASE("Welch's t-test of Student's sleep data is R's", "[metrics][t_test]") {
  const TTest test = welch_t_test(first_drug, second_drug);
  CHECK(test.difference == Approx(1.58));
  CHECK(test.difference / test.standard_error == Approx(1.8608).margin(0.0001));
  CHECK(test.degrees_of_freedom == Approx(17.776).margin(0.001));
  CHECK(test.p_value == Approx(0.07939).margin(0.00001));
  CHECK(test.half_width(0.95) == Approx((3.3654832 + 0.2054832) / 2).margin(1e-6));
}

TEST_CASE("the paired t-test of Student's sleep data is R's", "[metrics][t_test]") {
  const TTest test = paired_t_test(first_drug, second_drug);
  CHECK(test.difference == Approx(1.58));
  CHECK(test.difference / test.standard_error == Approx(4.0621).margin(0.0001));
  CHECK(test.degrees_of_freedom == 9);
  CHECK(test.p_value == Approx(0.002833).margin(0.000001));
  CHECK(test.half_width(0.95) == Approx((2.4598858 - 0.7001142) / 2).margin(1e-6));
}

TEST_CASE("p values for whole degrees of freedom are those of the closed form", "[metrics][t_test]") {
  const int degrees_of_freedom = GENERATE(1, 2, 3, 4, 9, 30, 999, 100'000);
  const double t = GENERATE(0.0, 0.01, 0.5, 1.0, 1.96, 5.0, 40.0);
  CAPTURE(degrees_of_freedom, t);
  CHECK(student_t_p_value(t, degrees_of_freedom) ==
        Approx(1 - student_t_two_sided(t, degrees_of_freedom)).margin(1e-10));
}

TEST_CASE("p values for fractions of degrees of freedom lie between their neighbours", "[metrics][t_test]") {
  const double degrees_of_freedom = GENERATE(1.5, 3.2, 17.776, 98.4);
  const double p = student_t_p_value(2, degrees_of_freedom);
  CAPTURE(degrees_of_freedom);
  CHECK(p < student_t_p_value(2, std::floor(degrees_of_freedom)));
  CHECK(p > student_t_p_value(2, std::ceil(degrees_of_freedom)));
}

TEST_CASE("what does not vary differs surely, or not at all", "[metrics][t_test]") {
  const std::vector<double> ones{0.1, 0.1, 0.1};
  const std::vector<double> more{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
  const std::vector<double> twos{0.2, 0.2, 0.2};
  CHECK(welch_t_test(ones, more).difference == 0);
  CHECK(welch_t_test(ones, more).p_value == 1);
  CHECK(welch_t_test(ones, twos).p_value == 0);
  CHECK(welch_t_test(ones, twos).half_width(0.95) == 0);
  CHECK(paired_t_test(ones, ones).p_value == 1);
  CHECK(paired_t_test(ones, twos).p_value == 0);
}

TEST_CASE("where nothing differs, one test in twenty says so", "[metrics][t_test]") {
  world::Stream random{3};
  const auto sample = [&](int count) {
    std::vector<double> values(static_cast<std::size_t>(count));
    for (double& value : values)
      for (int part = 0; part < 12; ++part) value += random.uniform();  // nearly normal
    return values;
  };
  int welch = 0;
  int paired = 0;
  for (int trial = 0; trial < 5000; ++trial) {
    const auto one = sample(5);
    welch += welch_t_test(one, sample(9)).p_value < 0.05 ? 1 : 0;
    paired += paired_t_test(one, sample(5)).p_value < 0.05 ? 1 : 0;
  }
  CHECK(welch / 5000.0 == Approx(0.05).margin(0.01));
  CHECK(paired / 5000.0 == Approx(0.05).margin(0.01));
}

}  // namespace
}  // namespace stepstorm::metrics
