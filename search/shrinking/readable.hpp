// JSON as people write it: what fits stands on one line, the rest a member or an element to a line.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::shrinking {

/// Ends with a line feed. The document's own members stand on lines of their own in any case.
[[nodiscard]] std::string readable(const Json& document);

}  // namespace stepstorm::shrinking
