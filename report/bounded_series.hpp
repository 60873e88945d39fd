// Time series that fit into a report: of too many intervals, neighbours become one. Pure.
#pragma once

#include <cstddef>

#include "values/json.hpp"

namespace stepstorm::report {

/// `series`: {"interval_s", lists with a value for each interval, objects of such}. The same, in at most so many bytes as far
/// as longer intervals can do that: counts (started, succeeded, failed, retries) are added up, levels (open, queued, busy)
/// are those at the end, times and rates the largest of each interval.
[[nodiscard]] Json bounded_series(Json series, std::size_t bytes_max);

}  // namespace stepstorm::report
