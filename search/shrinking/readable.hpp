// Formats JSON as people write it: a value that fits is on one line, others have a line for each member or element.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::shrinking {

/// Returns the text, which ends with a line feed. The document's own members are always on separate lines.
[[nodiscard]] std::string readable(const Json& document);

}  // namespace stepstorm::shrinking
