// A definition that validation has accepted -> the machine that executions run on.
#pragma once

#include <string>

#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// `text` is what the machine shows as its definition.
[[nodiscard]] MachinePtr build(const Json& definition, MachineType type, std::string text);

}  // namespace stepstorm::asl
