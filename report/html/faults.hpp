// Renders the faults of an experiment: shaded windows for charts, a table of offered and fired faults, and a warning
// for each fault that never fired, since such a run proves nothing.
#pragma once

#include <vector>

#include "report/html/charts/plot.hpp"
#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// Returns the fault windows between 0 and `end_s`; overlapping faults get separate lanes.
[[nodiscard]] std::vector<Band> fault_bands(const Json& report, double end_s);

/// Returns a legend of the faults' letters and times; empty when there are no faults.
[[nodiscard]] Markup fault_key(const Json& report);

/// Returns a line for each fault that never fired; empty when all fired.
[[nodiscard]] Markup silent_faults(const Json& report);

[[nodiscard]] Markup faults_section(const Json& report);

}  // namespace stepstorm::report::html
