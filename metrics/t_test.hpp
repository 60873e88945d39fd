// Tests whether two means differ: Student's t-test, two-sided, over independent replications.
// When the replications of both sides used the same random numbers, the paired test removes the common variation and
// detects much smaller differences.
// Pure. Source: Welch, Biometrika 34 (1947); Law, "Simulation Modeling and Analysis", 10.2 (paired-t and Welch).
#pragma once

#include <span>

namespace stepstorm::metrics {

struct TTest {
  double difference = 0;          // mean of the second minus mean of the first
  double degrees_of_freedom = 0;  // fractional in Welch's test
  double p_value = 1;             // probability of a difference at least as large, were there none; 0 without variance
  double standard_error = 0;      // of the difference

  /// Returns false when the results exceed the range of double; the other members are then meaningless.
  [[nodiscard]] bool is_finite() const;

  /// Returns half the width of the confidence interval around the difference.
  [[nodiscard]] double half_width(double confidence) const;
};

/// Each side has at least two values; sizes and variances may differ.
[[nodiscard]] TTest welch_t_test(std::span<const double> first, std::span<const double> second);

/// Both sides have the same number of values, at least two; values at the same index form a pair.
[[nodiscard]] TTest paired_t_test(std::span<const double> first, std::span<const double> second);

/// P(|T| >= t), t >= 0; degrees of freedom may be fractions, more than 0.
[[nodiscard]] double student_t_p_value(double t, double degrees_of_freedom);

}  // namespace stepstorm::metrics
