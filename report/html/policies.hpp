// Renders the effects of an experiment's resilience policies beside those in the control. Empty where no policy was
// switched on.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] bool has_policies(const Json& report);
[[nodiscard]] Markup policies_section(const Json& report);

}  // namespace stepstorm::report::html
