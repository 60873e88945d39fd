#include "api/service.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include "api/operation.hpp"
#include "api/own_endpoints.hpp"
#include "api/wire.hpp"
#include "values/overload.hpp"
#include "values/utf8.hpp"

namespace stepstorm::api {
namespace {

constexpr std::string_view target_prefix = "AWSStepFunctions.";
constexpr std::string_view own_prefix = "/_stepstorm/";
constexpr JsonLimits request_limits{.bytes = std::size_t{4} << 20, .depth = 200};

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

/// The request as an object; {} for an empty body.
tl::expected<Json, Error> read_body(const std::string& body) {
  if (body.empty()) return Json::object();
  auto parsed = parse_json(body, request_limits);
  if (!parsed) return refuse("SerializationException", "The request is no valid JSON: " + parsed.error().message);
  if (!parsed->is_object())
    return refuse("SerializationException", "Start of structure or map found where not expected.");
  return std::move(*parsed);
}

bool is_json(std::string_view content_type) {
  return content_type.starts_with("application/x-amz-json-1.") || content_type.starts_with("application/json");
}

/// The access key id of a signed request, or what the header X-Stepstorm-Account says, when it is twelve digits.
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

const Operation* operation_of(const http::Request& request) {
  const std::string_view target = request.header("X-Amz-Target");
  const auto dot = target.rfind('.');
  if (!target.starts_with(target_prefix) || dot != target_prefix.size() - 1) return nullptr;
  return find_operation(target.substr(target_prefix.size()));
}

}  // namespace

Service::Service(AccountOptions options)
    : options_(std::move(options)), request_ids_(world::Stream::named(options_.settings.seed, "request ids")) {
  accounts_.emplace(options_.account, std::make_shared<Account>(options_));
}

Service::~Service() {
  if (ending_.joinable()) ending_.join();
}

/// Null: there are too many accounts already.
Service::AccountPtr Service::account_of(const http::Request& request) {
  const std::string number = account_number(request).value_or(options_.account);
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
  AccountPtr account = account_of(request);
  if (!account) return reply(refuse("ValidationException", "there may be 32 accounts at most"));
  if (request.target.starts_with(own_prefix)) return handle_own(request, std::move(account), reply, std::move(respond));
  call(request, account, reply);
}

void Service::call(const http::Request& request, const AccountPtr& account, Reply reply) {
  const Operation* operation = operation_of(request);
  if (request.method != "POST" || !operation) return reply(refuse("UnknownOperationException", "UnknownOperation"));
  if (!is_json(request.header("Content-Type")))
    return reply(refuse("SerializationException", "The content type must be application/x-amz-json-1.0"));
  auto body = read_body(request.body);
  if (!body) return reply(tl::unexpected{body.error()});
  if (auto error = check(*body, operation->request)) return reply(tl::unexpected{std::move(*error)});
  Account& carrying_out = *account;  // outlives what is posted to its timeline
  carrying_out.timeline().post([&carrying_out, operation, body = std::move(*body), reply = std::move(reply)] {
    const std::lock_guard lock{carrying_out.registry.mutex};
    carrying_out.end_deletions();
    std::visit(Overload{[&](Answers answers) { reply(answers(carrying_out, body)); },
                        [&](AnswersLater answers) { answers(carrying_out, body, reply); }},
               operation->carry_out);
  });
}

void Service::handle_own(const http::Request& request, AccountPtr account, Reply reply, http::Respond respond) {
  const std::string_view what = std::string_view{request.target}.substr(own_prefix.size());
  Account& asked = *account;
  if (request.method == "GET") {
    if (what == "health" || what == "ready") return reply(Json{{"status", "ok"}});
    if (what == "metrics") return respond({200, {{"Content-Type", "text/plain; version=0.0.4"}}, metrics(asked)});
    if (what == "clock")
      return asked.timeline().post([&asked, reply] { reply(clock_state(asked, asked.timeline().state())); });
  }
  const bool writes = request.method == "POST" && (what == "clock" || what == "reset");
  if (!writes) return reply(tl::unexpected{Error{"NotFound", "there is no such endpoint", {}, 404}});
  if (!is_json(request.header("Content-Type")))
    return reply(refuse("SerializationException", "The content type must be application/json"));
  auto body = read_body(request.body);
  if (!body) return reply(tl::unexpected{body.error()});
  if (what == "clock")
    return asked.timeline().post([&asked, body = std::move(*body), reply] { set_clock(asked, body, reply); });
  {
    const std::lock_guard lock{mutex_};
    accounts_.erase(asked.options().account);
  }
  asked.polls.expire(std::chrono::steady_clock::time_point::max());
  let_go(std::move(account));
  reply(Json{{"status", "reset"}});
}

/// What an account holds may take seconds to give back, which other requests need not wait for.
void Service::let_go(AccountPtr account) {
  if (ending_.joinable()) ending_.join();
  ending_ = std::thread{[account = std::move(account)]() mutable { account.reset(); }};
}

void Service::expire_polls(std::chrono::steady_clock::time_point now) {
  const std::lock_guard lock{mutex_};
  for (const auto& [number, account] : accounts_) account->polls.expire(now);
}

}  // namespace stepstorm::api
