#include "report/html/charts/thinning.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::report::html {

TEST_CASE("a short series is drawn value by value", "[report][thinning]") {
  const auto all = stretches({3.0, std::nullopt, 5.0});
  REQUIRE(all.size() == 3);
  CHECK(all[0].mean == 3.0);
  CHECK_FALSE(all[1].mean.has_value());
  CHECK(all[2].middle == 2.0);
}

TEST_CASE("a long series keeps its sum, its spikes and its gaps", "[report][thinning]") {
  Values values(stretches_max * 10, 1.0);
  values[555] = 500.0;
  values[556] = 0.0;
  for (std::size_t i = 700; i < 710; ++i) values[i].reset();
  const auto all = stretches(values);
  REQUIRE(all.size() == stretches_max);
  CHECK(all[55].highest == 500);
  CHECK(all[55].lowest == 0);
  CHECK(all[55].mean == Approx((8 + 500) / 10.0));
  CHECK(all[55].middle == 554.5);
  CHECK_FALSE(all[70].mean.has_value());
}

TEST_CASE("no series is drawn with more points than there is room for", "[report][thinning]") {
  const auto length = GENERATE(as<std::size_t>{}, 0, 1, 119, 120, 121, 241, 600, 86'400);
  const auto all = stretches(Values(length, 1.0));
  CHECK(all.size() <= stretches_max);
  CHECK(all.empty() == (length == 0));
}

}  // namespace stepstorm::report::html
