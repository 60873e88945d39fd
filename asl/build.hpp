// Builds the machine from a definition that validation has accepted.
#pragma once

#include <string>

#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// `text`: the value of Machine::definition.
[[nodiscard]] MachinePtr build(const Json& definition, MachineType type, std::string text);

}  // namespace stepstorm::asl
