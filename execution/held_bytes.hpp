// How many bytes an execution and its history hold in memory, to be right within a quarter: what the allocator adds is
// an estimate, and of long lists only some elements are looked at. A document that several hold counts in equal shares.
#pragma once

#include <cstddef>

#include "execution/execution.hpp"
#include "execution/history.hpp"

namespace stepstorm::execution {

[[nodiscard]] std::size_t held_bytes(const Execution& execution);
[[nodiscard]] std::size_t held_bytes(const History& history);

}  // namespace stepstorm::execution
