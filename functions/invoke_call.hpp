// Lambda's Invoke over HTTP: makes the request from lambda:invoke's parameters, and the outcome from the response.
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

/// The address of a server that answers Invoke.
struct Endpoint {
  std::string host;    // a name or an address, without brackets
  std::string port;    // decimal digits
  std::string prefix;  // of every path; empty, or begins with a slash and ends without one

  /// Returns the value of the Host header: "localhost:3001", "[::1]:3001".
  [[nodiscard]] std::string authority() const;
};

/// Parses `http://HOST[:PORT][/PATH]`. The error says what was expected.
[[nodiscard]] tl::expected<Endpoint, std::string> parse_endpoint(std::string_view url);

struct InvokeCall {
  std::string function;  // name
  std::string target;    // path and query
  std::vector<http::Header> headers;
  std::string body;
};

/// `parameters`: FunctionName and optionally Qualifier, Payload and ClientContext. The error fails the attempt.
[[nodiscard]] tl::expected<InvokeCall, workers::Fail> invoke_call(const Json& parameters, const Endpoint& endpoint);

/// The response; a text is empty when its header is missing.
struct InvokeAnswer {
  unsigned status = 0;
  std::string function_error;  // X-Amz-Function-Error: Handled, Unhandled
  std::string error_type;      // x-amzn-ErrorType; may have a suffix that begins with a colon
  std::string request_id;      // x-amzn-RequestId
  std::string body;
};

[[nodiscard]] workers::Outcome outcome_of(InvokeAnswer&& answer);

/// The failure when there is no connection, or when it has ended before the complete answer.
[[nodiscard]] workers::Fail not_reached(const Endpoint& endpoint, const std::string& why);
[[nodiscard]] workers::Fail not_answered_in(const Endpoint& endpoint, std::chrono::seconds limit);

}  // namespace stepstorm::functions
