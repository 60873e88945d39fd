// Names that nothing outside can guess, drawn from the kernel rather than from a seed: who knows an invocation's request id
// may answer it.
#pragma once

#include <cstddef>
#include <string>

namespace stepstorm::functions {

/// A UUID of version 4, as Lambda's request ids are.
[[nodiscard]] std::string draw_request_id();

/// So many lower-case hexadecimal digits.
[[nodiscard]] std::string draw_hex(std::size_t digits);

}  // namespace stepstorm::functions
