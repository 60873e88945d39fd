// lambda:invoke: reads the function and its input from the parameters, and builds the service's responses and errors.
// Source: semantics.md 6.3, 6.4; recorded answers.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "asl/arn.hpp"
#include "messages/messages.hpp"
#include "values/json.hpp"
#include "values/payload.hpp"

namespace stepstorm::orchestration {

/// Returns the function that FunctionName and Qualifier of the effective parameters name; nullopt: they name none.
[[nodiscard]] std::optional<asl::FunctionName> invoked_function(const Json& parameters, const asl::Home& home);

/// Returns the function's input: the parameter Payload, or {} without one.
[[nodiscard]] Payload invocation_payload(const Payload& parameters);

/// Returns the parameters with which lambda:invoke would call the function with this ARN.
[[nodiscard]] Payload invocation_parameters(const std::string& function_arn, const Payload& payload);

/// Returns lambda:invoke's response: {"ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata",
/// "StatusCode"}. `qualifier` is the task's.
[[nodiscard]] Json invocation_result(const Json& result,
                                     const std::string& qualifier,
                                     TimePoint at,
                                     const std::string& request_id);

/// The parameter InvocationType. Absent and any other value are read as RequestResponse.
enum class InvocationType {
  RequestResponse,  // the task waits for the result
  Event,            // asynchronous: the task ends once the service has accepted the invocation
  DryRun,           // the function is not run
};
[[nodiscard]] InvocationType invocation_type(const Json& parameters);

/// Returns the response for Event (StatusCode 202) or DryRun (204), with "" as Payload.
/// Source: AWS Lambda, "Invoke"; that Payload is "" is uncertain.
[[nodiscard]] Json accepted_invocation(InvocationType type, TimePoint at, const std::string& request_id);

/// Returns Lambda's message when a function has reached its concurrency limit.
[[nodiscard]] std::string rate_exceeded(const std::string& request_id);

/// Returns Lambda's message for a function that does not exist.
[[nodiscard]] std::string function_not_found(const asl::FunctionName& function, const std::string& request_id);

/// Returns the cause as lambda:invoke reports it: if it is JSON, without the spaces that a direct call's cause has.
[[nodiscard]] std::string invocation_cause(std::string cause);

}  // namespace stepstorm::orchestration
