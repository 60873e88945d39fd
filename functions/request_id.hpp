// Unguessable names, drawn from the kernel instead of a seed: a client that knows an invocation's request id may answer
// it.
#pragma once

#include <cstddef>
#include <string>

namespace stepstorm::functions {

/// Draws a version 4 UUID, the form of Lambda's request ids.
[[nodiscard]] std::string draw_request_id();

/// Draws lower-case hexadecimal digits.
[[nodiscard]] std::string draw_hex(std::size_t digits);

}  // namespace stepstorm::functions
