// One process of a function with its Runtime API on a port of its own, its keeper and its log, which end together. The
// owner is called on two threads: for requests on the server's, for everything else on the watch's.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>  // before asio: Boost 1.74 forgets it under C++20

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "functions/launcher.hpp"
#include "functions/line_splitter.hpp"
#include "http/server.hpp"

namespace stepstorm::functions {

class FunctionProcess : public std::enable_shared_from_this<FunctionProcess> {
 public:
  struct Owner {
    std::function<void(http::Request&&, http::Respond)> request;
    std::function<void(const KeeperReport&)> ended;      // called once, unless the process is closed before
    std::function<void(const std::string& line)> wrote;  // a line of its log
  };

  /// Starts the Runtime API's server. Throws std::runtime_error when it cannot listen.
  FunctionProcess(boost::asio::io_context& watch, Owner owner);

  std::uint16_t port() const { return server_.port(); }

  /// Watches the started process.
  void attach(StartedProcess started);
  /// Ends the process and its descendants, soon. The owner is not called afterwards. May be called on any thread.
  void close();

 private:
  void read_report();
  void read_log();
  void read_rest_of_log();
  void close_now();

  Owner owner_;  // empty functions after close
  boost::asio::io_context& watch_;
  boost::asio::posix::stream_descriptor keeper_;
  boost::asio::posix::stream_descriptor log_;
  std::array<char, 4096> report_;
  std::array<char, 16'384> written_;
  LineSplitter lines_;
  http::Server server_;  // last, because its thread uses the members above
};

}  // namespace stepstorm::functions
