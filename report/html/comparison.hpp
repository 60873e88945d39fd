// Renders the experiment beside its control: every figure of both, the difference and, for several replications, 95 %
// intervals.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup comparison_section(const Json& report);

}  // namespace stepstorm::report::html
