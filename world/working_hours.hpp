// When people work: the same hours on the same days of each week, in UTC. Pure.
#pragma once

#include <array>
#include <chrono>

#include "values/timestamp.hpp"

namespace stepstorm::world {

struct WorkingHours {
  // Since midnight; from before to, which is at most 24 h.
  std::chrono::nanoseconds from = std::chrono::hours{9};
  std::chrono::nanoseconds to = std::chrono::hours{17};
  std::array<bool, 7> days{true, true, true, true, true, false, false};  // Monday first; at least one
};

/// Returns the instant at which `work` of working time has passed since `start`; within working hours. `never` when it
/// is out of range.
[[nodiscard]] TimePoint after_working(const WorkingHours& hours, TimePoint start, std::chrono::nanoseconds work);

}  // namespace stepstorm::world
