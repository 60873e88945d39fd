// Why a state failed, and which retrier or catcher takes it.
// Source: semantics.md 5.1 (reserved names, matching), 5.3 (Error Output).
#pragma once

#include <string>
#include <vector>

#include "asl/evaluation.hpp"
#include "asl/json.hpp"
#include "execution/history.hpp"

namespace stepstorm::execution {

struct StateFailure {
  enum class Kind {
    Error,             // what a task, a Fail state or a limit reported
    HeartbeatTimeout,  // shown as States.Timeout; ErrorEquals States.HeartbeatTimeout matches it too
    Runtime,           // the interpreter could not go on: ends the execution, nothing catches it
  };
  ErrorOutput reason;
  Kind kind = Kind::Error;
};

/// Whether an ErrorEquals list takes this failure. Never asked of a Runtime failure.
[[nodiscard]] bool matches(const std::vector<std::string>& error_equals, const StateFailure& failure);

/// {"Error": ..., "Cause": ...}: what a catcher hands on.
[[nodiscard]] Json error_output(const ErrorOutput& reason);

/// With the sentence that names the state and the event that entered it before the detail.
[[nodiscard]] StateFailure runtime_failure(const asl::EvaluationError& error,
                                           const std::string& state_name,
                                           std::uint32_t entered_event);

[[nodiscard]] StateFailure timeout();
[[nodiscard]] StateFailure heartbeat_timeout();
/// `what` is the state's name, the function's ARN or the integration's type.
[[nodiscard]] StateFailure data_limit_exceeded(const std::string& what);

/// Of executions that the engine gives up or does not take on, because they take more than it has.
inline constexpr const char* execution_limit_exceeded = "ExecutionLimitExceeded";

/// 256 KiB of UTF-8 for every input, output and result. Source: semantics.md 8.5.
inline constexpr std::size_t payload_bytes_max = 262'144;

}  // namespace stepstorm::execution
