// Calls an HTTP/1.1 server and waits for its answer. Keeps one connection and reconnects when it has ended.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "http/message.hpp"

namespace stepstorm::http {

struct Endpoint {
  std::string host;
  std::uint16_t port = 80;
};

/// Parses `http://host[:port][/]`. The error says what was expected.
[[nodiscard]] tl::expected<Endpoint, std::string> parse_endpoint(std::string_view url);

class BlockingClient {
 public:
  /// `patience`: time limit of each read and write.
  explicit BlockingClient(Endpoint endpoint, std::chrono::seconds patience = std::chrono::seconds{90});
  ~BlockingClient();
  BlockingClient(const BlockingClient&) = delete;
  BlockingClient& operator=(const BlockingClient&) = delete;

  /// Sends the request with Host and Content-Length added. The error says why there is no answer.
  [[nodiscard]] tl::expected<Response, std::string> call(const Request& request);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepstorm::http
