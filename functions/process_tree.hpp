// What descends from a process, and how much memory it takes, as /proc shows it. Opens files and nothing else.
#pragma once

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace stepstorm::functions {

/// All that descend from this one, by their parents; it is not among them itself.
[[nodiscard]] std::vector<pid_t> descendants(pid_t root);

/// The same by what the kernel lists as each one's children, which costs no look at other processes; a process that
/// comes or goes meanwhile may be missing.
[[nodiscard]] std::vector<pid_t> descendants_at_a_glance(pid_t root);

/// 0: the process is gone.
[[nodiscard]] std::uint64_t resident_bytes(pid_t process);

}  // namespace stepstorm::functions
