// HTTP requests and responses as values, and the callback that answers a request.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
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

/// What stands behind a Respond: a connection, or a test.
class Answering {
 public:
  Answering() = default;
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;
  virtual ~Answering() = default;
  virtual void give(Response response) = 0;
  virtual void tell_if_client_leaves(std::function<void()> tell) = 0;
};

/// Answers one request. May be called from any thread, after the connection has ended, and after the server has; calls
/// after the first are ignored. A request whose Respond is destroyed uncalled is answered with 503.
class Respond {
 public:
  Respond(std::nullptr_t = nullptr) {}
  explicit Respond(std::shared_ptr<Answering> answering) : answering_(std::move(answering)) {}

  void operator()(Response response) const { answering_->give(std::move(response)); }
  explicit operator bool() const { return answering_ != nullptr; }

  /// From now on, a client that ends its connection, or only its own side of it, before the answer is written counts as
  /// gone: its connection is closed, and then `tell` is called, once, on the server's thread. Without this call a
  /// client may end its side and still get its answer. May be called from any thread, once.
  void tell_if_client_leaves(std::function<void()> tell) const { answering_->tell_if_client_leaves(std::move(tell)); }

 private:
  std::shared_ptr<Answering> answering_;
};

}  // namespace stepstorm::http
