// Failures of states: which retriers and catchers match them, and the error output.
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
    Error,             // reported by a task, a Fail state or a limit
    HeartbeatTimeout,  // shown as States.Timeout; ErrorEquals States.HeartbeatTimeout matches it too
    Runtime,           // States.Runtime and other errors that nothing catches: end the execution
    Query,             // States.QueryEvaluationError: has an event of its own; Retry and Catch apply
  };
  ErrorOutput reason;
  Kind kind = Kind::Error;
};

/// Returns whether an ErrorEquals list matches the failure, which must not be of kind Runtime.
[[nodiscard]] bool matches(const std::vector<std::string>& error_equals, const StateFailure& failure);

/// Returns the Error Output {"Error": ..., "Cause": ...}, the result of a catcher.
[[nodiscard]] Json error_output(const ErrorOutput& reason);

/// Returns whether an error ends the execution, because no retrier and no catcher applies to it.
[[nodiscard]] bool is_terminal(std::string_view error);

/// Returns whether the causes of an error begin with place_of_failure.
[[nodiscard]] bool names_its_state(std::string_view error);
/// Returns the sentence, followed by a blank, that names a state and the event that entered it.
[[nodiscard]] std::string place_of_failure(const std::string& state_name, std::uint32_t entered_event);

/// Makes the failure that a task reported; its kind follows from the error name.
[[nodiscard]] StateFailure reported(ErrorOutput reason);

/// Makes the failure of kind Query or Runtime for a field that could not be evaluated, or whose value is too large.
[[nodiscard]] StateFailure evaluation_failure(const asl::EvaluationError& error,
                                              const std::string& state_name,
                                              std::uint32_t entered_event);

[[nodiscard]] StateFailure timeout();
[[nodiscard]] StateFailure heartbeat_timeout();
/// `what`: the state's name, the function's ARN or the integration's type.
[[nodiscard]] StateFailure data_limit_exceeded(const std::string& what);

/// The error of an execution that the engine ends or refuses because a limit of its own is reached.
inline constexpr const char* execution_limit_exceeded = "ExecutionLimitExceeded";

}  // namespace stepstorm::execution
