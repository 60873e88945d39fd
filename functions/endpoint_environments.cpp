#include "functions/endpoint_environments.hpp"

#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "workers/functions/function_failures.hpp"

namespace stepstorm::functions {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using error_code = beast::error_code;
using std::chrono::steady_clock;
using workers::Outcome;
using tcp = asio::ip::tcp;

constexpr std::size_t header_bytes_max = std::size_t{64} << 10;

}  // namespace

/// The state that all connections share. Safe for concurrent use.
class EndpointEnvironments::Client {
 public:
  Client(Endpoint place, EndpointPatience waits)
      : endpoint(std::move(place)), patience(waits), thread_([this] { context.run(); }) {}
  ~Client() { stop(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void stop() {
    context.stop();
    if (thread_.joinable()) thread_.join();
  }

  void count(const std::string& function, bool failed, std::chrono::nanoseconds took) {
    const std::lock_guard lock{mutex_};
    FunctionStatistics& all = statistics_[function];
    ++all.calls;
    all.failures += failed ? 1 : 0;
    all.call_time += took;
  }
  StatisticsByName statistics() const {
    const std::lock_guard lock{mutex_};
    return statistics_;
  }

  const Endpoint endpoint;
  const EndpointPatience patience;
  asio::io_context context{1};

 private:
  mutable std::mutex mutex_;
  StatisticsByName statistics_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{context.get_executor()};
  std::thread thread_;
};

namespace {

using Client = EndpointEnvironments::Client;
using Answer = workers::Environment::Answer;

/// Makes one call after the other. Runs on the client's thread, except functions that post to it.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(Client& client) : client_(client), resolver_(client.context), stream_(client.context) {}

  void send(InvokeCall&& call, Answer&& answer) {
    asio::post(client_.context,
               [self = shared_from_this(), call = std::move(call), answer = std::move(answer)]() mutable {
                 self->begin(std::move(call), std::move(answer));
               });
  }

  void close() {
    asio::post(client_.context, [self = shared_from_this()] {
      self->answer_ = nullptr;
      self->resolver_.cancel();
      self->drop();
    });
  }

 private:
  void begin(InvokeCall&& call, Answer&& answer) {
    call_ = std::move(call);
    answer_ = std::move(answer);
    began_ = steady_clock::now();
    request_ = "POST " + call_.target + " HTTP/1.1\r\nHost: " + client_.endpoint.authority() + "\r\n";
    for (const auto& [name, value] : call_.headers) request_ += name + ": " + value + "\r\n";
    request_ += "Content-Length: " + std::to_string(call_.body.size()) + "\r\n\r\n" + call_.body;
    if (is_open()) return write();
    drop();
    resolve();
  }

  /// Drops a connection that the other side has closed, or on which it has sent data without a request.
  bool is_open() {
    if (!stream_.socket().is_open()) return false;
    char byte = 0;
    error_code error;
    stream_.socket().non_blocking(true, error);
    stream_.socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
    return error == asio::error::would_block;
  }

  void resolve() {
    resolver_.async_resolve(client_.endpoint.host,
                            client_.endpoint.port,
                            [self = shared_from_this()](const error_code& error, const auto& found) {
                              if (error) return self->fail(not_reached(self->client_.endpoint, error.message()));
                              self->connect(found);
                            });
  }

  void connect(const tcp::resolver::results_type& places) {
    stream_.expires_after(client_.patience.connecting);
    stream_.async_connect(places, [self = shared_from_this()](const error_code& error, const tcp::endpoint&) {
      if (error) return self->fail(not_reached(self->client_.endpoint, error.message()));
      error_code ignored;
      self->stream_.socket().set_option(tcp::no_delay(true), ignored);
      self->write();
    });
  }

  void write() {
    stream_.expires_after(client_.patience.sending);
    asio::async_write(stream_, asio::buffer(request_), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->fail(not_reached(self->client_.endpoint, error.message()));
      self->read();
    });
  }

  void read() {
    parser_.emplace();
    parser_->body_limit(workers::response_bytes_max);
    parser_->header_limit(header_bytes_max);
    stream_.expires_after(client_.patience.answer);
    beast::http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->fail(self->failure_of(error));
      self->conclude(outcome_of(self->take_answer()));
    });
  }

  workers::Fail failure_of(const error_code& error) const {
    if (error == beast::error::timeout) return not_answered_in(client_.endpoint, client_.patience.answer);
    if (error == beast::http::error::body_limit) return workers::response_too_large();
    return not_reached(client_.endpoint, error.message());
  }

  InvokeAnswer take_answer() {
    const bool is_kept = parser_->keep_alive();
    auto response = parser_->release();
    parser_.reset();
    if (!is_kept || buffer_.size() > 0) drop();  // more than was asked for is no beginning of the next answer
    const auto text = [&](const char* name) {
      const auto value = response[name];
      return std::string{value.data(), value.size()};
    };
    return {.status = response.result_int(),
            .function_error = text("X-Amz-Function-Error"),
            .error_type = text("x-amzn-ErrorType"),
            .request_id = text("x-amzn-RequestId"),
            .body = std::move(response.body())};
  }

  void fail(Outcome&& outcome) {
    drop();
    conclude(std::move(outcome));
  }

  void conclude(Outcome&& outcome) {
    stream_.expires_never();
    const Answer answer = std::exchange(answer_, nullptr);
    if (!answer) return;
    client_.count(call_.function, std::holds_alternative<workers::Fail>(outcome), steady_clock::now() - began_);
    answer(std::move(outcome));
  }

  void drop() {
    error_code ignored;
    stream_.socket().close(ignored);
    buffer_.clear();
  }

  Client& client_;
  tcp::resolver resolver_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<beast::http::response_parser<beast::http::string_body>> parser_;
  InvokeCall call_;
  std::string request_;
  Answer answer_;  // null: none is waited for
  steady_clock::time_point began_;
};

class EndpointEnvironment final : public workers::Environment {
 public:
  explicit EndpointEnvironment(std::shared_ptr<Client> client)
      : client_(std::move(client)), connection_(std::make_shared<Connection>(*client_)) {}
  ~EndpointEnvironment() override { connection_->close(); }
  EndpointEnvironment(const EndpointEnvironment&) = delete;
  EndpointEnvironment& operator=(const EndpointEnvironment&) = delete;

  void invoke(workers::Invocation&& invocation, Answer answer) override {
    const auto parameters = parse_json(invocation.payload);
    auto call = invoke_call(parameters ? *parameters : Json{}, client_->endpoint);
    if (!call) return answer(std::move(call.error()));
    connection_->send(std::move(*call), std::move(answer));
  }

 private:
  std::shared_ptr<Client> client_;
  std::shared_ptr<Connection> connection_;
};

}  // namespace

EndpointEnvironments::EndpointEnvironments(Endpoint endpoint, EndpointPatience patience)
    : client_(std::make_shared<Client>(std::move(endpoint), patience)) {}

EndpointEnvironments::~EndpointEnvironments() { client_->stop(); }

std::unique_ptr<workers::Environment> EndpointEnvironments::make(std::shared_ptr<const workers::FunctionOptions>,
                                                                 std::function<void(std::string)>) {
  return std::make_unique<EndpointEnvironment>(client_);
}

StatisticsByName EndpointEnvironments::statistics() const { return client_->statistics(); }

}  // namespace stepstorm::functions
