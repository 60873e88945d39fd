#include "functions/invoke_call.hpp"

#include <algorithm>
#include <ctime>
#include <optional>
#include <utility>

#include "asl/arn.hpp"
#include "orchestration/performers/function_invocation.hpp"
#include "values/number.hpp"
#include "workers/functions/function_failures.hpp"

namespace stepstorm::functions {
namespace {

using workers::Fail;

/// Source: AWS Lambda, "Invoke", ClientContext: up to 3,583 bytes of base64.
constexpr std::size_t client_context_bytes_max = 3'583;
constexpr std::size_t error_type_bytes_max = 128;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool consists_of(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter_or_digit(c) || others.find(c) != others.npos;
  });
}

/// Source: RFC 3986, unreserved characters.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_letter_or_digit(c) || std::string_view{"-._~"}.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[byte >> 4];
    encoded += digits[byte & 0xf];
  }
  return encoded;
}

/// Names an account and a region for AWS emulators; the signature is a dummy.
std::string authorization(const asl::Arn& arn) {
  char date[16];
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::strftime(date, sizeof date, "%Y%m%d", &parts);
  return "AWS4-HMAC-SHA256 Credential=" + std::string{arn.account} + '/' + date + '/' + std::string{arn.region} +
         "/lambda/aws4_request, SignedHeaders=host, Signature=" + std::string(64, '0');
}

Fail refused(std::string error, std::string cause) { return {std::move(error), std::move(cause), std::nullopt}; }

tl::expected<std::optional<std::string>, Fail> client_context(const Json& parameters) {
  const Json* context = find_member(parameters, "ClientContext");
  if (!context || context->is_null()) return std::nullopt;
  if (!context->is_string() || context->get_ref<const std::string&>().size() > client_context_bytes_max ||
      !consists_of(context->get_ref<const std::string&>(), "+/="))
    return tl::unexpected{
        refused("Lambda.InvalidRequestContentException", "ClientContext: expected at most 3583 bytes of base64")};
  return context->get<std::string>();
}

/// Returns `ResourceNotFoundException` for `ResourceNotFoundException:http://...`; empty when it is no such name.
std::string type_name(std::string_view error_type) {
  const std::string_view name = error_type.substr(0, error_type.find(':'));
  return name.size() <= error_type_bytes_max && consists_of(name, "._") ? std::string{name} : std::string{};
}

std::string type_of(const InvokeAnswer& answer) {
  if (std::string name = type_name(answer.error_type); !name.empty()) return name;
  if (answer.status == 404) return "ResourceNotFoundException";
  if (answer.status == 429) return "TooManyRequestsException";
  return answer.status >= 500 ? "ServiceException" : "AWSLambdaException";
}

/// Reads the error in a JSON body.
std::string message_of(const InvokeAnswer& answer) {
  const auto body = parse_json(answer.body);
  for (const char* name : {"Message", "message"})
    if (const Json* message = body ? find_member(*body, name) : nullptr; message && message->is_string())
      return message->get<std::string>();
  return "Status " + std::to_string(answer.status);
}

}  // namespace

std::string Endpoint::authority() const { return (host.find(':') == host.npos ? host : '[' + host + ']') + ':' + port; }

tl::expected<Endpoint, std::string> parse_endpoint(std::string_view url) {
  const auto expected = [&] {
    return tl::unexpected{"expected http://HOST[:PORT][/PATH], found '" + std::string{url} + "'"};
  };
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme)) return expected();
  std::string_view rest = url.substr(scheme.size());
  std::string_view path = rest.substr(std::min(rest.size(), rest.find('/')));
  rest.remove_suffix(path.size());
  while (path.ends_with('/')) path.remove_suffix(1);
  Endpoint endpoint{.host = {}, .port = "80", .prefix = std::string{path}};
  if (!path.empty() && !consists_of(path, "-._~/")) return expected();
  const bool bracketed = rest.starts_with('[');
  const auto host_end = bracketed ? rest.find(']') : rest.find(':');
  if (bracketed && host_end == rest.npos) return expected();
  endpoint.host = std::string{bracketed ? rest.substr(1, host_end - 1) : rest.substr(0, host_end)};
  if (!consists_of(endpoint.host, bracketed ? ":." : "-._")) return expected();
  rest.remove_prefix(std::min(rest.size(), bracketed ? host_end + 1 : host_end));
  if (rest.empty()) return endpoint;
  const auto port = rest.starts_with(':') ? parse_whole_number(rest.substr(1)) : std::nullopt;
  if (!port || *port == 0 || *port > 65'535) return expected();
  endpoint.port = std::to_string(*port);
  return endpoint;
}

tl::expected<InvokeCall, Fail> invoke_call(const Json& parameters, const Endpoint& endpoint) {
  const auto function = orchestration::invoked_function(parameters, {});
  if (!function)
    return tl::unexpected{refused("Lambda.InvalidParameterValueException", "FunctionName: expected a function's name")};
  auto context = client_context(parameters);
  if (!context) return tl::unexpected{std::move(context.error())};
  const auto arn = asl::split_arn(function->function);
  InvokeCall call{
      .function = std::string{function->name()},
      .target = endpoint.prefix + "/2015-03-31/functions/" + percent_encoded(function->name()) + "/invocations",
      .headers = {{"Content-Type", "application/json"}, {"X-Amz-Invocation-Type", "RequestResponse"}},
      .body = {}};
  if (!function->qualifier.empty()) call.target += "?Qualifier=" + percent_encoded(function->qualifier);
  if (arn) call.headers.emplace_back("Authorization", authorization(*arn));
  if (*context) call.headers.emplace_back("X-Amz-Client-Context", std::move(**context));
  const Json* payload = find_member(parameters, "Payload");
  call.body = payload && !payload->is_null() ? to_text(*payload) : "{}";
  return call;
}

workers::Outcome outcome_of(InvokeAnswer&& answer) {
  if (answer.body.size() > workers::response_bytes_max) return workers::response_too_large();
  if (answer.status == 200 && answer.function_error.empty()) return workers::Write{std::move(answer.body)};
  if (answer.status == 200) return workers::reported(answer.body);
  const std::string type = type_of(answer);
  return refused("Lambda." + type,
                 message_of(answer) + " (Service: AWSLambda; Status Code: " + std::to_string(answer.status) +
                     "; Error Code: " + type + "; Request ID: " + answer.request_id + "; Proxy: null)");
}

Fail not_reached(const Endpoint& endpoint, const std::string& why) {
  return refused("Lambda.SdkClientException", "Unable to execute HTTP request: " + endpoint.authority() + ": " + why);
}

Fail not_answered_in(const Endpoint& endpoint, std::chrono::seconds limit) {
  return refused("Lambda.ClientExecutionTimeoutException",
                 endpoint.authority() + " did not answer within " + std::to_string(limit.count()) + " s");
}

}  // namespace stepstorm::functions
