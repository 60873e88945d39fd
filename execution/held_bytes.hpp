// Estimates the bytes that an execution and its history hold in memory, within a quarter of the true value: the
// allocator's overhead is an estimate, and long lists are sampled. A shared document counts in equal shares.
#pragma once

#include <cstddef>

#include "execution/execution.hpp"
#include "execution/history.hpp"

namespace stepstorm::execution {

[[nodiscard]] std::size_t held_bytes(const Execution& execution);
[[nodiscard]] std::size_t held_bytes(const History& history);

}  // namespace stepstorm::execution
