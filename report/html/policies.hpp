// What the resilience policies of an experiment have done, beside what they did in the control. Empty where none was
// switched on.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] bool has_policies(const Json& report);
[[nodiscard]] Markup policies_section(const Json& report);

}  // namespace stepstorm::report::html
