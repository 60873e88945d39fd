// The descendants of a process and their memory, from /proc. Only reads files.
#pragma once

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace stepstorm::functions {

/// Returns all descendants of `root`, without `root`, found by the parents of all processes.
[[nodiscard]] std::vector<pid_t> descendants(pid_t root);

/// The same from the kernel's lists of children, without reading other processes. A process that starts or ends
/// meanwhile may be missing.
[[nodiscard]] std::vector<pid_t> descendants_at_a_glance(pid_t root);

/// Returns 0 when the process is gone.
[[nodiscard]] std::uint64_t resident_bytes(pid_t process);

}  // namespace stepstorm::functions
