// What a function's process asks for by Lambda's Runtime API, told from a request's method and target.
// Source: AWS Lambda, "Using the Lambda runtime API", version 2018-06-01.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace stepstorm::functions {

/// The next invocation, when there is one.
struct NextCall {};
/// An invocation's response, or why it failed.
struct ResponseCall {
  std::string request_id;
};
struct ErrorCall {
  std::string request_id;
};
/// The process could not get ready.
struct InitErrorCall {};
/// Nothing of the API.
struct UnknownCall {
  unsigned status;  // 404: no such path; 405: not by this method
};
using RuntimeCall = std::variant<NextCall, ResponseCall, ErrorCall, InitErrorCall, UnknownCall>;

[[nodiscard]] RuntimeCall read_call(std::string_view method, std::string_view target);

}  // namespace stepstorm::functions
