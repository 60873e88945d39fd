// What the functions of a run have done, by name, in measured time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace stepstorm::functions {

struct FunctionStatistics {
  std::uint64_t calls = 0;                // that were answered, by a failure or not
  std::uint64_t failures = 0;             // of those
  std::chrono::nanoseconds call_time{0};  // sum, from being handed over to the answer; cold starts do not count
  std::uint64_t cold_starts = 0;          // processes that got ready
  std::chrono::nanoseconds init_time{0};  // sum, from being started to asking for the first invocation
  std::uint64_t ended = 0;                // processes that ended while the run went on
  std::set<std::string> uncertain;        // names of failures for which the service may have others
};
using StatisticsByName = std::map<std::string, FunctionStatistics>;

}  // namespace stepstorm::functions
