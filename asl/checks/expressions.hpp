// Checks JSONata expressions in a definition: they must parse, and refer only to members of $states and variables that
// exist in their field. Source: semantics.md 1.4, 2.5.
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

/// The members of $states that exist in some fields only.
struct StatesFields {
  bool result = false;        // Output and Assign of Task, Parallel and Map
  bool error_output = false;  // Output and Assign of a catcher
};

/// Accepts any value; each text in it, at any depth, that begins with `{%` or ends with `%}` must be an expression.
Check expressions(StatesFields exist = {});

/// Returns whether a value is a text that is meant as an expression.
bool is_meant_as_expression(const Json& value);

/// Checks Items: an array, an object, or an expression.
void items(const Subject& subject);

}  // namespace stepstorm::asl
