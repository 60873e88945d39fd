// Reads choice rules and payload templates in settings and experiments. The language is that of state machines, without
// variables.
#pragma once

#include <optional>

#include "asl/choice_rule.hpp"
#include "asl/payload_template.hpp"
#include "config/reader.hpp"

namespace stepstorm::config {

/// {"Variable": "$.amount", "NumericGreaterThan": 1000} | {"And": [...]} ...
bool read_condition(const Node& node, std::optional<asl::ChoiceRule>& out);

/// Any JSON value; members whose names end in `.$` hold paths or intrinsic function calls.
bool read_template(const Node& node, std::optional<asl::PayloadTemplate>& out);

/// Reads a single value: a path such as "$.claimId", an intrinsic function call, or a literal text or number. Adds it
/// to
/// `members` under this name, in the form of payload templates.
bool read_value(const Node& node, std::string_view name, Json& members);

/// Compiles the members that read_value has collected.
bool read_values(const Node& node, const Json& members, std::optional<asl::PayloadTemplate>& out);

}  // namespace stepstorm::config
