// Validates a definition and returns all findings: schema errors in document order, then variables, dangling targets
// and names, then unreachable states, then warnings. Source: semantics.md 1.
#pragma once

#include <vector>

#include "asl/checks/finding_list.hpp"
#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// `definition`: a JSON object. When there are too many findings, the last one says how many were dropped.
[[nodiscard]] std::vector<PlacedFinding> validate(const Json& definition, MachineType type);

}  // namespace stepstorm::asl
