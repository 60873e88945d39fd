#include "api/service.hpp"

#include <string>
#include <string_view>
#include <variant>

#include "api/operation.hpp"
#include "api/wire.hpp"
#include "values/overload.hpp"
#include "values/utf8.hpp"

namespace stepstorm::api {
namespace {

constexpr std::string_view target_prefix = "AWSStepFunctions.";
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

const Operation* operation_of(const http::Request& request) {
  const std::string_view target = request.header("X-Amz-Target");
  const auto dot = target.rfind('.');
  if (!target.starts_with(target_prefix) || dot != target_prefix.size() - 1) return nullptr;
  return find_operation(target.substr(target_prefix.size()));
}

}  // namespace

Service::Service(AccountOptions options)
    : options_(std::move(options)),
      account_(std::make_unique<Account>(options_)),
      request_ids_(world::Stream::named(options_.settings.seed, "request ids")) {}

Service::~Service() = default;

void Service::handle(http::Request&& request, http::Respond respond) {
  const Reply reply = [respond = std::move(respond), id = request_ids_.uuid()](const Result& result) {
    respond(response_of(result, id));
  };
  const Operation* operation = operation_of(request);
  if (request.method != "POST" || !operation) return reply(refuse("UnknownOperationException", "UnknownOperation"));
  if (!is_json(request.header("Content-Type")))
    return reply(refuse("SerializationException", "The content type must be application/x-amz-json-1.0"));
  const auto body = read_body(request.body);
  if (!body) return reply(tl::unexpected{body.error()});
  if (auto error = check(*body, operation->request)) return reply(tl::unexpected{std::move(*error)});
  std::visit(Overload{[&](Answers answers) { reply(answers(*account_, *body)); },
                      [&](AnswersLater answers) { answers(*account_, *body, reply); }},
             operation->carry_out);
}

}  // namespace stepstorm::api
