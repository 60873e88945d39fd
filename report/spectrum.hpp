// Response times by percentile, experiment and control, with the rare slow ones drawn as large as the common ones.
#pragma once

#include "asl/json.hpp"
#include "report/markup.hpp"

namespace stepstorm::report {

[[nodiscard]] Markup spectrum_section(const Json& report);

}  // namespace stepstorm::report
