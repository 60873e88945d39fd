// Whether two means differ: Student's t-test, two-sided, over independent replications.
// Where the replications of both sides had the same random numbers, the pairs are compared: what both have in common
// falls out, and far smaller differences show.
// Pure. Source: Welch, Biometrika 34 (1947); Law, "Simulation Modeling and Analysis", 10.2 (paired-t and Welch).
#pragma once

#include <span>

namespace stepstorm::metrics {

struct TTest {
  double difference = 0;          // mean of the second minus mean of the first
  double degrees_of_freedom = 0;  // Welch's are no whole number
  double p_value = 1;             // of a difference at least as large, if there is none; 0 when nothing varies but it
  double standard_error = 0;      // of the difference

  /// false: the values are too large for a double to hold what follows from them. Nothing else can be asked then.
  [[nodiscard]] bool is_finite() const;

  /// Of the interval around the difference that holds the true one with this probability.
  [[nodiscard]] double half_width(double confidence) const;
};

/// Both have at least two values; neither their number nor their variance need be equal.
[[nodiscard]] TTest welch_t_test(std::span<const double> first, std::span<const double> second);

/// As many values on either side, at least two, each belonging to the one at the same place.
[[nodiscard]] TTest paired_t_test(std::span<const double> first, std::span<const double> second);

/// P(|T| >= t), t >= 0; degrees of freedom may be fractions, more than 0.
[[nodiscard]] double student_t_p_value(double t, double degrees_of_freedom);

}  // namespace stepstorm::metrics
