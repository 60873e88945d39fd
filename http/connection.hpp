// One client's connection: reads a request, waits for its response, writes it, and reads the next request. While it
// waits, the connection owns itself: a client that has disconnected frees it, even if its request's Respond is still
// held.
// Runs on the server's thread only; `Respond` may be called from other threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>  // before asio: Boost 1.74 forgets it under C++20

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/server.hpp"

namespace stepstorm::http {

/// The state that connections share. Lives as long as an answer may come.
struct Loop : std::enable_shared_from_this<Loop> {
  explicit Loop(ServerOptions o, Server::Handler h) : options(std::move(o)), handler(std::move(h)) {}

  ServerOptions options;
  Server::Handler handler;
  boost::asio::io_context context{1};
  std::atomic<std::size_t> open{0};     // connections
  std::atomic<std::size_t> pending{0};  // requests that have been read and not yet answered
  std::atomic<bool> draining{false};
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// The loop outlives its connections: they are destroyed with it at the latest.
  Connection(boost::asio::ip::tcp::socket socket, Loop& loop);
  ~Connection();

  void start() { await_request(); }
  void refuse(unsigned status, const std::string& why);
  void close();
  bool idle() const { return !answering_; }

  // ---- on the loop's thread, for the request with this number: the first that was read is 1
  void answer(std::uint64_t request, Response response);
  void tell_if_client_leaves(std::uint64_t request, std::function<void()> tell);

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void await_request();
  void read_header();
  void read_body();
  void invite_body();
  void read_failed(const boost::beast::error_code& error);
  void handle();
  void await_end();
  void look_for_end();
  void client_left();
  void write(const Response& response);
  void written();
  void linger(std::size_t bytes_left);
  std::optional<std::string> forbidden() const;

  Loop& loop_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::string out_;
  bool keep_alive_ = false;
  bool head_ = false;                  // the response has no body
  bool answering_ = false;             // a request has been read and its response is not yet written
  std::uint64_t request_ = 0;          // how many have been read
  std::uint64_t unanswered_ = 0;       // the request that no answer has come to; 0: none
  std::function<void()> client_left_;  // to be called if the client leaves before an answer comes; null: not watched
  std::shared_ptr<Connection> self_;   // while answering_
};

}  // namespace stepstorm::http
