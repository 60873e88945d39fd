// The environment variables of a function's process: Lambda's and the settings', none of the program's own. Credentials
// are dummies and configuration files do not exist, so that no function reaches a real account by accident.
// Source: AWS Lambda, "Defined runtime environment variables".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workers/functions/function.hpp"

namespace stepstorm::functions {

/// Returns NAME=VALUE pairs. `port`: of the Runtime API, on loopback.
[[nodiscard]] std::vector<std::string> process_variables(const workers::FunctionOptions& function,
                                                         std::uint16_t port,
                                                         std::string_view log_stream);

}  // namespace stepstorm::functions
