// Renders response times by percentile for experiment and control, on an axis that shows the slowest as clearly as the
// common ones.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup spectrum_section(const Json& report);

}  // namespace stepstorm::report::html
