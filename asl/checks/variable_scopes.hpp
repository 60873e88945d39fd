// Variables: an inner scope reads what an outer one assigns, and may not assign it. Source: semantics.md 2.6.
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

void check_variable_scopes(const Json& definition, FindingList& errors);

}  // namespace stepstorm::asl
