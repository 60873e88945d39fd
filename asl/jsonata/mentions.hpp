// Mentions: the references of an expression to its input and to variables, found without evaluating it.
// Step Functions evaluates expressions without an input, so references to the input are refused when a definition is
// read. Only the first step of a path is evaluated at the top level; later steps, predicates, sort terms and groupings
// have other contexts. A function's body has the context of the expression around it.
// Source: semantics.md 1.4, 2.5.
#pragma once

#include <string>
#include <vector>

#include "asl/jsonata/expression.hpp"

namespace stepstorm::jsonata {

/// Each list has each name once, in order of appearance.
struct Mentions {
  std::vector<std::string> of_input;       // names at the top level, such as `phone`; `$` for the input itself
  std::vector<std::string> states_fields;  // fields of $states: `input` for $states.input
  std::vector<std::string> variables;      // $name, if the expression does not assign it; includes functions
  bool root = false;                       // the expression contains $$
  bool whole_states = false;               // the expression contains $states without a field name after it
};

[[nodiscard]] Mentions mentions_of(const Expression& expression);

}  // namespace stepstorm::jsonata
