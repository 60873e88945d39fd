// The JSONPath rules of a Choice state: And, Or, Not, and data tests (Variable + one operator).
// A type mismatch is false, never an error; a missing Variable fails unless the operator is IsPresent.
// Source: semantics.md 4.1; recordings.md 5.1.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// Every comparison operator, in the order in which the service lists them.
const std::vector<std::string_view>& comparison_operators();

class ChoiceRule {
 public:
  /// `rule` must have passed validation. Ignores members that are not part of the test (Next, Assign, Comment).
  static ChoiceRule compile(const Json& rule);

  [[nodiscard]] tl::expected<bool, EvaluationError> matches(const Json& input, const References& references) const;

  /// Returns every `$name` that the rule reads, in order of appearance.
  std::vector<std::string> variables() const;

 private:
  struct Node;
  explicit ChoiceRule(std::shared_ptr<const Node> root);
  std::shared_ptr<const Node> root_;
};

}  // namespace stepstorm::asl
