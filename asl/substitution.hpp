// `${Name}` in a definition: a mark that SAM (DefinitionSubstitutions) or CloudFormation (Fn::Sub) replaces when it deploys
// the definition. Replaced in the text, wherever it stands: whole values, parts of them, numbers without quotes.
// Source: AWS CloudFormation User Guide, AWS::StepFunctions::StateMachine, "DefinitionSubstitutions".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm::asl {

/// The texts by the names of their marks: "OrderQueueUrl", "AWS::Region", "Pay.Arn".
using Substitutions = std::map<std::string, std::string, std::less<>>;

/// Marks without a substitution stay.
[[nodiscard]] std::string substitute(std::string_view text, const Substitutions& substitutions);

/// The name in the first mark of a text; nullopt: there is none.
[[nodiscard]] std::optional<std::string_view> first_mark(std::string_view text);

/// `the mark ${Pay} is for SAM or CloudFormation to replace; --substitute Pay=VALUE replaces it here`
[[nodiscard]] std::string about_mark(std::string_view name);

}  // namespace stepstorm::asl
