// Parses calls of Lambda's Runtime API from a request's method and target.
// Source: AWS Lambda, "Using the Lambda runtime API", version 2018-06-01.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace stepstorm::functions {

/// Asks for the next invocation.
struct NextCall {};
/// The response to an invocation, or its error.
struct ResponseCall {
  std::string request_id;
};
struct ErrorCall {
  std::string request_id;
};
/// The process failed to initialise.
struct InitErrorCall {};
/// Not a call of the API.
struct UnknownCall {
  unsigned status;  // 404: unknown path; 405: wrong method
};
using RuntimeCall = std::variant<NextCall, ResponseCall, ErrorCall, InitErrorCall, UnknownCall>;

[[nodiscard]] RuntimeCall read_call(std::string_view method, std::string_view target);

}  // namespace stepstorm::functions
