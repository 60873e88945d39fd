// What a rule of a Choice state may hold. Source: semantics.md 4.
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

/// One element of Choices.
void choice_rule(const Subject& subject);

/// What And, Or and Not hold: a test, which says nothing of where to go.
void nested_rule(const Subject& subject);

}  // namespace stepstorm::asl
