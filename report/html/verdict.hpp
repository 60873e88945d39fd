// Renders the overall verdict and its reason, and the result of each hypothesis, threshold and invariant.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup verdict_section(const Json& report);

}  // namespace stepstorm::report::html
