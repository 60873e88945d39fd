// Definitions, inputs and answers made from a fuzzer's bytes: nearly all of them valid, with every type of state, wired
// to each other, retried, caught, and with paths that lead somewhere only now and then.
#pragma once

#include "tests/fuzz/byte_source.hpp"
#include "values/json.hpp"

namespace stepstorm::fuzz {

[[nodiscard]] Json random_definition(ByteSource& bytes);

/// What an execution is given or a task returns: often an object with the members that the definitions look for.
[[nodiscard]] Json random_payload(ByteSource& bytes);

/// An error that the definitions' retriers and catchers may know.
[[nodiscard]] std::string random_error_name(ByteSource& bytes);

}  // namespace stepstorm::fuzz
