// Task resources: what an ARN in a Task's Resource field names.
// Source: semantics.md 6.1, 14.6, 14.11; AWS Step Functions Developer Guide, "Integrating optimized services".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "asl/machine.hpp"

namespace stepstorm::asl {

/// nullopt when the ARN names nothing that a Task can call: an unknown shape, an action that the optimized
/// integration does not have, or a pattern (.sync ...) that it does not offer. The services of aws-sdk and their
/// actions are too many to list: any well-formed name is taken. A service's ARN may name region and account.
std::optional<Resource> parse_resource(std::string_view arn);

/// `arn:<partition>:states:::s3:<action>`, with or without region and account, as ItemReader and ResultWriter name what they read and write.
bool is_s3_resource(std::string_view arn, std::string_view action);

// ---- what sort of resource it is

bool is_activity(const Resource& resource);
/// `.waitForTaskToken`.
bool is_callback(const Resource& resource);
/// `.sync`, `.sync:2`, `.waitForTaskToken`: the service accepts the call first, and the result comes later.
bool has_submission(const Resource& resource);
/// lambda:invoke, in any pattern.
bool invokes_function(const Resource& resource);
/// states:startExecution, in any pattern.
bool starts_execution(const Resource& resource);

/// How long an attempt may take, in seconds: TimeoutSeconds, or less where the service sets a bound; nullopt: for ever.
std::optional<std::int64_t> longest_attempt(const Resource& resource, std::optional<std::int64_t> timeout_seconds);

/// The members without which the service refuses a Task's Parameters: FunctionName for lambda:invoke.
std::vector<std::string_view> required_parameters(const ServiceResource& resource);

}  // namespace stepstorm::asl
