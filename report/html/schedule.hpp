// Renders how the load generator kept its schedule on the wall clock: the rates asked for and achieved, the lateness
// of orders, and whether the generator, not the system, was the bottleneck.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

/// Empty in virtual time, where schedules are kept exactly.
[[nodiscard]] Markup schedule_section(const Json& report);

}  // namespace stepstorm::report::html
