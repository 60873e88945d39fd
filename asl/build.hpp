// A definition that validation has accepted -> the machine that executions run on.
#pragma once

#include <string>

#include "asl/json.hpp"
#include "asl/machine.hpp"

namespace stepstorm::asl {

/// `text` is what the machine shows as its definition.
[[nodiscard]] MachinePtr build(const Json& definition, MachineType type, std::string text);

}  // namespace stepstorm::asl
