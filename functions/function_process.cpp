#include "functions/function_process.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>

#include "workers/functions/function_failures.hpp"

namespace stepstorm::functions {
namespace {

using boost::system::error_code;

/// A function may take 15 minutes between two of its requests.
constexpr std::chrono::minutes between_requests{20};
/// Larger than the limit of a response, so that a response that is too large can be answered as Lambda does.
constexpr std::size_t body_bytes_max = 8 * workers::response_bytes_max;
constexpr std::size_t connections_max = 64;

http::ServerOptions server_options() {
  return {.body_bytes_max = body_bytes_max, .connections_max = connections_max, .idle_timeout = between_requests};
}

}  // namespace

FunctionProcess::FunctionProcess(boost::asio::io_context& watch, Owner owner)
    : owner_(std::move(owner)),
      watch_(watch),
      keeper_(watch),
      log_(watch),
      server_(server_options(), [request = owner_.request](http::Request&& asked, http::Respond respond) {
        request(std::move(asked), std::move(respond));
      }) {}

void FunctionProcess::attach(StartedProcess started) {
  keeper_.assign(started.keeper.release());
  log_.assign(started.log.release());
  log_.non_blocking(true);
  boost::asio::post(watch_, [self = shared_from_this()] {
    if (!self->keeper_.is_open()) return;
    self->read_report();
    self->read_log();
  });
}

void FunctionProcess::close() {
  boost::asio::post(watch_, [self = shared_from_this()] { self->close_now(); });
}

void FunctionProcess::close_now() {
  error_code ignored;
  owner_ = {};
  keeper_.close(ignored);
  log_.close(ignored);
  server_.stop();
}

void FunctionProcess::read_report() {
  keeper_.async_read_some(boost::asio::buffer(report_),
                          [self = shared_from_this()](const error_code&, std::size_t size) {
                            if (!self->owner_.ended) return;
                            self->read_rest_of_log();
                            self->owner_.ended(functions::read_report({self->report_.data(), size}));
                          });
}

/// Reads the rest of the log without waiting for more.
void FunctionProcess::read_rest_of_log() {
  error_code error;
  while (const std::size_t size = log_.read_some(boost::asio::buffer(written_), error))
    lines_.add({written_.data(), size}, owner_.wrote);
  lines_.end(owner_.wrote);
}

void FunctionProcess::read_log() {
  log_.async_read_some(boost::asio::buffer(written_),
                       [self = shared_from_this()](const error_code& error, std::size_t size) {
                         if (!self->owner_.wrote) return;
                         self->lines_.add({self->written_.data(), size}, self->owner_.wrote);
                         if (!error) return self->read_log();
                         self->lines_.end(self->owner_.wrote);
                       });
}

}  // namespace stepstorm::functions
