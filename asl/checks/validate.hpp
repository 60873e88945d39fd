// All that is wrong with a definition, at once: schema errors in document order, then variables, dangling targets and
// names, then what cannot be reached, then warnings. Source: semantics.md 1.
#pragma once

#include <vector>

#include "asl/checks/finding_list.hpp"
#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// Of a JSON object. A last finding says how many were dropped when there are too many to be read.
[[nodiscard]] std::vector<PlacedFinding> validate(const Json& definition, MachineType type);

}  // namespace stepstorm::asl
