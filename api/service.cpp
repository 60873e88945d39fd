#include "api/service.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include "api/internal_failure.hpp"
#include "api/operation.hpp"
#include "api/own_endpoints.hpp"
#include "api/wire.hpp"
#include "values/overload.hpp"
#include "values/time_range.hpp"
#include "values/utf8.hpp"

namespace stepstorm::api {
namespace {

constexpr std::string_view target_prefix = "AWSStepFunctions.";
constexpr std::string_view own_prefix = "/_stepstorm/";

http::Response response_of(unsigned status, const Json& body, const std::string& request_id) {
  return {status, {{"x-amzn-RequestId", request_id}, {"Content-Type", "application/x-amz-json-1.0"}}, to_text(body)};
}

http::Response response_of(const Result& result, const std::string& request_id) {
  if (result) return response_of(200, *result, request_id);
  const Error& error = result.error();
  Json body{{"__type", error.code}, {"message", error.message}};
  if (!error.reason.empty()) body["reason"] = error.reason;
  return response_of(error.status, body, request_id);
}

bool is_json(std::string_view content_type) {
  return content_type.starts_with("application/x-amz-json-1.") || content_type.starts_with("application/json");
}

/// Returns the access key id of a signed request, or the header X-Stepstorm-Account, if it is twelve digits.
std::optional<std::string> account_number(const http::Request& request) {
  constexpr std::string_view credential = "Credential=";
  std::string_view number = request.header("X-Stepstorm-Account");
  const std::string_view authorization = request.header("Authorization");
  if (const auto at = authorization.find(credential); number.empty() && at != std::string_view::npos)
    number = authorization.substr(at + credential.size(), 12);
  const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool ends = authorization.empty() || authorization.find(std::string(number) + '/') != std::string_view::npos;
  return number.size() == 12 && digits && ends ? std::optional{std::string(number)} : std::nullopt;
}

/// Returns whether the request asks for the server's health or readiness, independent of accounts.
bool is_about_all(const http::Request& request) {
  return request.method == "GET" && (request.target == "/_stepstorm/health" || request.target == "/_stepstorm/ready");
}

const Operation* operation_of(const http::Request& request) {
  const std::string_view target = request.header("X-Amz-Target");
  const auto dot = target.rfind('.');
  if (!target.starts_with(target_prefix) || dot != target_prefix.size() - 1) return nullptr;
  return find_operation(target.substr(target_prefix.size()));
}

}  // namespace

Service::Service(AccountOptions options, Keys keys)
    : options_(std::move(options)),
      keys_(std::move(keys)),
      request_ids_(world::Stream::named(options_.settings.seed, "request ids")) {
  accounts_.emplace(options_.account, std::make_shared<Account>(options_));
}

Service::~Service() {
  if (ending_.joinable()) ending_.join();
}

tl::expected<std::string, Error> Service::account_number_of(const http::Request& request) const {
  if (keys_.empty()) return account_number(request).value_or(options_.account);
  auto number = verify(keys_, request, options_.region, std::chrono::system_clock::now());
  const std::string_view named = request.header("X-Stepstorm-Account");
  if (number && !named.empty() && named != *number)
    return tl::unexpected{Error{"AccessDeniedException", "The key that has signed is of another account", {}, 403}};
  return number;
}

/// Returns null when there are too many accounts.
Service::AccountPtr Service::account_of(const std::string& number) {
  const std::lock_guard lock{mutex_};
  AccountPtr& account = accounts_[number];
  if (!account && accounts_.size() <= accounts_max) {
    AccountOptions options = options_;
    options.account = number;
    account = std::make_shared<Account>(std::move(options));
  }
  if (account) return account;
  accounts_.erase(number);
  return nullptr;
}

void Service::handle(http::Request&& request, http::Respond respond) {
  const Reply reply = [respond, id = request_ids_.uuid()](const Result& result) { respond(response_of(result, id)); };
  const std::string target = request.target;
  reply_to_exceptions(target, reply, [&] { handle(std::move(request), std::move(respond), reply); });
}

void Service::handle(http::Request&& request, http::Respond respond, const Reply& reply) {
  if (is_about_all(request)) return reply(Json{{"status", "ok"}});
  const auto number = account_number_of(request);
  if (!number) return reply(tl::unexpected{number.error()});
  const AccountPtr account = account_of(*number);
  if (!account) return reply(refuse("ValidationException", "there may be 32 accounts at most"));
  if (request.target.starts_with(own_prefix)) return handle_own(std::move(request), account, reply, std::move(respond));
  call(request, account, reply, std::move(respond));
}

void Service::call(const http::Request& request, const AccountPtr& account, Reply reply, http::Respond respond) {
  const Operation* operation = operation_of(request);
  if (request.method != "POST" || !operation) return reply(refuse("UnknownOperationException", "UnknownOperation"));
  if (!is_json(request.header("Content-Type")))
    return reply(refuse("SerializationException", "The content type must be application/x-amz-json-1.0"));
  auto body = read_body(request.body);
  if (!body) return reply(tl::unexpected{body.error()});
  if (auto error = check(*body, operation->request)) return reply(tl::unexpected{std::move(*error)});
  leave_out_nulls(*body);
  Account& carrying_out = *account;  // outlives what is posted to its timeline
  carrying_out.timeline().post(
      [&carrying_out, operation, body = std::move(*body), reply = std::move(reply), client = std::move(respond)] {
        reply_to_exceptions(operation->name, reply, [&] {
          const std::lock_guard lock{carrying_out.registry.mutex};
          carrying_out.end_deletions();
          std::visit(Overload{[&](Answers answers) { reply(answers(carrying_out, body)); },
                              [&](AnswersLater answers) { answers(carrying_out, body, reply); },
                              [&](Waits waits) { waits(carrying_out, body, reply, client); }},
                     operation->carry_out);
        });
      });
}

void Service::handle_own(http::Request&& request, const AccountPtr& account, Reply reply, http::Respond respond) {
  const std::string_view name = std::string_view{request.target}.substr(own_prefix.size());
  const OwnEndpoint* endpoint = find_own_endpoint(request.method, name);
  if (!endpoint) return reply(tl::unexpected{Error{"NotFound", "there is no such endpoint", {}, 404}});
  if (request.method != "GET" && !is_json(request.header("Content-Type")))
    return reply(refuse("SerializationException", "The content type must be application/json"));
  Account& asked = *account;
  if (endpoint->carry_out)
    return asked.timeline().post([&asked, endpoint, body = std::move(request.body), reply = std::move(reply)] {
      reply_to_exceptions(endpoint->name, reply, [&] { endpoint->carry_out(asked, body, reply); });
    });
  if (name == "metrics") return respond({200, {{"Content-Type", "text/plain; version=0.0.4"}}, metrics(asked)});
  reset(asked.options().account, request.body, std::move(reply));
}

/// `body`: {} or {"now": a timestamp}, the start of the virtual clock.
void Service::reset(const std::string& account, const std::string& body, Reply reply) {
  const auto request = read_body(body);
  if (!request) return reply(tl::unexpected{request.error()});
  AccountOptions options = options_;
  options.account = account;
  if (const auto now = optional_text(*request, "now")) {
    const auto epoch = parse_timestamp(*now);
    if (options.clock != Clock::Virtual || !epoch || !is_in_range(*epoch))
      return reply(refuse("ValidationException",
                          std::string("\"now\" must be a time ") + range_of_time + ", on a virtual clock"));
    options.epoch = *epoch;
  }
  AccountPtr other = std::make_shared<Account>(std::move(options));
  {
    const std::lock_guard lock{mutex_};
    std::swap(accounts_[account], other);
  }
  if (other) other->polls.expire(std::chrono::steady_clock::time_point::max());
  let_go(std::move(other));
  reply(Json{{"status", "reset"}});
}

/// Destroys an account on another thread, since that may take seconds.
void Service::let_go(AccountPtr account) {
  if (ending_.joinable()) ending_.join();
  ending_ = std::thread{[account = std::move(account)]() mutable { account.reset(); }};
}

void Service::send_starts() {
  const std::lock_guard lock{mutex_};
  for (const auto& [number, account] : accounts_) account->send_starts();
}

void Service::expire_polls(std::chrono::steady_clock::time_point now) {
  const std::lock_guard lock{mutex_};
  for (const auto& [number, account] : accounts_) account->polls.expire(now);
}

}  // namespace stepstorm::api
