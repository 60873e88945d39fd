// One finding about a definition: the service's code, message and location, and the position in the text.
// Source: semantics.md 1.4.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "values/json.hpp"

namespace stepstorm::asl {

enum class Severity { ERROR, WARNING };

struct Finding {
  Severity severity = Severity::ERROR;
  std::string code;  // SCHEMA_VALIDATION_FAILED, MISSING_TRANSITION_TARGET ...
  std::string message;
  std::optional<std::string> location;  // as the service writes it: /States/C/Choices[0]/Next, not escaped
  TextPosition at;                      // line and column in the definition's text
};

[[nodiscard]] bool has_errors(const std::vector<Finding>& findings);

/// `order.asl.json:12:7: error MISSING_TRANSITION_TARGET: Missing 'Next' target: Ghost at /States/A/Next`
[[nodiscard]] std::string render(const Finding& finding, std::string_view file);

}  // namespace stepstorm::asl
