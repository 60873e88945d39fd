// A Choice rule in a few words, for the edge that it opens: `total > 100 and not (isVip = true)`.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::graph {

/// Of a rule that validation has accepted.
[[nodiscard]] std::string condition_text(const Json& rule);

}  // namespace stepstorm::graph
