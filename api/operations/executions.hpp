// Executions as requests and responses say them.
#pragma once

#include <string>

#include "api/account.hpp"
#include "api/error.hpp"

namespace stepstorm::api {

/// An execution's input: `input` of the request, {} where it says none. Error: InvalidExecutionInput.
[[nodiscard]] tl::expected<Payload, Error> read_input(const Json& request);

[[nodiscard]] Error execution_does_not_exist(const std::string& arn);

/// The ARN of a STANDARD execution, as the member of that name says it. Error: InvalidArn.
[[nodiscard]] tl::expected<std::string, Error> standard_execution_arn(const Json& request, std::string_view member);

}  // namespace stepstorm::api
