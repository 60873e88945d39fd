// Renders a sweep's report as one HTML file: heat maps, all combinations with figures and verdicts, and how to
// reproduce them.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::report::html {

/// `report`: the JSON of the sweep command, version 1. Members that are missing or of another type are left out. Two
/// varied values give one heat map; more give one of the last two values for each combination of the others; one gives
/// none.
[[nodiscard]] std::string render_sweep_html(const Json& report);

}  // namespace stepstorm::report::html
