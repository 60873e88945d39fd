#include "metrics/interval.hpp"

#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace stepstorm::metrics {
namespace {

// The closed form in the angle whose tangent is t / sqrt(degrees of freedom).
double two_sided_at(double angle, int degrees_of_freedom) {
  const double cosine = std::cos(angle);
  const bool odd = degrees_of_freedom % 2 == 1;
  double term = odd ? cosine : 1.0;
  double sum = degrees_of_freedom == 1 ? 0.0 : term;
  for (int factor = odd ? 2 : 1; factor <= degrees_of_freedom - 3; factor += 2) {
    term *= cosine * cosine * factor / (factor + 1);
    sum += term;
  }
  const double tail = std::sin(angle) * sum;
  return odd ? (angle + tail) * 2 / std::numbers::pi : tail;
}

double sample_stddev(std::span<const double> values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace

double student_t_two_sided(double t, int degrees_of_freedom) {
  assert(t >= 0 && degrees_of_freedom >= 1);
  return two_sided_at(std::atan(t / std::sqrt(degrees_of_freedom)), degrees_of_freedom);
}

double student_t_quantile(double confidence, int degrees_of_freedom) {
  assert(confidence >= 0 && confidence < 1 && degrees_of_freedom >= 1);
  double low = 0;
  double high = std::numbers::pi / 2;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = std::midpoint(low, high);
    (two_sided_at(middle, degrees_of_freedom) < confidence ? low : high) = middle;
  }
  return std::sqrt(degrees_of_freedom) * std::tan(low);
}

Interval interval(std::span<const double> values, double confidence) {
  if (values.empty()) return {0, 0, std::numeric_limits<double>::infinity()};
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  if (values.size() == 1) return {1, mean, std::numeric_limits<double>::infinity()};
  const double t = student_t_quantile(confidence, static_cast<int>(values.size()) - 1);
  return {values.size(), mean, t * sample_stddev(values, mean) / std::sqrt(count)};
}

}  // namespace stepstorm::metrics
