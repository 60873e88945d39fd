// Estimates of means over independent replications, and of their sums and differences.
// Source: Law, "Simulation Modeling and Analysis", 9.4 (Student's t) and 10.2 (Welch's and Satterthwaite's degrees of
// freedom).
#pragma once

#include <span>

namespace stepstorm::selftest {

struct Estimate {
  double mean = 0;
  double variance = 0;  // of the mean
  double degrees_of_freedom = 0;
};

/// `values`: one for each replication, at least two.
[[nodiscard]] Estimate estimate(std::span<const double> values);

/// For two independent estimates.
[[nodiscard]] Estimate operator+(const Estimate& a, const Estimate& b);
[[nodiscard]] Estimate operator-(const Estimate& a, const Estimate& b);

/// Returns half the width of the confidence interval of the mean.
[[nodiscard]] double half_width(const Estimate& estimate, double confidence);

/// Makes an estimate from a published mean and half-width of its 95 % interval over `replications`.
[[nodiscard]] Estimate published(double mean, double half_width_95, int replications);

}  // namespace stepstorm::selftest
