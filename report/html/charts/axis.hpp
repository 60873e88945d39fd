// The axes of charts: a value's position, and the round values that label an axis.
#pragma once

#include <string>
#include <vector>

#include "report/html/quantity.hpp"

namespace stepstorm::report::html {

struct Tick {
  double at = 0;
  std::string label;
};

struct Axis {
  double low = 0;
  double high = 1;  // above low
  bool logarithmic = false;
  std::vector<Tick> ticks;

  /// Returns the position on the axis, 0 at the low end and 1 at the high end; values outside are clamped.
  [[nodiscard]] double share(double value) const;
};

/// Returns an axis from 0 to a round number of at least `highest`.
[[nodiscard]] Axis linear_axis(double highest, Unit unit, int steps);

/// Returns an axis between round numbers around both values, which are above 0. Ticks at decades, and at 2 and 5 when
/// there is room.
[[nodiscard]] Axis logarithmic_axis(double lowest, double highest, Unit unit);

/// Returns an axis for durations: logarithmic when the longest is many times the shortest. `shortest_ms`: 0 when there
/// is none.
[[nodiscard]] Axis duration_axis(double shortest_ms, double longest_ms);

/// Returns an axis from 0 to the end of the last interval, labelled in the largest unit that gives whole numbers.
[[nodiscard]] Axis time_axis(double end_s);

/// Returns an axis of 1 / (1 - p), logarithmic, from 50 % to 99.999 %, as in HdrHistogram's plots.
[[nodiscard]] Axis percentile_axis();
/// Returns the value of a percentile below 100 on that axis.
[[nodiscard]] double percentile_place(double percentile);

}  // namespace stepstorm::report::html
