// The control run beside the experiment: every figure of both, their difference and, of several replications, 95 % intervals.
#pragma once

#include "asl/json.hpp"
#include "report/markup.hpp"

namespace stepstorm::report {

[[nodiscard]] Markup comparison_section(const Json& report);

}  // namespace stepstorm::report
