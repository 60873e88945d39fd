#include "world/elementary.hpp"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace stepstorm::world {
namespace {

// ln 2 in two parts; the first has few enough digits that its product with any exponent is exact.
constexpr double ln2_high = 0x1.62e42feep-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;

// c[0] + c[1] x + c[2] x^2 ...
template <std::size_t count>
double polynomial(double x, const double (&c)[count]) {
  double sum = c[count - 1];
  for (std::size_t power = count - 1; power > 0; --power) sum = sum * x + c[power - 1];
  return sum;
}

// 2^exponent for -1022 to 1023.
double power_of_two(std::int64_t exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

double central_quantile(double q) {
  static constexpr double above[] = {3.3871328727963666080e0,
                                     1.3314166789178437745e2,
                                     1.9715909503065514427e3,
                                     1.3731693765509461125e4,
                                     4.5921953931549871457e4,
                                     6.7265770927008700853e4,
                                     3.3430575583588128105e4,
                                     2.5090809287301226727e3};
  static constexpr double below[] = {1.0,
                                     4.2313330701600911252e1,
                                     6.8718700749205790830e2,
                                     5.3941960214247511077e3,
                                     2.1213794301586595867e4,
                                     3.9307895800092710610e4,
                                     2.8729085735721942674e4,
                                     5.2264952788528545610e3};
  const double r = 0.180625 - q * q;
  return q * polynomial(r, above) / polynomial(r, below);
}

double near_tail_quantile(double r) {
  static constexpr double above[] = {1.42343711074968357734e0,
                                     4.63033784615654529590e0,
                                     5.76949722146069140550e0,
                                     3.64784832476320460504e0,
                                     1.27045825245236838258e0,
                                     2.41780725177450611770e-1,
                                     2.27238449892691845833e-2,
                                     7.74545014278341407640e-4};
  static constexpr double below[] = {1.0,
                                     2.05319162663775882187e0,
                                     1.67638483018380384940e0,
                                     6.89767334985100004550e-1,
                                     1.48103976427480074590e-1,
                                     1.51986665636164571966e-2,
                                     5.47593808499534494600e-4,
                                     1.05075007164441684324e-9};
  return polynomial(r - 1.6, above) / polynomial(r - 1.6, below);
}

double far_tail_quantile(double r) {
  static constexpr double above[] = {6.65790464350110377720e0,
                                     5.46378491116411436990e0,
                                     1.78482653991729133580e0,
                                     2.96560571828504891230e-1,
                                     2.65321895265761230930e-2,
                                     1.24266094738807843860e-3,
                                     2.71155556874348757815e-5,
                                     2.01033439929228813265e-7};
  static constexpr double below[] = {1.0,
                                     5.99832206555887937690e-1,
                                     1.36929880922735805310e-1,
                                     1.48753612908506148525e-2,
                                     7.86869131145613259100e-4,
                                     1.84631831751005468180e-5,
                                     1.42151175831644588870e-7,
                                     2.04426310338993978564e-15};
  return polynomial(r - 5, above) / polynomial(r - 5, below);
}

}  // namespace

// x = 2^k m with m near 1, and ln m = 2 atanh s for s = (m - 1) / (m + 1), |s| < 0.172: eleven terms of its series,
// the even and the odd ones side by side.
double natural_logarithm(double x) {
  assert(x >= std::numeric_limits<double>::min());
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t from_root_half = bits - 0x3fe6a09e667f3bcd;  // of sqrt(1/2): its exponent is k
  const auto k = static_cast<double>(static_cast<std::int64_t>(from_root_half) >> 52);
  const double m = std::bit_cast<double>(bits - (from_root_half & 0xfff0000000000000));
  static constexpr double even[] = {1.0 / 3, 1.0 / 7, 1.0 / 11, 1.0 / 15, 1.0 / 19};
  static constexpr double odd[] = {1.0 / 5, 1.0 / 9, 1.0 / 13, 1.0 / 17, 1.0 / 21};
  const double f = m - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double series = z * (polynomial(z * z, even) + z * polynomial(z * z, odd));
  // 2 s = f - s f, of which f is exact.
  return k * ln2_high + (f - (s * (f - 2 * series) - k * ln2_low));
}

// x = k ln 2 + r with |r| < 0.35: fourteen terms of the series of e^r.
double exponential_function(double x) {
  if (x > 709.7) return std::numeric_limits<double>::infinity();
  if (x < -708) return 0;
  const double k = std::floor(x * 1.4426950408889634 + 0.5);
  const double r = x - k * ln2_high - k * ln2_low;
  static constexpr double reciprocal_factorials[] = {1.0 / 2,
                                                     1.0 / 6,
                                                     1.0 / 24,
                                                     1.0 / 120,
                                                     1.0 / 720,
                                                     1.0 / 5'040,
                                                     1.0 / 40'320,
                                                     1.0 / 362'880,
                                                     1.0 / 3'628'800,
                                                     1.0 / 39'916'800,
                                                     1.0 / 479'001'600,
                                                     1.0 / 6'227'020'800,
                                                     1.0 / 87'178'291'200};
  const double e_to_r = 1 + (r + r * r * polynomial(r, reciprocal_factorials));
  return e_to_r * power_of_two(static_cast<std::int64_t>(k) - 1) * 2;
}

double whole_power(double base, std::uint64_t exponent) {
  assert(base >= 0);
  double power = 1;
  for (double square = base; exponent > 0; exponent >>= 1, square *= square)
    if (exponent & 1) power *= square;
  return power;
}

double normal_quantile(double probability) {
  assert(probability > 0 && probability < 1);
  const double q = probability - 0.5;
  if (std::abs(q) <= 0.425) return central_quantile(q);
  const double r = std::sqrt(-natural_logarithm(q < 0 ? probability : 1 - probability));
  const double distance = r <= 5 ? near_tail_quantile(r) : far_tail_quantile(r);
  return q < 0 ? -distance : distance;
}

}  // namespace stepstorm::world
