// Where a value stands along an axis, and which round values are written beside it.
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

  /// From 0 at the low end to 1 at the high end; what is outside stands at the nearer end.
  [[nodiscard]] double share(double value) const;
};

/// From 0 to a round number that is at least `highest`.
[[nodiscard]] Axis linear_axis(double highest, Unit unit, int steps);

/// Round numbers around both; both above 0. Decades, with 2 and 5 between them when there is room.
[[nodiscard]] Axis logarithmic_axis(double lowest, double highest, Unit unit);

/// For durations in milliseconds: logarithmic when the longest is many times the shortest, which is 0 when there is none.
[[nodiscard]] Axis duration_axis(double shortest_ms, double longest_ms);

/// From 0 to the end of the last interval, labelled in the largest unit that gives whole numbers.
[[nodiscard]] Axis time_axis(double end_s);

/// 1 / (1 - p), logarithmic, from 50 % to 99.999 %, as HdrHistogram's plots have it.
[[nodiscard]] Axis percentile_axis();
/// A percentile's place on that axis; below 100.
[[nodiscard]] double percentile_place(double percentile);

}  // namespace stepstorm::report::html
