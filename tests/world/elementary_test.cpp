#include "world/elementary.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "world/stream.hpp"

namespace stepstorm::world {
namespace {

double units_in_the_last_place(double value, double reference) {
  const double next = std::nextafter(std::abs(reference), std::numeric_limits<double>::infinity());
  return std::abs(value - reference) / (next - std::abs(reference));
}

TEST_CASE("logarithm and exponential agree with the C library to 2 units in the last place", "[world][elementary]") {
  Stream random{1};
  double logarithm_worst = 0;
  double exponential_worst = 0;
  for (int draw = 0; draw < 200'000; ++draw) {
    const double x =
        std::ldexp(0.5 + random.uniform(),
                   static_cast<int>(random.below(draw % 2 == 0 ? 2 : 2'000)) - 1'000 + (draw % 2 == 0 ? 1'000 : 0));
    logarithm_worst = std::max(logarithm_worst, units_in_the_last_place(natural_logarithm(x), std::log(x)));
    const double y = (random.uniform() - 0.5) * (draw % 2 == 0 ? 1 : 1'400);
    exponential_worst = std::max(exponential_worst, units_in_the_last_place(exponential_function(y), std::exp(y)));
  }
  CHECK(logarithm_worst <= 2);
  CHECK(exponential_worst <= 2);
}

TEST_CASE("logarithm and exponential are exact where the result is, and saturate", "[world][elementary]") {
  CHECK(natural_logarithm(1) == 0);
  CHECK(exponential_function(0) == 1);
  CHECK(std::isinf(exponential_function(710)));
  CHECK(exponential_function(-710) == 0);
}

TEST_CASE("one argument gives the same bits on every machine", "[world][elementary]") {
  CHECK(natural_logarithm(0.1) == -0x1.26bb1bbb55515p+1);
  CHECK(exponential_function(0.1) == 0x1.1aec7b35a00d4p+0);
  CHECK(normal_quantile(0.1) == -0x1.4813c36e26d34p+0);
}

TEST_CASE("normal quantiles undo the normal distribution in its middle and in its tails", "[world][elementary]") {
  const double probability =
      GENERATE(1e-300, 1e-30, 1e-11, 1e-6, 0.01, 0.074, 0.076, 0.3, 0.5, 0.7, 0.925, 0.99, 0.9999);
  CAPTURE(probability);
  const double back = std::erfc(-normal_quantile(probability) / std::sqrt(2.0)) / 2;
  CHECK(back == Approx(probability).epsilon(1e-12).margin(0));
}

TEST_CASE("normal quantiles are those of the tables", "[world][elementary]") {
  CHECK(normal_quantile(0.5) == 0);
  CHECK(normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-14));
  CHECK(normal_quantile(0.99) == Approx(2.3263478740408411).epsilon(1e-14));
  CHECK(normal_quantile(0.001) == Approx(-3.090232306167813).epsilon(1e-14));
}

}  // namespace
}  // namespace stepstorm::world
