// JSON for people and files: a line for each value.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm {

/// Indents each level by `indent` spaces. Never throws: replaces invalid UTF-8, as to_text does.
[[nodiscard]] std::string to_lines(const Json& value, int indent);

}  // namespace stepstorm
