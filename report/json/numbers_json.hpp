// Formats numbers for the JSON of reports.
#pragma once

#include <optional>

#include "metrics/histogram.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

[[nodiscard]] inline Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

/// Returns {"count", "mean_ms", "p50_ms" ... "max_ms"}, with the percentiles of percentiles_shown.
[[nodiscard]] Json times_json(const metrics::Histogram& times);

}  // namespace stepstorm::report
