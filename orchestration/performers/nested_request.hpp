// states:startExecution: reads the task's parameters, and builds the service's responses and errors.
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

/// Reads the task's effective parameters, or returns the failure that says what is wrong with them.
[[nodiscard]] tl::expected<NestedRequest, messages::Failed> read_nested_request(const Json& parameters,
                                                                                const std::string& request_id);

/// Returns the failure for parameters that no call can be made with; catchers do not catch it. Source: recordings.md 4.
[[nodiscard]] messages::Failed unusable_parameters(const Json& parameters, const std::string& what);

/// Returns the failure for an error of the service: its name without "Exception", and its message.
[[nodiscard]] messages::Failed service_failure(const std::string& error,
                                               const std::string& message,
                                               const std::string& request_id);

/// Returns StartExecution's response, including SdkHttpMetadata.
[[nodiscard]] Json start_execution_response(const std::string& execution_arn,
                                            TimePoint started_at,
                                            const std::string& request_id);

/// Returns the response that we assume of any other service that accepts a call.
[[nodiscard]] Json service_response(TimePoint at, const std::string& request_id);

/// Returns the task's answer once its execution has ended. Success: the execution's description, with the output as
/// JSON for `.sync:2` (`as_json`) and as text for `.sync`. Otherwise: a failure with the description as its cause.
[[nodiscard]] messages::TaskAnswer nested_result(const execution::Execution& ended,
                                                 messages::TaskToken token,
                                                 bool as_json);

}  // namespace stepstorm::orchestration
