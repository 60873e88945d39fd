// Checks variables: an inner scope may read an outer scope's variables but not assign them. Source: semantics.md 2.6.
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

void check_variable_scopes(const Json& definition, FindingList& errors);

}  // namespace stepstorm::asl
