// Renders an experiment's report as one HTML file: verdict, time series, response times, states, experiment beside
// control, faults, executions, configuration.
// The file is self-contained: no network (its own policy forbids it), no fonts, readable without scripts. The page
// adapts to light and dark, narrow and wide screens, and paper. Equal reports give equal bytes.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::report::html {

/// `report`: the report JSON of the experiment command, version 1. Members that are missing, empty or of another type
/// are left out of the page or reported as missing. All text is escaped, except `graph_svg`, which is shown only when
/// it is one svg element without scripts.
[[nodiscard]] std::string render_html(const Json& report);

}  // namespace stepstorm::report::html
