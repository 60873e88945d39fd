// An HTTP/1.1 server: one thread that never blocks, whatever clients do. Owns sockets and their deadlines; knows nothing
// of what is served. Connections are kept alive; pipelined requests are answered in their order, one after the other.
//
// Bad requests end here, with a line of text as body: 400 malformed, 403 a Host or Origin that is not allowed, 413 body
// too large, 431 headers too large, 503 too many connections. Each closes its connection; so does a slow client, unanswered.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/message.hpp"

namespace stepstorm::http {

struct ServerOptions {
  std::string host = "127.0.0.1";  // an address, not a name
  std::uint16_t port = 0;          // 0: any that is free
  std::size_t body_bytes_max = std::size_t{6} << 20;
  std::size_t header_bytes_max = std::size_t{16} << 10;  // request line included
  std::size_t connections_max = 10'000;
  std::chrono::milliseconds read_timeout{30'000};  // from a request's first byte to its last
  std::chrono::milliseconds write_timeout{30'000};
  std::chrono::milliseconds idle_timeout{120'000};  // between requests
  std::vector<std::string> allowed_hosts;           // of Host and Origin, without port; empty: not checked
};

class Server {
 public:
  /// Called on the server's thread: it must not block.
  using Handler = std::function<void(Request&&, Respond)>;

  /// Accepts when it returns. Throws std::runtime_error, which names the address, when it cannot listen. `after` is called
  /// on the server's thread after a turn: once all requests that were there have been handed on, or some dozens of them.
  Server(ServerOptions options, Handler handler, std::function<void()> after = [] {});
  /// As stop.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;

  /// Accepts nothing more, waits that long for requests that are being answered, and closes all connections. The handler
  /// is not called afterwards. Not to be called by the handler.
  void stop(std::chrono::milliseconds drain = std::chrono::milliseconds{0});

  /// Connections that are open.
  std::size_t connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepstorm::http
