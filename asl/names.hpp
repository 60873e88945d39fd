// How states, variables and the labels of Map states may be called. Source: semantics.md 1.1, 1.3.
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

}  // namespace stepstorm::asl
