// states:startExecution: what the task asks for, and what the service answers about the execution that it starts.
// Source: semantics.md 6.3, 7.5; recordings.md 6 (the names of errors), recorded answers.
#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "execution/execution.hpp"
#include "messages/messages.hpp"

namespace stepstorm::orchestration {

struct NestedRequest {
  std::string state_machine_arn;
  std::optional<std::string> name;
  Payload input;
};

/// From the task's effective parameters. The failure says what is wrong with them.
[[nodiscard]] tl::expected<NestedRequest, messages::Failed> read_nested_request(const Json& parameters,
                                                                                const std::string& request_id);

/// Nothing can be called with these parameters; no catcher takes that. Source: recordings.md 4.
[[nodiscard]] messages::Failed unusable_parameters(const Json& parameters, const std::string& what);

/// An error of the service: its name without "Exception", and what it says.
[[nodiscard]] messages::Failed service_failure(const std::string& error,
                                               const std::string& message,
                                               const std::string& request_id);

/// What StartExecution answers, with the headers of its HTTP response.
[[nodiscard]] Json start_execution_response(const std::string& execution_arn,
                                            TimePoint started_at,
                                            const std::string& request_id);

/// What any other service that has accepted a call is taken to answer.
[[nodiscard]] Json service_response(TimePoint at, const std::string& request_id);

/// The task's result, once the execution that it started is over: its description, for `.sync:2` with its output as
/// JSON and for `.sync` as text; or a failure that has the description as its cause.
[[nodiscard]] messages::TaskAnswer nested_result(const execution::Execution& ended,
                                                 messages::TaskToken token,
                                                 bool as_json);

}  // namespace stepstorm::orchestration
