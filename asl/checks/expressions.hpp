// Checks of JSONata expressions in a definition: that they can be read, and refer to nothing but what exists where they stand.
// Source: semantics.md 1.4, 2.5.
#pragma once

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

/// The members of $states that exist in some fields only.
struct StatesFields {
  bool result = false;        // Output and Assign of Task, Parallel and Map
  bool error_output = false;  // Output and Assign of a catcher
};

/// Any value: each text in it, at any depth, that begins with `{%` or ends with `%}` is to be an expression.
Check expressions(StatesFields exist = {});

/// Whether a value is a text that is meant as an expression.
bool is_meant_as_expression(const Json& value);

/// Items: an array, an object, or an expression.
void items(const Subject& subject);

}  // namespace stepstorm::asl
