// Statistics of the functions of a run, by name, in measured time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace stepstorm::functions {

struct FunctionStatistics {
  std::uint64_t calls = 0;                // answered calls, failures included
  std::uint64_t failures = 0;             // calls answered by a failure
  std::chrono::nanoseconds call_time{0};  // sum, from the process getting the call to its answer; without cold starts
  std::uint64_t cold_starts = 0;          // processes that became ready
  std::chrono::nanoseconds init_time{0};  // sum, from the start of a process to its first request for an invocation
  std::uint64_t ended = 0;                // processes that ended during the run
  std::set<std::string> uncertain;        // error names for which the service may use others
};
using StatisticsByName = std::map<std::string, FunctionStatistics>;

}  // namespace stepstorm::functions
