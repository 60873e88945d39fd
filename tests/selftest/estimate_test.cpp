#include "selftest/estimate.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "metrics/interval.hpp"

namespace stepstorm::selftest {

TEST_CASE("the interval of one estimate is Student's", "[selftest][estimate]") {
  const std::vector<double> values{9.3, 10.1, 9.8, 10.4, 9.9};
  const auto known = metrics::interval(values, 0.999);
  CHECK(estimate(values).mean == Approx(known.mean));
  CHECK(half_width(estimate(values), 0.999) == Approx(known.half_width));
}

TEST_CASE("what varies more decides the degrees of freedom", "[selftest][estimate]") {
  const Estimate few{10, 0.04, 4};
  const Estimate many{7, 0.0004, 99};
  const Estimate difference = few - many;
  CHECK(difference.mean == 3);
  CHECK(difference.variance == Approx(0.0404));
  CHECK(difference.degrees_of_freedom == Approx(0.0404 * 0.0404 / (0.04 * 0.04 / 4 + 0.0004 * 0.0004 / 99)));
  CHECK((few + many).mean == 17);
  CHECK(half_width(few, 0.95) == Approx(2.776445 * 0.2).epsilon(1e-6));
}

TEST_CASE("what does not vary adds nothing to an interval", "[selftest][estimate]") {
  const Estimate varies{10, 0.04, 31};
  const Estimate equal = estimate(std::vector<double>(8, 0.0));
  CHECK(half_width(varies + equal, 0.999) == half_width(varies, 0.999));
  CHECK(half_width(equal + equal, 0.999) == 0);
}

TEST_CASE("a published interval gives back its own half", "[selftest][estimate]") {
  const Estimate theirs = published(2966, 108, 100);
  CHECK(theirs.mean == 2966);
  CHECK(half_width(theirs, 0.95) == Approx(108));
}

}  // namespace stepstorm::selftest
