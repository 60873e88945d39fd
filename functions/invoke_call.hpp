// Lambda's Invoke as HTTP: what is sent for a call by lambda:invoke's parameters, and which outcome an answer stands for.
// Source: AWS Lambda, API reference, "Invoke"; semantics.md 6.3, 6.4 (error names). The texts of causes are ours where
// docs/functions.md says so.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "http/message.hpp"
#include "values/json.hpp"
#include "workers/behaviour.hpp"

namespace stepstorm::functions {

/// Where something answers Invoke.
struct Endpoint {
  std::string host;    // a name or an address, without brackets
  std::string port;    // decimal digits
  std::string prefix;  // of every path; empty, or begins with a slash and ends without one

  /// As a Host header has it: "localhost:3001", "[::1]:3001".
  [[nodiscard]] std::string authority() const;
};

/// From `http://HOST[:PORT][/PATH]`. The error says what was expected.
[[nodiscard]] tl::expected<Endpoint, std::string> parse_endpoint(std::string_view url);

struct InvokeCall {
  std::string function;  // its name
  std::string target;    // path and query
  std::vector<http::Header> headers;
  std::string body;
};

/// `parameters`: FunctionName and, where they are given, Qualifier, Payload and ClientContext. The error fails the attempt.
[[nodiscard]] tl::expected<InvokeCall, orchestration::Fail> invoke_call(const Json& parameters,
                                                                        const Endpoint& endpoint);

/// What has come back; texts are empty where a header was missing.
struct InvokeAnswer {
  unsigned status = 0;
  std::string function_error;  // X-Amz-Function-Error: Handled, Unhandled
  std::string error_type;      // x-amzn-ErrorType, perhaps with a colon and more behind it
  std::string request_id;      // x-amzn-RequestId
  std::string body;
};

[[nodiscard]] orchestration::Outcome outcome_of(InvokeAnswer&& answer);

/// There is no connection, or it has ended before the answer was whole.
[[nodiscard]] orchestration::Fail not_reached(const Endpoint& endpoint, const std::string& why);
[[nodiscard]] orchestration::Fail not_answered_in(const Endpoint& endpoint, std::chrono::seconds limit);

}  // namespace stepstorm::functions
