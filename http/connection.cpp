#include "http/connection.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>

#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>

namespace stepstorm::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using error_code = beast::error_code;

constexpr std::size_t first_read_bytes = 4096;
constexpr std::size_t linger_bytes_max = std::size_t{8}
                                         << 20;  // read from a client that was refused, so that it sees why
constexpr std::chrono::seconds linger_time{2};

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

bool same(std::string_view a, std::string_view b) { return beast::iequals({a.data(), a.size()}, {b.data(), b.size()}); }

/// "localhost" of "localhost:8083", "[::1]" of "[::1]:8083".
std::string_view without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  if (colon == std::string_view::npos || host.find(']', colon) != std::string_view::npos) return host;
  return host.substr(0, colon);
}

/// "localhost:8083" of "http://localhost:8083".
std::string_view authority(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
}

/// Written once a second.
const std::string& http_date() {
  thread_local std::time_t written_at = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now == written_at) return text;
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> written{};
  text.assign(written.data(), std::strftime(written.data(), written.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
  written_at = now;
  return text;
}

/// How an error of reading is answered; 0: the client has gone, or was so slow that its connection has been closed.
unsigned status_of(const error_code& error) {
  namespace http = beast::http;
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error.category() == make_error_code(http::error::bad_method).category()) {
    const bool gone = error == http::error::end_of_stream;
    return gone ? 0 : 400;
  }
  return 0;
}

/// Answers once, from any thread; answers 503 when it is destroyed before.
class Answer final : public Answering {
 public:
  Answer(std::shared_ptr<Loop> loop, std::weak_ptr<Connection> connection, std::uint64_t request)
      : loop_(std::move(loop)), connection_(std::move(connection)), request_(request) {}
  ~Answer() override { post({503, {}, "nothing answered this request\n"}); }

  void give(Response response) override { post(std::move(response)); }

  void tell_if_client_leaves(std::function<void()> tell) override {
    asio::post(loop_->context, [connection = connection_, request = request_, tell = std::move(tell)]() mutable {
      if (const auto still = connection.lock()) still->tell_if_client_leaves(request, std::move(tell));
    });
  }

 private:
  void post(Response&& response) {
    if (given_.exchange(true)) return;
    asio::post(loop_->context,
               [connection = connection_, request = request_, response = std::move(response)]() mutable {
                 if (const auto still = connection.lock()) still->answer(request, std::move(response));
               });
  }

  std::shared_ptr<Loop> loop_;
  std::weak_ptr<Connection> connection_;
  std::uint64_t request_;
  std::atomic<bool> given_{false};
};

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Loop& loop)
    : loop_(loop), stream_(std::move(socket)), buffer_(loop.options.header_bytes_max + first_read_bytes) {
  ++loop_.open;
}

Connection::~Connection() {
  if (answering_) --loop_.pending;
  --loop_.open;
}

void Connection::close() {
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
  client_left_ = nullptr;
  self_.reset();
}

void Connection::await_request() {
  if (loop_.draining) return close();
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(loop_.options.header_bytes_max));
  parser_->body_limit(loop_.options.body_bytes_max);
  if (buffer_.size() > 0) return read_header();
  buffer_.shrink_to_fit();
  stream_.expires_after(loop_.options.idle_timeout);
  stream_.async_read_some(buffer_.prepare(first_read_bytes),
                          [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                            if (error) return self->close();
                            self->buffer_.commit(bytes);
                            self->read_header();
                          });
}

void Connection::read_header() {
  stream_.expires_after(loop_.options.read_timeout);
  beast::http::async_read_header(
      stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
        if (error) return self->read_failed(error);
        self->keep_alive_ = self->parser_->get().keep_alive();
        if (const auto why = self->forbidden()) return self->refuse(403, *why);
        const auto length = self->parser_->content_length();
        if (length && *length > self->loop_.options.body_bytes_max)
          return self->read_failed(beast::http::error::body_limit);
        if (same(view(self->parser_->get()[beast::http::field::expect]), "100-continue")) return self->invite_body();
        self->read_body();
      });
}

void Connection::invite_body() {
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(stream_, asio::buffer(out_), [self = shared_from_this()](error_code error, std::size_t) {
    if (error) return self->close();
    self->read_body();
  });
}

void Connection::read_body() {
  if (parser_->is_done()) return handle();
  beast::http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
    if (error) return self->read_failed(error);
    self->handle();
  });
}

void Connection::read_failed(const error_code& error) {
  const auto status = status_of(error);
  if (status == 0) return close();
  refuse(status, error.message());
}

