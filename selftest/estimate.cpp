#include "selftest/estimate.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "metrics/interval.hpp"

namespace stepstorm::selftest {
namespace {

double square(double value) { return value * value; }

/// Welch's and Satterthwaite's degrees of freedom; terms without variance add nothing.
double degrees_of_freedom(const Estimate& a, const Estimate& b) {
  const double spread = square(a.variance) / a.degrees_of_freedom + square(b.variance) / b.degrees_of_freedom;
  return spread > 0 ? square(a.variance + b.variance) / spread : a.degrees_of_freedom + b.degrees_of_freedom;
}

}  // namespace

Estimate estimate(std::span<const double> values) {
  assert(values.size() >= 2);
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  const double mean = sum / count;
  double squares = 0;
  for (const double value : values) squares += square(value - mean);
  return {mean, squares / (count - 1) / count, count - 1};
}

Estimate operator+(const Estimate& a, const Estimate& b) {
  return {a.mean + b.mean, a.variance + b.variance, degrees_of_freedom(a, b)};
}

Estimate operator-(const Estimate& a, const Estimate& b) {
  return {a.mean - b.mean, a.variance + b.variance, degrees_of_freedom(a, b)};
}

double half_width(const Estimate& estimate, double confidence) {
  const int degrees = std::max(1, static_cast<int>(estimate.degrees_of_freedom));
  return metrics::student_t_quantile(confidence, degrees) * std::sqrt(estimate.variance);
}

Estimate published(double mean, double half_width_95, int replications) {
  const double error = half_width_95 / metrics::student_t_quantile(0.95, replications - 1);
  return {mean, square(error), static_cast<double>(replications - 1)};
}

}  // namespace stepstorm::selftest
