// Shortens time series for a report by merging neighbouring intervals. Pure.
#pragma once

#include <cstddef>

#include "values/json.hpp"

namespace stepstorm::report {

/// `series`: {"interval_s", lists with a value for each interval, objects of such lists}.
/// Returns the series in at most `bytes_max` bytes as far as longer intervals allow. Merged intervals add up counts
/// (started, succeeded, failed, retries), keep the last level (open, queued, busy), and keep the largest time or rate.
[[nodiscard]] Json bounded_series(Json series, std::size_t bytes_max);

}  // namespace stepstorm::report
