// An HTTP/1.1 server: one thread that no client can block. Owns sockets and their deadlines; a handler answers
// requests. Connections are kept alive; pipelined requests are answered in order, one after the other.
//
// The server itself answers bad requests, with a line of text as body, and closes the connection: 400 malformed, 403 a
// Host or Origin that is not allowed, 413 body too large, 431 headers too large, 503 too many connections. It closes
// the connection of a slow client without an answer.
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
  std::uint16_t port = 0;          // 0: any free port
  std::size_t body_bytes_max = std::size_t{6} << 20;
  std::size_t header_bytes_max = std::size_t{16} << 10;  // request line included
  std::size_t connections_max = 10'000;
  std::chrono::milliseconds read_timeout{30'000};  // from a request's first byte to its last
  std::chrono::milliseconds write_timeout{30'000};
  std::chrono::milliseconds idle_timeout{120'000};  // between requests
  std::vector<std::string> allowed_hosts;           // for Host and Origin, without port; empty: not checked
};

class Server {
 public:
  /// Called on the server's thread; must not block.
  using Handler = std::function<void(Request&&, Respond)>;

  /// Accepts connections from its return on. Throws std::runtime_error, which names the address, when it cannot listen.
  Server(
      ServerOptions options, Handler handler, std::function<void()> after = [] {});
  /// As stop.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;

  /// Stops accepting, waits at most `drain` for pending answers, and closes all connections. The handler is not called
  /// afterwards. Must not be called by the handler.
  void stop(std::chrono::milliseconds drain = std::chrono::milliseconds{0});

  /// Number of open connections.
  std::size_t connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepstorm::http
