// What this program has allocated so far. Linking it replaces operator new and delete; over-aligned types are not counted.
#pragma once

#include <cstddef>

namespace stepstorm::bench {

struct Allocations {
  std::size_t count = 0;       // calls of operator new
  std::size_t live_bytes = 0;  // handed out and not given back, as the allocator rounded them
};

/// Of all threads together.
[[nodiscard]] Allocations allocations();

}  // namespace stepstorm::bench
