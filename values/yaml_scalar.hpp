// Resolves plain YAML scalars by the core schema of YAML 1.2. Source: YAML 1.2.2, 10.3.2 "Tag resolution".
#pragma once

#include <optional>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm {

/// nullopt: an infinity or NaN, which JSON cannot represent.
std::optional<Json> resolve_plain_scalar(std::string_view scalar);

}  // namespace stepstorm
