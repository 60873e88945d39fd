// Numbers as reports hold them in JSON.
#pragma once

#include <optional>

#include "metrics/histogram.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

[[nodiscard]] inline Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

/// {"count", "mean_ms", "p50_ms" ... "max_ms"}, with the percentiles that are shown.
[[nodiscard]] Json times_json(const metrics::Histogram& times);

}  // namespace stepstorm::report
