// Means of independent replications, and what can be said of their sums and differences.
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

/// Of at least two values, one for each replication.
[[nodiscard]] Estimate estimate(std::span<const double> values);

/// Of two that know nothing of each other.
[[nodiscard]] Estimate operator+(const Estimate& a, const Estimate& b);
[[nodiscard]] Estimate operator-(const Estimate& a, const Estimate& b);

/// Half of the interval that holds the true mean with this probability.
[[nodiscard]] double half_width(const Estimate& estimate, double confidence);

/// What is published as `mean` and half of a 95 % interval over so many replications.
[[nodiscard]] Estimate published(double mean, double half_width_95, int replications);

}  // namespace stepstorm::selftest
