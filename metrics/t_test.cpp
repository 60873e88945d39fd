#include "metrics/t_test.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <vector>

namespace stepstorm::metrics {
namespace {

struct Moments {
  double count;
  double mean;
  double variance;  // of the sample
  double squared_error() const { return variance / count; }
};

Moments moments(std::span<const double> values) {
  assert(values.size() >= 2);
  const auto count = static_cast<double>(values.size());
  const auto is_first = [&](double value) { return value == values.front(); };
  if (std::all_of(values.begin(), values.end(), is_first)) return {count, values.front(), 0};  // without rounding
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {count, mean, squares / (count - 1)};
}

/// The continued fraction of the incomplete beta function, by Lentz's method (Numerical Recipes, 6.4). Converges fast
/// for x below (a + 1) / (a + b + 2).
double beta_fraction(double x, double a, double b) {
  constexpr int terms_max = 300;
  constexpr double tiny = 1e-300;
  const auto away_from_zero = [](double value) { return std::abs(value) < tiny ? tiny : value; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double fraction = d;
  const auto advance = [&](double coefficient) {
    d = 1 / away_from_zero(1 + coefficient * d);
    c = away_from_zero(1 + coefficient / c);
    fraction *= c * d;
    return std::abs(c * d - 1) < std::numeric_limits<double>::epsilon();
  };
  for (int m = 1; m <= terms_max; ++m) {
    advance(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
    if (advance(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)))) break;
  }
  return fraction;
}

/// The regularised incomplete beta function.
double incomplete_beta(double x, double a, double b) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incomplete_beta(1 - x, b, a);
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  return front * beta_fraction(x, a, b) / a;
}

/// The t of which P(|T| >= t) is `p_value`: by halving the angle whose tangent it is.
double student_t_of(double p_value, double degrees_of_freedom) {
  double low = 0;
  double high = std::numbers::pi / 2;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = std::midpoint(low, high);
    (student_t_p_value(std::tan(middle), degrees_of_freedom) > p_value ? low : high) = middle;
  }
  return std::tan(low);
}

TTest t_test(double difference, double squared_error, double degrees_of_freedom) {
  if (!std::isfinite(difference) || !std::isfinite(squared_error) || !std::isfinite(degrees_of_freedom))
    return {difference, degrees_of_freedom, std::numeric_limits<double>::quiet_NaN(), squared_error};
  if (squared_error <= 0) return {difference, degrees_of_freedom, difference == 0 ? 1.0 : 0.0, 0};
  const double error = std::sqrt(squared_error);
  return {difference, degrees_of_freedom, student_t_p_value(std::abs(difference) / error, degrees_of_freedom), error};
}

}  // namespace

double student_t_p_value(double t, double degrees_of_freedom) {
  assert(t >= 0 && degrees_of_freedom > 0);
  return incomplete_beta(degrees_of_freedom / (degrees_of_freedom + t * t), degrees_of_freedom / 2, 0.5);
}

bool TTest::is_finite() const {
  constexpr double widest = 0.999999;
  return std::isfinite(p_value) && std::isfinite(half_width(widest));
}

double TTest::half_width(double confidence) const {
  assert(confidence >= 0 && confidence < 1);
  return standard_error == 0 ? 0 : student_t_of(1 - confidence, degrees_of_freedom) * standard_error;
}

TTest welch_t_test(std::span<const double> first, std::span<const double> second) {
  const Moments one = moments(first);
  const Moments other = moments(second);
  const double squared_error = one.squared_error() + other.squared_error();
  const double spread = one.squared_error() * one.squared_error() / (one.count - 1) +
                        other.squared_error() * other.squared_error() / (other.count - 1);
  return t_test(other.mean - one.mean, squared_error, spread > 0 ? squared_error * squared_error / spread : 1);
}

TTest paired_t_test(std::span<const double> first, std::span<const double> second) {
  assert(first.size() == second.size());
  std::vector<double> differences;
  for (std::size_t pair = 0; pair < first.size(); ++pair) differences.push_back(second[pair] - first[pair]);
  const Moments of_pairs = moments(differences);
  return t_test(of_pairs.mean, of_pairs.squared_error(), of_pairs.count - 1);
}

}  // namespace stepstorm::metrics
