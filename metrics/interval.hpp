// Confidence intervals of a mean over independent replications: Student's t interval.
// Source: Law, "Simulation Modeling and Analysis", 9.4.1; Abramowitz and Stegun, 26.7.3 and 26.7.4.
#pragma once

#include <cstddef>
#include <span>

namespace stepstorm::metrics {

struct Interval {
  std::size_t replications = 0;
  double mean = 0;
  double half_width = 0;  // infinite for fewer than two replications

  [[nodiscard]] bool contains(double value) const { return value >= mean - half_width && value <= mean + half_width; }
};

/// `values`: one per replication. `confidence`, between 0 and 1: the share of such intervals that contain the true
/// mean.
[[nodiscard]] Interval interval(std::span<const double> values, double confidence = 0.95);

/// P(|T| <= t) for t >= 0. Takes time proportional to the degrees of freedom.
[[nodiscard]] double student_t_two_sided(double t, int degrees_of_freedom);

/// Returns the t with P(|T| <= t) = `confidence`, from 0 to below 1.
[[nodiscard]] double student_t_quantile(double confidence, int degrees_of_freedom);

}  // namespace stepstorm::metrics
