// How states, variables and the labels of Map states may be called, and state machines, executions and activities.
// Source: semantics.md 1.1, 1.3, 8.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::asl {

struct NameFault {
  std::string_view code;
  std::string message;
};

std::optional<NameFault> fault_of_state_name(std::string_view name);
std::optional<NameFault> fault_of_variable_name(std::string_view name);
std::optional<NameFault> fault_of_label(std::string_view name);

/// Of a state machine, an execution or an activity: 1 to 80 characters, no white space or control character among them,
/// nor any of <>{}[]?*"#%\^|~`$&,;:/
[[nodiscard]] bool is_valid_name(std::string_view name);
/// What such a name must be, for findings.
inline constexpr std::string_view valid_name = "1 to 80 characters without spaces and <>{}[]?*\"#%\\^|~`$&,;:/";
/// The nearest valid name: `order processing.v2` becomes `order-processing.v2`.
[[nodiscard]] std::string made_valid(std::string_view name);

}  // namespace stepstorm::asl
