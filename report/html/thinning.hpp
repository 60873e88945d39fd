// A long series in as many pieces as a screen can show: the mean of each, and how low and how high it went, so that no spike
// is lost.
#pragma once

#include <cstddef>
#include <vector>

#include "report/html/fields.hpp"

namespace stepstorm::report::html {

inline constexpr std::size_t stretches_max = 240;

/// Neighbouring intervals. Without any value in them, there is neither mean nor range.
struct Stretch {
  double middle = 0;  // counted in intervals from the middle of the first
  std::optional<double> mean;
  double lowest = 0;
  double highest = 0;
};

/// How many intervals make one stretch of a series of this length: 1 when it is short enough.
[[nodiscard]] std::size_t stretch_length(std::size_t intervals);

/// At most stretches_max of equal length, the last perhaps shorter.
[[nodiscard]] std::vector<Stretch> stretches(const Values& values);

}  // namespace stepstorm::report::html
