// Choice rules and payload templates in settings and experiments: the state machines' own language, outside of them. There
// are no variables that they could read.
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

/// A single value: what a path such as "$.claimId" or an intrinsic function call says, else the text or number itself.
/// Adds it to `members` under this name, as payload templates have it.
bool read_value(const Node& node, std::string_view name, Json& members);

/// The template that those make.
bool read_values(const Node& node, const Json& members, std::optional<asl::PayloadTemplate>& out);

}  // namespace stepstorm::config
