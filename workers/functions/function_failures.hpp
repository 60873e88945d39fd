// How an invocation fails, in the names and texts of Lambda: what a task's Error and Cause are. The table with the source
// and the certainty of each: docs/functions.md.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "workers/behaviour.hpp"

namespace stepstorm::orchestration {

/// Of a response. Source: AWS Lambda, "Invoke", limits of synchronous invocations.
inline constexpr std::size_t response_bytes_max = 6'291'556;

/// How a process has ended.
struct ProcessEnd {
  int exit_status = 0;
  int signal = 0;                // that has ended it; 0: it has exited
  bool out_of_memory = false;    // it was killed for what it took
  std::uint64_t peak_bytes = 0;  // resident, of it and its descendants, as far as was seen
};

/// "exit status 3", "signal: killed"
[[nodiscard]] std::string describe(const ProcessEnd& end);

/// What the function itself has reported; `body` is its JSON.
[[nodiscard]] Fail reported(const std::string& body);
[[nodiscard]] Fail response_too_large();

// ---- those that end the process, and the worker with it

[[nodiscard]] Fail timed_out(const std::string& request_id, std::chrono::nanoseconds limit);
[[nodiscard]] Fail init_timed_out(const std::string& request_id, std::chrono::nanoseconds limit);
[[nodiscard]] Fail process_ended(const std::string& request_id, const ProcessEnd& end);
[[nodiscard]] Fail not_started(const std::string& request_id, std::string_view reason);

/// Whether it is one of their names, for which the service may have another.
[[nodiscard]] bool is_uncertain(std::string_view error);

}  // namespace stepstorm::orchestration
