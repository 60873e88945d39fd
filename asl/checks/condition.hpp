// Choice rules that stand outside of a definition: a test of a document, without Next.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/choice_rule.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// What is wrong with a rule.
struct ConditionFault {
  std::string pointer;  // RFC 6901, relative to the rule
  std::string message;
};

/// A rule as And, Or and Not nest them. There are no variables that it could read.
[[nodiscard]] tl::expected<ChoiceRule, std::vector<ConditionFault>> compile_condition(const Json& rule);

}  // namespace stepstorm::asl
