// Renders charts over time, with shaded fault windows and the control run as a thin line.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// Returns charts of load and goodput, failures by error, queue and utilisation of each resource, retries, response
/// times, open executions. A series that was always zero is reported in a sentence instead.
[[nodiscard]] Markup time_series_section(const Json& report);

}  // namespace stepstorm::report::html
