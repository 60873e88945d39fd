// Valid definitions over the whole grammar, made from a fuzzer's bytes: every type of state with every field, every
// integration with its parameters, paths, templates, intrinsic functions and choice rules of every kind. All paths lead
// somewhere: each state is given the members of `promised_payload`, and hands them on. The service takes all of them,
// and no execution fails but by a Fail state or by what a task reports.
#pragma once

#include "asl/machine.hpp"
#include "tests/fuzz/byte_source.hpp"

namespace stepstorm::fuzz {

/// The input, and the result of every task.
[[nodiscard]] const Json& promised_payload();

struct ValidDefinition {
  Json definition;
  asl::MachineType type = asl::MachineType::STANDARD;
};
[[nodiscard]] ValidDefinition valid_definition(ByteSource& bytes);

}  // namespace stepstorm::fuzz
