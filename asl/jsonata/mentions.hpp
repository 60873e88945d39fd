// What an expression refers to beyond itself, read off its text: nothing is evaluated.
// Step Functions evaluates expressions without an input: what would come from one is refused when a definition is read.
// Only the first step of a path is evaluated at the top level; later steps, predicates, sort terms and groupings have
// values of their own as context. A function's body keeps the context of the expression around it.
// Source: semantics.md 1.4, 2.5.
#pragma once

#include <string>
#include <vector>

#include "asl/jsonata/expression.hpp"

namespace stepstorm::jsonata {

/// Each name once, in order of appearance.
struct Mentions {
  std::vector<std::string> of_input;       // at the top level: `phone`, and `$` for the input itself
  std::vector<std::string> states_fields;  // `input` of $states.input
  std::vector<std::string> variables;      // $name, where nothing in the expression assigns it; functions too
  bool root = false;                       // $$
  bool whole_states = false;               // $states without a field's name behind it
};

[[nodiscard]] Mentions mentions_of(const Expression& expression);

}  // namespace stepstorm::jsonata
