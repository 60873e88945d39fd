// Failures of invocations with Lambda's names and texts, as a task's Error and Cause. docs/functions.md has the table
// with the source and the certainty of each.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "workers/behaviour.hpp"

namespace stepstorm::workers {

/// Limit of a response in bytes. Source: AWS Lambda, "Invoke", limits of synchronous invocations.
inline constexpr std::size_t response_bytes_max = 6'291'556;

/// The end of a process.
struct ProcessEnd {
  int exit_status = 0;
  int signal = 0;                // the signal that ended it; 0: it has exited
  bool out_of_memory = false;    // killed because it exceeded its memory limit
  std::uint64_t peak_bytes = 0;  // largest measured resident size of the process and its descendants
};

/// "exit status 3", "signal: killed"
[[nodiscard]] std::string describe(const ProcessEnd& end);

/// The failure that the function itself has reported; `body`: its JSON.
[[nodiscard]] Fail reported(const std::string& body);
[[nodiscard]] Fail response_too_large();

// ---- failures that end the process, and the worker with it

[[nodiscard]] Fail timed_out(const std::string& request_id, std::chrono::nanoseconds limit);
[[nodiscard]] Fail init_timed_out(const std::string& request_id, std::chrono::nanoseconds limit);
[[nodiscard]] Fail process_ended(const std::string& request_id, const ProcessEnd& end);
[[nodiscard]] Fail not_started(const std::string& request_id, std::string_view reason);

/// Returns whether the error is one of these names and the service may use another one.
[[nodiscard]] bool is_uncertain(std::string_view error);

}  // namespace stepstorm::workers
