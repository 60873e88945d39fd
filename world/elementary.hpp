// Logarithm, exponential function, powers and the normal distribution's quantiles, with the same bits on every machine.
// The C library's differ in the last digit between versions and processors; these use only operations that IEEE 754
// rounds exactly.
#pragma once

#include <cstdint>

namespace stepstorm::world {

/// x: a positive normal number. Accurate to 2 units in the last place.
[[nodiscard]] double natural_logarithm(double x);

/// e^x, to 2 units in the last place; 0 or infinity where that is out of range.
[[nodiscard]] double exponential_function(double x);

/// base^exponent for a finite base that is not negative; infinity where that is out of range. Exact when the result
/// fits in 53 bits.
[[nodiscard]] double whole_power(double base, std::uint64_t exponent);

/// Returns the x below which a standard normal variable lies with this probability (0 < probability < 1). Relative
/// error 1e-15.
/// Source: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988).
[[nodiscard]] double normal_quantile(double probability);

}  // namespace stepstorm::world
