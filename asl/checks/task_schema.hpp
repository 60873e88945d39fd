// What a Task state may hold, beside what most states may hold. Source: semantics.md 1.2, 6.
#pragma once

#include <vector>

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

std::vector<FieldSchema> task_fields();

/// Between Resource and the fields around it; TimeoutSeconds and HeartbeatSeconds.
std::vector<Check> task_relations();

}  // namespace stepstorm::asl
