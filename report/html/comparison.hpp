// The control run beside the experiment: every figure of both, their difference and, of several replications, 95 % intervals.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup comparison_section(const Json& report);

}  // namespace stepstorm::report::html
