// One process of a function with what belongs to it: its Runtime API on a port of its own, its keeper, its log. All of it
// ends together. What happens is told to its owner, on two threads: requests on the server's, all else on the watch's.
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
    std::function<void(const KeeperReport&)> ended;      // once, unless it is closed before
    std::function<void(const std::string& line)> wrote;  // a line of its log
  };

  /// Its server listens from now on. Throws std::runtime_error when it cannot.
  FunctionProcess(boost::asio::io_context& watch, Owner owner);

  std::uint16_t port() const { return server_.port(); }

  /// Watches over what was started.
  void attach(StartedProcess started);
  /// Ends the process with all that it has started, soon; afterwards its owner is told nothing more. From any thread.
  void close();

 private:
  void read_report();
  void read_log();
  void read_rest_of_log();
  void close_now();

  Owner owner_;  // empty functions once it is closed
  boost::asio::io_context& watch_;
  boost::asio::posix::stream_descriptor keeper_;
  boost::asio::posix::stream_descriptor log_;
  std::array<char, 4096> report_;
  std::array<char, 16'384> written_;
  LineSplitter lines_;
  http::Server server_;  // last: what its thread uses is there
};

}  // namespace stepstorm::functions
