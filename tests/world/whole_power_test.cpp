#include <cmath>

#include <catch2/catch.hpp>

#include "world/elementary.hpp"

namespace stepstorm::world {

TEST_CASE("whole powers agree with the C library, and are exact where the result is", "[world][elementary]") {
  for (const double base : {1.0, 1.1, 1.5, 2.0, 3.7, 10.0})
    for (std::uint64_t exponent = 0; exponent < 40; ++exponent) {
      CAPTURE(base, exponent);
      CHECK(whole_power(base, exponent) == Approx(std::pow(base, static_cast<double>(exponent))).epsilon(1e-14));
    }
  CHECK(whole_power(2, 62) == 4'611'686'018'427'387'904.0);
  CHECK(whole_power(10, 15) == 1e15);
  CHECK(whole_power(0, 0) == 1);
  CHECK(std::isinf(whole_power(10, 400)));
}

}  // namespace stepstorm::world
