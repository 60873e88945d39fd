// The answer before everything else: whether it held, why, and what each hypothesis, threshold and invariant said.
#pragma once

#include "asl/json.hpp"
#include "report/markup.hpp"

namespace stepstorm::report {

[[nodiscard]] Markup verdict_section(const Json& report);

}  // namespace stepstorm::report
