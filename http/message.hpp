// HTTP requests and responses as values, and how a request is answered.
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
  std::string body;  // whole, chunks put together

  /// The first header of that name, in any case of letters; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// Content-Length, Date and Connection are the server's to add.
struct Response {
  unsigned status = 200;
  std::vector<Header> headers;
  std::string body;
};

/// Answers one request. May be called from any thread, after the connection has ended, and after the server has; calls
/// after the first are ignored. A request whose Respond is destroyed uncalled is answered with 503.
using Respond = std::function<void(Response)>;

}  // namespace stepstorm::http
