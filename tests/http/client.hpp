// A client that says exactly what it is told to, byte by byte.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace stepstorm::http {

class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes);
  /// No more will be sent.
  void end();
  /// One response with its body; less when the server closes before, or is silent for that long.
  std::string response(std::chrono::milliseconds patience = std::chrono::milliseconds{3000});
  /// Whether the server closes within that time, whatever it says before.
  bool closed(std::chrono::milliseconds patience = std::chrono::milliseconds{3000});

 private:
  bool receive(std::chrono::milliseconds patience);

  int socket_ = -1;
  bool ended_ = false;
  std::string in_;
};

}  // namespace stepstorm::http
