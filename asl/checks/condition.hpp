// Compiles choice rules outside a definition: tests of a document, without Next.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/choice_rule.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// A fault of a rule.
struct ConditionFault {
  std::string pointer;  // RFC 6901, relative to the rule
  std::string message;
};

/// Compiles a rule in the form of an operand of And, Or and Not. It cannot read variables.
[[nodiscard]] tl::expected<ChoiceRule, std::vector<ConditionFault>> compile_condition(const Json& rule);

}  // namespace stepstorm::asl