std::optional<std::string> Connection::forbidden() const {
  const auto& allowed = loop_.options.allowed_hosts;
  if (allowed.empty()) return {};
  const auto& fields = parser_->get();
  if (fields.count(beast::http::field::host) > 1) return "there is more than one Host";
  const auto refused = [&](std::string_view name) {
    return std::none_of(allowed.begin(), allowed.end(), [&](const auto& host) { return same(host, name); });
  };
  const auto host = without_port(view(fields[beast::http::field::host]));
  if (refused(host)) return "Host '" + std::string(host) + "' is not served here";
  const auto origin = fields.find(beast::http::field::origin);
  if (origin != fields.end() && refused(without_port(authority(view(origin->value())))))
    return "requests from pages of '" + std::string(view(origin->value())) + "' are not served here";
  return {};
}

void Connection::handle() {
  auto message = parser_->release();
  parser_.reset();
  Request request;
  request.method = std::string(view(message.method_string()));
  request.target = std::string(view(message.target()));
  for (const auto& field : message)
    request.headers.emplace_back(std::string(view(field.name_string())), std::string(view(field.value())));
  request.body = std::move(message.body());
  head_ = message.method() == beast::http::verb::head;
  answering_ = true;
  ++loop_.pending;
  self_ = shared_from_this();
  unanswered_ = ++request_;
  stream_.expires_never();
  loop_.handler(std::move(request), Respond{std::make_shared<Answer>(loop_.shared_from_this(), self_, request_)});
}

void Connection::answer(std::uint64_t request, Response response) {
  if (request != unanswered_ || !stream_.socket().is_open()) return;
  unanswered_ = 0;
  if (client_left_) {
    client_left_ = nullptr;
    stream_.socket().cancel();
  }
  write(response);
}

// ---- clients that leave

void Connection::tell_if_client_leaves(std::uint64_t request, std::function<void()> tell) {
  if (request != unanswered_ || !stream_.socket().is_open()) return;
  client_left_ = std::move(tell);
  await_end();
}

void Connection::await_end() {
  stream_.socket().async_wait(asio::ip::tcp::socket::wait_read,
                              [self = shared_from_this(), request = request_](const error_code& error) {
                                if (!error && request == self->unanswered_) self->look_for_end();
                              });
}

// The end comes after what was sent before it: requests that wait for their turn. A client that has sent as many of
// them as the buffer holds is no longer watched.
void Connection::look_for_end() {
  const std::size_t room = std::min(first_read_bytes, buffer_.max_size() - buffer_.size());
  if (room == 0) return;
  error_code error;
  stream_.socket().non_blocking(true, error);
  const std::size_t bytes = stream_.socket().read_some(buffer_.prepare(room), error);
  if (error && error != asio::error::would_block) return client_left();
  buffer_.commit(bytes);
  await_end();
}

void Connection::client_left() {
  const auto tell = std::exchange(client_left_, nullptr);
  unanswered_ = 0;
  close();
  tell();
}

void Connection::refuse(unsigned status, const std::string& why) {
  keep_alive_ = false;
  head_ = false;
  write({status, {{"Content-Type", "text/plain"}}, why + "\n"});
}

void Connection::write(const Response& response) {
  if (loop_.draining) keep_alive_ = false;
  const auto reason = beast::http::obsolete_reason(beast::http::int_to_status(response.status));
  out_ = "HTTP/1.1 " + std::to_string(response.status) + ' ' + std::string(view(reason)) + "\r\n";
  for (const auto& [name, value] : response.headers) out_ += name + ": " + value + "\r\n";
  out_ += "Date: " + http_date() + "\r\nContent-Length: " + std::to_string(response.body.size()) + "\r\n";
  out_ += keep_alive_ ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  if (!head_) out_ += response.body;
  stream_.expires_after(loop_.options.write_timeout);
  asio::async_write(stream_, asio::buffer(out_), [self = shared_from_this()](error_code error, std::size_t) {
    if (error) return self->close();
    self->written();
  });
}

void Connection::written() {
  if (answering_) --loop_.pending;
  answering_ = false;
  self_.reset();
  std::string().swap(out_);
  if (keep_alive_) return await_request();
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(linger_time);
  linger(linger_bytes_max);
}

// Closing with unread data resets the connection, and the client may then lose the response.
void Connection::linger(std::size_t bytes_left) {
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(first_read_bytes),
                          [self = shared_from_this(), bytes_left](error_code error, std::size_t bytes) {
                            if (error || bytes >= bytes_left) return self->close();
                            self->linger(bytes_left - bytes);
                          });
}

}  // namespace stepstorm::http
