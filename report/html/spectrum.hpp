// Response times by percentile, experiment and control, with the rare slow ones drawn as large as the common ones.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup spectrum_section(const Json& report);

}  // namespace stepstorm::report::html
