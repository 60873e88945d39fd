// What a plain YAML scalar is under the core schema of YAML 1.2. Source: YAML 1.2.2, 10.3.2 "Tag resolution".
#pragma once

#include <optional>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm::asl {

/// nullopt: an infinity or not a number, which JSON cannot say.
std::optional<Json> resolve_plain_scalar(std::string_view scalar);

}  // namespace stepstorm::asl
