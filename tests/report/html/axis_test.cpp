#include "report/html/charts/axis.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::report::html {
namespace {

std::string labels(const Axis& axis) {
  std::string all;
  for (const Tick& tick : axis.ticks) all += (all.empty() ? "" : ", ") + tick.label;
  for (std::size_t at = 0; (at = all.find("\u00A0")) != all.npos;) all.replace(at, 2, " ");
  return all;
}

}  // namespace

TEST_CASE("a linear axis begins at nothing and ends at a round number", "[report][axis]") {
  CHECK(labels(linear_axis(380, Unit::Number, 4)) == "0, 100, 200, 300, 400");
  CHECK(labels(linear_axis(1, Unit::Share, 2)) == "0, 50 %, 100 %");
  CHECK(labels(linear_axis(0, Unit::Number, 4)) == "0, 0.5");
  CHECK(linear_axis(0.3, Unit::Number, 4).share(0.4) == Approx(1));
}

TEST_CASE("a logarithmic axis holds both ends between round numbers", "[report][axis]") {
  CHECK(labels(logarithmic_axis(240, 15'000, Unit::Milliseconds)) == "200 ms, 500 ms, 1 s, 2 s, 5 s, 10 s, 20 s");
  CHECK(labels(logarithmic_axis(1, 90'000, Unit::Milliseconds)) == "1 ms, 10 ms, 100 ms, 1 s, 10 s, 100 s");
  CHECK(labels(logarithmic_axis(5, 5, Unit::Milliseconds)) == "5 ms, 10 ms");
  CHECK(logarithmic_axis(10, 1'000, Unit::Number).share(100) == Approx(0.5));
}

TEST_CASE("long durations are labelled as people count them", "[report][axis]") {
  constexpr double minute = 60'000, hour = 60 * minute, day = 24 * hour;
  CHECK(labels(duration_axis(0, 90'000)) == "0, 50 s, 100 s");
  CHECK(labels(duration_axis(0, 10 * minute)) == "0, 5 min, 10 min");
  CHECK(labels(duration_axis(2 * day, 7 * day)) == "0, 2 d, 4 d, 6 d, 8 d");
  CHECK(labels(duration_axis(100, 3 * day)) == "100 ms, 1 s, 10 s, 1 min, 10 min, 1 h, 6 h, 24 h");
  CHECK(labels(duration_axis(4 * hour, 9 * day)) == "2 h, 6 h, 12 h, 24 h, 2 d, 5 d, 10 d");
  const Axis axis = duration_axis(100, 3 * day);
  CHECK(axis.share(100) == Approx(0));
  CHECK(axis.share(3 * day) < 1);
  CHECK(axis.share(3 * day) > axis.share(day));
}

TEST_CASE("a time axis is labelled in the unit of its steps", "[report][axis]") {
  CHECK(labels(time_axis(0.5)) == "0, 0.1 s, 0.2 s, 0.3 s, 0.4 s, 0.5 s");
  CHECK(labels(time_axis(60)) == "0, 15 s, 30 s, 45 s, 60 s");
  CHECK(labels(time_axis(600)) == "0, 2 min, 4 min, 6 min, 8 min, 10 min");
  CHECK(labels(time_axis(604)) == "0, 2 min, 4 min, 6 min, 8 min, 10 min");  // the last orders end somewhat later
  CHECK(labels(time_axis(86'400)) == "0, 6 h, 12 h, 18 h, 24 h");
  CHECK(time_axis(0).high > 0);
}

TEST_CASE("on the percentile axis each nine takes as much room", "[report][axis]") {
  const Axis axis = percentile_axis();
  const double nine = axis.share(percentile_place(99.9)) - axis.share(percentile_place(99));
  CHECK(nine == Approx(axis.share(percentile_place(99.99)) - axis.share(percentile_place(99.9))));
  CHECK(axis.share(percentile_place(50)) == Approx(0));
  CHECK(axis.share(percentile_place(99.999)) == Approx(1));
}

}  // namespace stepstorm::report::html
