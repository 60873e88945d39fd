// How much memory this process may still come to use: what the machine has to give, its control group or its own limit,
// whichever is least. An estimate of the moment.
#pragma once

#include <cstdint>

namespace stepstorm::config {

/// Bytes. Source: proc(5), MemAvailable of /proc/meminfo; cgroups(7), memory.max; getrlimit(2), RLIMIT_AS.
[[nodiscard]] std::uint64_t available_memory();

}  // namespace stepstorm::config
