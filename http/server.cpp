#include "http/server.hpp"

#include <list>
#include <stdexcept>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/connection.hpp"

namespace stepstorm::http {
namespace {

using tcp = boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{50};  // after an error, such as no file descriptor being left
constexpr std::chrono::milliseconds drain_look{5};
constexpr int turn_max = 256;  // of what is ready: three or four for a request

std::string place(const ServerOptions& options) { return options.host + ":" + std::to_string(options.port); }

tcp::acceptor listen(boost::asio::io_context& context, const ServerOptions& options) {
  error_code error;
  const auto fail = [&] { throw std::runtime_error("cannot listen on " + place(options) + ": " + error.message()); };
  const auto address = boost::asio::ip::make_address(options.host, error);
  if (error) throw std::runtime_error("cannot listen on " + place(options) + ": the host must be an IP address");
  const tcp::endpoint endpoint{address, options.port};
  tcp::acceptor acceptor{context};
  if (acceptor.open(endpoint.protocol(), error)) fail();
  if (acceptor.set_option(tcp::acceptor::reuse_address(true), error)) fail();
  if (acceptor.bind(endpoint, error)) fail();
  if (acceptor.listen(boost::asio::socket_base::max_listen_connections, error)) fail();
  return acceptor;
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler handler, std::function<void()> after)
      : loop_(std::make_shared<Loop>(std::move(options), std::move(handler))),
        acceptor_(listen(loop_->context, loop_->options)),
        retry_(loop_->context),
        work_(loop_->context.get_executor()),
        port_(acceptor_.local_endpoint().port()) {
    accept();
    thread_ = std::thread{[this, after = std::move(after)] { run(after); }};
  }

  std::uint16_t port() const { return port_; }
  std::size_t connections() const { return loop_->open; }

  void stop(std::chrono::milliseconds drain) {
    if (!thread_.joinable()) return;
    boost::asio::post(loop_->context, [this] { stop_accepting(); });
    const auto deadline = std::chrono::steady_clock::now() + drain;
    while (loop_->pending > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(drain_look);
    boost::asio::post(loop_->context, [this] {
      close_all();
      loop_->context.stop();
    });
    thread_.join();
  }

 private:
  void run(const std::function<void()>& after) {
    while (loop_->context.run_one() > 0) {
      for (int more = turn_max; more > 0 && loop_->context.poll_one() > 0; --more) {
      }
      after();
    }
  }

  void accept() {
    acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
      if (error == boost::asio::error::operation_aborted) return;
      if (error) return accept_later();
      take(std::move(socket));
      accept();
    });
  }

  void accept_later() {
    retry_.expires_after(accept_pause);
    retry_.async_wait([this](const error_code& error) {
      if (!error) accept();
    });
  }

  void take(tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const bool full = loop_->open >= loop_->options.connections_max;
    const auto connection = std::make_shared<Connection>(std::move(socket), *loop_);
    if (full) return connection->refuse(503, "too many connections");
    remember(connection);
    connection->start();
  }

  void remember(const std::shared_ptr<Connection>& connection) {
    if (connections_.size() >= 2 * loop_->open + 64)
      connections_.remove_if([](const auto& known) { return known.expired(); });
    connections_.push_back(connection);
  }

  void stop_accepting() {
    error_code ignored;
    loop_->draining = true;
    acceptor_.close(ignored);
    retry_.cancel();
    for (const auto& known : connections_)
      if (const auto connection = known.lock(); connection && connection->idle()) connection->close();
  }

  void close_all() {
    for (const auto& known : connections_)
      if (const auto connection = known.lock()) connection->close();
  }

  std::shared_ptr<Loop> loop_;
  tcp::acceptor acceptor_;
  boost::asio::steady_timer retry_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;  // answers come from elsewhere
  std::uint16_t port_;
  std::list<std::weak_ptr<Connection>> connections_;
  std::thread thread_;
};

Server::Server(ServerOptions options, Handler handler, std::function<void()> after)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler), std::move(after))) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->port(); }

void Server::stop(std::chrono::milliseconds drain) { impl_->stop(drain); }

std::size_t Server::connections() const { return impl_->connections(); }

}  // namespace stepstorm::http
