// A sweep's report as one HTML file that a person reads: heat maps of what was measured, all combinations with their figures
// and verdicts, and what it takes to get the same again.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::report::html {

/// `report` is the sweep command's JSON, version 1. Members that are missing or of another type are left out. Of two values
/// there is one heat map; of more, one of the last two for each combination of the others; of one, none.
[[nodiscard]] std::string render_sweep_html(const Json& report);

}  // namespace stepstorm::report::html
