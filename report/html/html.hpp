// An experiment's report as one HTML file that a person reads: verdict first, then time series, response times, states, the
// control run beside the experiment, faults, executions and the configuration.
// The file needs nothing else: no network (its own policy forbids it), no fonts, no script to be readable. It follows light
// and dark, narrow and wide screens, and paper. Equal reports give equal bytes.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::report::html {

/// `report` is the experiment command's report JSON, version 1. Members that are missing, empty or of another type are left
/// out of the page or said to be missing. Every text is escaped; `graph_svg` alone is markup, and is shown only when it is
/// one svg element without scripts.
[[nodiscard]] std::string render_html(const Json& report);

}  // namespace stepstorm::report::html
