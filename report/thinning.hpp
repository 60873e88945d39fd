// Which values of a long series are worth drawing.
#pragma once

#include <cstddef>
#include <vector>

#include "report/fields.hpp"

namespace stepstorm::report {

/// Indices, rising, at most `at_most` (an even number). The lowest and the highest value of every stretch are among them,
/// so no spike is lost; of a series that is short enough, all. One that has no value stands for a stretch without any.
[[nodiscard]] std::vector<std::size_t> worth_drawing(const Values& values, std::size_t at_most = 400);

}  // namespace stepstorm::report
