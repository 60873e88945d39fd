// Estimates the memory that this process may still use: the least of the machine's available memory, its control
// group's limit and its own limit.
#pragma once

#include <cstdint>

namespace stepstorm::config {

/// Bytes. Source: proc(5), MemAvailable of /proc/meminfo; cgroups(7), memory.max; getrlimit(2), RLIMIT_AS.
[[nodiscard]] std::uint64_t available_memory();

}  // namespace stepstorm::config
