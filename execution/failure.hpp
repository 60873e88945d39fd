// Why a state failed, and which retrier or catcher takes it.
// Source: semantics.md 5.1 (reserved names, matching), 5.3 (Error Output), 14.2.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "asl/evaluation.hpp"
#include "execution/history.hpp"
#include "values/json.hpp"

namespace stepstorm::execution {

struct StateFailure {
  enum class Kind {
    Error,             // what a task, a Fail state or a limit reported
    HeartbeatTimeout,  // shown as States.Timeout; ErrorEquals States.HeartbeatTimeout matches it too
    Runtime,           // States.Runtime and its like: ends the execution, nothing catches it
    Query,             // States.QueryEvaluationError: an event of its own says so; Retry and Catch take it
  };
  ErrorOutput reason;
  Kind kind = Kind::Error;
};

/// Whether an ErrorEquals list takes this failure. Never asked of a Runtime failure.
[[nodiscard]] bool matches(const std::vector<std::string>& error_equals, const StateFailure& failure);

/// {"Error": ..., "Cause": ...}: what a catcher hands on.
[[nodiscard]] Json error_output(const ErrorOutput& reason);

/// Whether an error ends the execution: no retrier and no catcher takes it.
[[nodiscard]] bool is_terminal(std::string_view error);

/// Whether the causes of an error begin with place_of_failure.
[[nodiscard]] bool names_its_state(std::string_view error);
/// The sentence, and a blank, that names a state and the event that entered it.
[[nodiscard]] std::string place_of_failure(const std::string& state_name, std::uint32_t entered_event);

/// What a task reported; of the kind that its error has.
[[nodiscard]] StateFailure reported(ErrorOutput reason);

/// A field of the state could not be evaluated, or gave too much: of kind Query or Runtime.
[[nodiscard]] StateFailure evaluation_failure(const asl::EvaluationError& error,
                                              const std::string& state_name,
                                              std::uint32_t entered_event);

[[nodiscard]] StateFailure timeout();
[[nodiscard]] StateFailure heartbeat_timeout();
/// `what` is the state's name, the function's ARN or the integration's type.
[[nodiscard]] StateFailure data_limit_exceeded(const std::string& what);

/// Of executions that the engine gives up or does not take on, because they take more than it has.
inline constexpr const char* execution_limit_exceeded = "ExecutionLimitExceeded";

}  // namespace stepstorm::execution
