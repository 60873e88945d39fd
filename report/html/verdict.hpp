// The answer before everything else: whether it held, why, and what each hypothesis, threshold and invariant said.
#pragma once

#include "report/html/markup.hpp"
#include "values/json.hpp"

namespace stepstorm::report::html {

[[nodiscard]] Markup verdict_section(const Json& report);

}  // namespace stepstorm::report::html
