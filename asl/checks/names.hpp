// Checks names: of states, variables, labels of Map states, state machines, executions and activities.
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

/// Returns whether a state machine, an execution or an activity may have this name: 1 to 80 characters, without white
/// space, control characters and <>{}[]?*"#%\^|~`$&,;:/
[[nodiscard]] bool is_valid_name(std::string_view name);
/// The rule of is_valid_name, for findings.
inline constexpr std::string_view valid_name = "1 to 80 characters without spaces and <>{}[]?*\"#%\\^|~`$&,;:/";
/// Returns a similar valid name: `order processing.v2` becomes `order-processing.v2`.
[[nodiscard]] std::string made_valid(std::string_view name);

}  // namespace stepstorm::asl
