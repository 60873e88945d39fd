#include "http/blocking_client.hpp"

#include <charconv>
#include <utility>  // before asio: Boost 1.74 forgets it under C++20

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <sys/socket.h>
#include <sys/time.h>

namespace stepstorm::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using error_code = boost::system::error_code;

constexpr std::uint64_t answer_bytes_max = std::uint64_t{256} << 20;

beast::string_view in_beast(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

tl::expected<Endpoint, std::string> parse_endpoint(std::string_view url) {
  constexpr std::string_view scheme = "http://";
  const auto wrong = [&] {
    return tl::unexpected{"expected a URL such as http://127.0.0.1:8083, found '" + std::string(url) + '\''};
  };
  std::string_view rest = url;
  if (!rest.starts_with(scheme)) return wrong();
  rest.remove_prefix(scheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  Endpoint endpoint;
  const auto colon = rest.find(':', rest.starts_with('[') ? std::min(rest.find(']'), rest.size()) : 0);
  endpoint.host = std::string(rest.substr(0, colon));
  if (colon != std::string_view::npos) {
    const std::string_view port = rest.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
    if (error != std::errc{} || end != port.data() + port.size() || endpoint.port == 0) return wrong();
  }
  if (endpoint.host.empty() || endpoint.host.find_first_of("/?#@ ") != std::string::npos) return wrong();
  return endpoint;
}

class BlockingClient::Impl {
 public:
  Impl(Endpoint endpoint, std::chrono::seconds patience) : endpoint_(std::move(endpoint)), patience_(patience) {}

  tl::expected<Response, std::string> call(const Request& request) {
    const bool fresh = !socket_.is_open();
    auto response = try_call(request);
    if (response || fresh) return response;
    return try_call(request);  // the kept connection had ended
  }

 private:
  tl::expected<Response, std::string> try_call(const Request& request) {
    error_code error;
    const auto failed = [&] {
      error_code ignored;
      socket_.close(ignored);
      return tl::unexpected{"http://" + authority() + ": " + error.message()};
    };
    if (!socket_.is_open()) connect(error);
    if (error) return failed();
    beast::http::write(socket_, message_of(request), error);
    if (error) return failed();
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    beast::http::read(socket_, buffer_, parser, error);
    if (error) return failed();
    auto answer = parser.release();
    if (!answer.keep_alive()) socket_.close(error);
    Response response{answer.result_int(), {}, std::move(answer.body())};
    for (const auto& field : answer)
      response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    return response;
  }

  void connect(error_code& error) {
    buffer_.clear();
    tcp::resolver resolver{context_};
    const bool bracketed = endpoint_.host.starts_with('[');
    const std::string host = bracketed ? endpoint_.host.substr(1, endpoint_.host.size() - 2) : endpoint_.host;
    const auto addresses = resolver.resolve(host, std::to_string(endpoint_.port), error);
    if (error) return;
    asio::connect(socket_, addresses, error);
    if (error) return;
    const timeval patience{static_cast<time_t>(patience_.count()), 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
  }

  beast::http::request<beast::http::string_body> message_of(const Request& request) const {
    beast::http::request<beast::http::string_body> message;
    message.version(11);
    message.method_string(in_beast(request.method));
    message.target(in_beast(request.target));
    message.set(beast::http::field::host, in_beast(authority()));
    for (const auto& [name, value] : request.headers) message.set(in_beast(name), in_beast(value));
    message.body() = request.body;
    message.prepare_payload();
    return message;
  }

  std::string authority() const { return endpoint_.host + ':' + std::to_string(endpoint_.port); }

  Endpoint endpoint_;
  std::chrono::seconds patience_;
  asio::io_context context_;
  tcp::socket socket_{context_};
  beast::flat_buffer buffer_;
};

BlockingClient::BlockingClient(Endpoint endpoint, std::chrono::seconds patience)
    : impl_(std::make_unique<Impl>(std::move(endpoint), patience)) {}

BlockingClient::~BlockingClient() = default;

tl::expected<Response, std::string> BlockingClient::call(const Request& request) { return impl_->call(request); }

}  // namespace stepstorm::http
