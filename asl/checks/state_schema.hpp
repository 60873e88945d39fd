// The schema of definitions: the machine, its scopes, and the eight types of states, each as a table of fields.
// Source: semantics.md 1.1 to 1.4.
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

/// Checks the definition and everything in it that can be judged field by field.
void definition(const Subject& subject);

}  // namespace stepstorm::asl
