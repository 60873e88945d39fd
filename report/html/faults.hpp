// The faults of an experiment: shaded windows for charts, a table of what was offered and what fired, and a warning for one
// that never fired, since a run in which nothing went wrong proves nothing.
#pragma once

#include <vector>

#include "report/html/markup.hpp"
#include "report/html/plot.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// The windows of all faults that lie between 0 and `end_s`; overlapping faults get lanes of their own.
[[nodiscard]] std::vector<Band> fault_bands(const Json& report, double end_s);

/// Which letter stands for which fault, and when; empty when there are none.
[[nodiscard]] Markup fault_key(const Json& report);

/// A line for each fault that never fired; empty when all did.
[[nodiscard]] Markup silent_faults(const Json& report);

[[nodiscard]] Markup faults_section(const Json& report);

}  // namespace stepstorm::report::html
