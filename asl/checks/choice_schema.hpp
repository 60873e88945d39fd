// Checks the rules of a Choice state. Source: semantics.md 4.
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

/// Checks one element of Choices.
void choice_rule(const Subject& subject);

/// Checks an operand of And, Or or Not: a test without Next.
void nested_rule(const Subject& subject);

}  // namespace stepstorm::asl
