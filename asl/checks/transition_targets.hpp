// Checks transitions: targets exist, an end can be reached from the start, and state names are unique.
// Source: semantics.md 1.4 (MISSING_TRANSITION_TARGET, MISSING_END_STATE).
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

void check_graph(const Json& definition, Report& report);

}  // namespace stepstorm::asl
