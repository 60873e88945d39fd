// The fields that only Task states have. Source: semantics.md 1.2, 6.
#pragma once

#include <vector>

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

std::vector<FieldSchema> task_fields();

/// Relations between Resource and other fields, and between TimeoutSeconds and HeartbeatSeconds.
std::vector<Check> task_relations();

}  // namespace stepstorm::asl
