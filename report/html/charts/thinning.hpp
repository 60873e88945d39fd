// Reduces a long series to as many stretches as a screen can show: the mean, minimum and maximum of each, so that no
// spike is lost.
#pragma once

#include <cstddef>
#include <vector>

#include "report/html/fields.hpp"

namespace stepstorm::report::html {

inline constexpr std::size_t stretches_max = 240;

/// Some neighbouring intervals. Without values in them, the stretch has neither mean nor range.
struct Stretch {
  double middle = 0;  // in intervals, from the middle of the first
  std::optional<double> mean;
  double lowest = 0;
  double highest = 0;
};

/// Returns the number of intervals in one stretch of a series of this length; 1 when the series is short enough.
[[nodiscard]] std::size_t stretch_length(std::size_t intervals);

/// Returns at most stretches_max stretches of equal length; the last may be shorter.
[[nodiscard]] std::vector<Stretch> stretches(const Values& values);

}  // namespace stepstorm::report::html
