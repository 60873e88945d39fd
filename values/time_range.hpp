// The range of instants accepted from outside: from 1970 until 2262. 64 bits of nanoseconds end in April 2262, so that
// a wait that begins within the range still has room.
#pragma once

#include <chrono>

#include "values/timestamp.hpp"

namespace stepstorm {

[[nodiscard]] constexpr bool is_in_range(TimePoint at) {
  using std::chrono::sys_days, std::chrono::year;
  return at >= TimePoint{} && at < TimePoint{sys_days{year{2262} / 1 / 1}};
}
inline constexpr const char* range_of_time = "from 1970-01-01T00:00:00Z until before 2262";

}  // namespace stepstorm
