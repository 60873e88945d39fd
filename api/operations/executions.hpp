// Reads executions' inputs and ARNs from requests.
#pragma once

#include <string>

#include "api/account.hpp"
#include "api/error.hpp"

namespace stepstorm::api {

/// Reads `input` of the request; {} when it is absent. Error: InvalidExecutionInput.
[[nodiscard]] tl::expected<Payload, Error> read_input(const Json& request);

[[nodiscard]] Error execution_does_not_exist(const std::string& arn);

/// Reads the ARN of a STANDARD execution from this member. Error: InvalidArn.
[[nodiscard]] tl::expected<std::string, Error> standard_execution_arn(const Json& request, std::string_view member);

}  // namespace stepstorm::api
