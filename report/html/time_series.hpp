// What happened over time, in charts with the fault windows shaded and the control run as a thin line.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// Load and goodput, failures by error, queue and utilisation of each resource, retries, response times, open executions.
/// What never differed from nothing is said in a sentence instead of being drawn.
[[nodiscard]] Markup time_series_section(const Json& report);

}  // namespace stepstorm::report::html
