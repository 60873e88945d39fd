// lambda:invoke: which function its parameters name, what that function is given, and what the service answers about
// its result.
// Source: semantics.md 6.3, 6.4; recorded answers.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "asl/arn.hpp"
#include "messages/messages.hpp"
#include "values/json.hpp"
#include "values/payload.hpp"

namespace stepstorm::orchestration {

/// From FunctionName and Qualifier of the effective parameters. nullopt: they name no function.
[[nodiscard]] std::optional<asl::FunctionName> invoked_function(const Json& parameters, const asl::Home& home);

/// The function's input: Payload; {} when there is none.
[[nodiscard]] Payload invocation_payload(const Payload& parameters);

/// The parameters with which lambda:invoke would call the function of this ARN.
[[nodiscard]] Payload invocation_parameters(const std::string& function_arn, const Payload& payload);

/// {"ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"}. `qualifier`: as the task says it.
[[nodiscard]] Json invocation_result(const Json& result,
                                     const std::string& qualifier,
                                     TimePoint at,
                                     const std::string& request_id);

/// How a function is invoked, by InvocationType. What is none of these is the service's to refuse.
enum class InvocationType {
  RequestResponse,  // its result is waited for
  Event,            // the service has accepted it; nothing is known of its result
  DryRun,           // nothing is run
};
[[nodiscard]] InvocationType invocation_type(const Json& parameters);

/// What is answered about an invocation whose result is not waited for: StatusCode 202 or 204, no Payload.
/// Source: AWS Lambda, "Invoke"; that Payload is "" is uncertain.
[[nodiscard]] Json accepted_invocation(InvocationType type, TimePoint at, const std::string& request_id);

/// What Lambda says when a function has as many invocations as its concurrency allows.
[[nodiscard]] std::string rate_exceeded(const std::string& request_id);

/// Of a function that is not there.
[[nodiscard]] std::string function_not_found(const asl::FunctionName& function, const std::string& request_id);

/// A failed function's cause, which a direct call of it shows with spaces.
[[nodiscard]] std::string invocation_cause(std::string cause);

}  // namespace stepstorm::orchestration
