// Task resources: parses the ARN in a Task's Resource field, and answers questions about it.
// Source: semantics.md 6.1, 14.6, 14.11; AWS Step Functions Developer Guide, "Integrating optimized services".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "asl/machine.hpp"

namespace stepstorm::asl {

/// nullopt when a Task cannot call the resource: the ARN has an unknown shape, or the optimized integration does not
/// have this action or this pattern (.sync ...). Accepts any well-formed service and action of aws-sdk, which are too
/// many to list. A service's ARN may name region and account.
std::optional<Resource> parse_resource(std::string_view arn);

/// Returns whether the ARN is `arn:<partition>:states:::s3:<action>`, with or without region and account, as in
/// ItemReader and ResultWriter.
bool is_s3_resource(std::string_view arn, std::string_view action);

// ---- kinds of resources

bool is_activity(const Resource& resource);
/// `.waitForTaskToken`.
bool is_callback(const Resource& resource);
/// `.sync`, `.sync:2`, `.waitForTaskToken`: the service accepts the call first, and the result follows later.
bool has_submission(const Resource& resource);
/// lambda:invoke, in any pattern.
bool invokes_function(const Resource& resource);
/// states:startExecution, in any pattern.
bool starts_execution(const Resource& resource);

/// Returns the time limit of an attempt in seconds: TimeoutSeconds, or the service's bound when it is lower; nullopt:
/// none.
std::optional<std::int64_t> longest_attempt(const Resource& resource, std::optional<std::int64_t> timeout_seconds);

/// Returns the members that the service requires in a Task's Parameters: FunctionName for lambda:invoke.
std::vector<std::string_view> required_parameters(const ServiceResource& resource);

}  // namespace stepstorm::asl
