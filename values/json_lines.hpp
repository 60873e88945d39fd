// JSON for people and files: a value on lines of their own.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm {

/// Indented by so many spaces a level. As to_text, it throws on no byte: invalid UTF-8 is replaced.
[[nodiscard]] std::string to_lines(const Json& value, int indent);

}  // namespace stepstorm
