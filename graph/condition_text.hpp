// Renders a Choice rule as a short text for the label of an edge: `total > 100 and not (isVip = true)`.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::graph {

/// `rule` must have passed validation.
[[nodiscard]] std::string condition_text(const Json& rule);

}  // namespace stepstorm::graph
