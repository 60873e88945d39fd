// No bytes that a client sends stop the server: it answers or closes, and the next client is served. What its handler
// sees is within the limits. Input: the bytes, sent in two pieces, whose border the first byte says; then nothing more
// comes.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server.hpp"
#include "tests/fuzz/demand.hpp"

namespace {

using namespace stepstorm;
using namespace std::chrono_literals;

http::ServerOptions limits() {
  http::ServerOptions options;
  options.body_bytes_max = 256;
  options.header_bytes_max = 1024;
  options.read_timeout = 200ms;
  options.idle_timeout = 200ms;
  return options;
}

void answer(http::Request&& request, const http::Respond& respond) {
  fuzz::demand(request.body.size() <= 256, "a body is within its limit");
  fuzz::demand(!request.method.empty() && !request.target.empty(), "a request has a method and a target");
  for (const auto& [name, value] : request.headers) fuzz::demand(!name.empty(), "a header has a name");
  respond({200, {}, request.body});
}

class Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind_to_next_address();
    const bool connected = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    fuzz::demand(connected || (errno == EINTR && wait_for(POLLOUT)), "it accepts");
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send(const char* bytes, std::size_t count) {
    while (count > 0) {
      const auto sent = ::send(socket_, bytes, count, MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes += sent;
      count -= static_cast<std::size_t>(sent);
    }
  }

  /// All that comes until the server closes, which it must.
  std::string rest() {
    ::shutdown(socket_, SHUT_WR);
    std::string all;
    for (char bytes[4096];;) {
      fuzz::demand(wait_for(POLLIN), "it answers or closes within ten seconds");
      const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
      if (got <= 0) return all;
      all.append(bytes, static_cast<std::size_t>(got));
    }
  }

 private:
  /// For ten seconds. libFuzzer's alarm interrupts calls of the system.
  bool wait_for(short event) const {
    pollfd waited{socket_, event, 0};
    int ready = 0;
    do {
      ready = ::poll(&waited, 1, 10'000);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
  }

  /// Thousands of connections a second use up the ports of one address: each is held for a minute after its end.
  void bind_to_next_address() {
    static std::uint32_t clients = 0;
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + clients++ % 250);
    fuzz::demand(::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0, "an address is free");
  }

  int socket_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static http::Server server{limits(), answer};
  const std::size_t border = size == 0 ? 0 : std::min<std::size_t>(data[0], size - 1);
  const char* bytes = reinterpret_cast<const char*>(data) + std::min<std::size_t>(size, 1);
  const std::size_t count = size - std::min<std::size_t>(size, 1);
  {
    Connection client{server.port()};
    client.send(bytes, border);
    client.send(bytes + border, count - border);
    const std::string said = client.rest();
    fuzz::demand(said.empty() || said.starts_with("HTTP/1.1 "), "what it says is HTTP");
  }
  Connection next{server.port()};
  const std::string good = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  next.send(good.data(), good.size());
  fuzz::demand(next.rest().starts_with("HTTP/1.1 200 OK"), "the next client is served");
  return 0;
}
