// Replaces marks `${Name}` in a definition, as SAM (DefinitionSubstitutions) and CloudFormation (Fn::Sub) do when they
// deploy it. Replaces text anywhere: whole values, parts of them, numbers without quotes.
// Source: AWS CloudFormation User Guide, AWS::StepFunctions::StateMachine, "DefinitionSubstitutions".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm::asl {

/// Replacement texts by the name of the mark: "OrderQueueUrl", "AWS::Region", "Pay.Arn".
using Substitutions = std::map<std::string, std::string, std::less<>>;

/// Leaves marks without a substitution as they are.
[[nodiscard]] std::string substitute(std::string_view text, const Substitutions& substitutions);

/// Returns the name in the first mark of a text; nullopt when there is no mark.
[[nodiscard]] std::optional<std::string_view> first_mark(std::string_view text);

/// `the mark ${Pay} is for SAM or CloudFormation to replace; --substitute Pay=VALUE replaces it here`
[[nodiscard]] std::string about_mark(std::string_view name);

}  // namespace stepstorm::asl
