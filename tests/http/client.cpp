#include "tests/http/client.hpp"

#include <stdexcept>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace stepstorm::http {

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect");
}

Client::~Client() { ::close(socket_); }

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Client::end() { ::shutdown(socket_, SHUT_WR); }

bool Client::receive(std::chrono::milliseconds patience) {
  pollfd readable{socket_, POLLIN, 0};
  if (ended_ || ::poll(&readable, 1, static_cast<int>(patience.count())) <= 0) return false;
  char bytes[4096];
  const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
  ended_ = got <= 0;
  if (got > 0) in_.append(bytes, static_cast<std::size_t>(got));
  return !ended_;
}

std::string Client::response(std::chrono::milliseconds patience) {
  for (;;) {
    const auto end = in_.find("\r\n\r\n");
    if (end != std::string::npos) {
      const auto length = in_.find("Content-Length: ");
      const auto body = length < end ? std::stoul(in_.substr(length + 16)) : 0;
      if (in_.size() >= end + 4 + body) {
        const auto whole = in_.substr(0, end + 4 + body);
        in_.erase(0, whole.size());
        return whole;
      }
    }
    if (!receive(patience)) return std::exchange(in_, {});
  }
}

bool Client::closed(std::chrono::milliseconds patience) {
  while (receive(patience)) in_.clear();
  return ended_;
}

}  // namespace stepstorm::http
