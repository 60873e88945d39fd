// HTTP requests and responses as values, and the callback that answers a request.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepstorm::http {

using Header = std::pair<std::string, std::string>;  // name, value

struct Request {
  std::string method;  // as sent: "POST"
  std::string target;  // path and query as sent: "/", "/2018-06-01/runtime/invocation/next?x=1"
  std::vector<Header> headers;
  std::string body;  // complete; chunks are joined

  /// Returns the first header with this name, ignoring case; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// The server adds Content-Length, Date and Connection.
struct Response {
  unsigned status = 200;
  std::vector<Header> headers;
  std::string body;
};

/// Answers one request. May be called from any thread, after the connection has ended, and after the server has; calls
/// after the first are ignored. A request whose Respond is destroyed uncalled is answered with 503.
using Respond = std::function<void(Response)>;

}  // namespace stepstorm::http
