// Counts this program's allocations. Linking it replaces operator new and delete; over-aligned types are not counted.
#pragma once

#include <cstddef>

namespace stepstorm::bench {

struct Allocations {
  std::size_t count = 0;       // calls of operator new
  std::size_t live_bytes = 0;  // allocated and not freed, as rounded by the allocator
};

/// Returns the counts of all threads together.
[[nodiscard]] Allocations allocations();

}  // namespace stepstorm::bench
