#include "orchestration/performers/function_invocation.hpp"

#include <algorithm>
#include <utility>

#include "orchestration/performers/http_metadata.hpp"

namespace stepstorm::orchestration {
namespace {

const std::string* text_member(const Json& parameters, const char* name) {
  if (!parameters.is_object()) return nullptr;
  const auto found = parameters.find(name);
  return found != parameters.end() && found->is_string() ? &found->get_ref<const std::string&>() : nullptr;
}

/// Returns a numeric qualifier, else $LATEST: which version an alias stands for is not known here.
std::string executed_version(const std::string& qualifier) {
  const bool is_version = !qualifier.empty() &&
                          std::all_of(qualifier.begin(), qualifier.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_version ? qualifier : "$LATEST";
}

}  // namespace

std::optional<asl::FunctionName> invoked_function(const Json& parameters, const asl::Home& home) {
  const std::string* name = text_member(parameters, "FunctionName");
  if (!name) return std::nullopt;
  auto function = asl::parse_function_name(*name, home);
  if (const std::string* qualifier = text_member(parameters, "Qualifier"); function && qualifier)
    function->qualifier = *qualifier;
  return function;
}

Payload invocation_payload(const Payload& parameters) {
  if (!parameters->is_object()) return Payload{Json::object()};
  const auto payload = parameters->find("Payload");
  return payload == parameters->end() || payload->is_null() ? Payload{Json::object()} : Payload{*payload};
}

Payload invocation_parameters(const std::string& function_arn, const Payload& payload) {
  return Payload{make_object(Member{"FunctionName", function_arn}, Member{"Payload", *payload})};
}

Json invocation_result(const Json& result, const std::string& qualifier, TimePoint at, const std::string& request_id) {
  const std::string version = executed_version(qualifier);
  const std::string length = std::to_string(to_text(result).size());
  const std::string date = http_date(at);
  const std::string type = "application/json";
  return {{"ExecutedVersion", version},
          {"Payload", result},
          {"SdkHttpMetadata",
           http_metadata({{"X-Amz-Executed-Version", version},
                          {"x-amzn-Remapped-Content-Length", "0"},
                          {"Connection", "keep-alive"},
                          {"x-amzn-RequestId", request_id},
                          {"Content-Length", length},
                          {"Date", date},
                          {"Content-Type", type}},
                         {{"Connection", "keep-alive"},
                          {"Content-Length", length},
                          {"Content-Type", type},
                          {"Date", date},
                          {"X-Amz-Executed-Version", version},
                          {"x-amzn-Remapped-Content-Length", "0"},
                          {"x-amzn-RequestId", request_id}})},
          {"SdkResponseMetadata", {{"RequestId", request_id}}},
          {"StatusCode", 200}};
}

InvocationType invocation_type(const Json& parameters) {
  const std::string* type = text_member(parameters, "InvocationType");
  if (type && *type == "Event") return InvocationType::Event;
  if (type && *type == "DryRun") return InvocationType::DryRun;
  return InvocationType::RequestResponse;
}

Json accepted_invocation(InvocationType type, TimePoint at, const std::string& request_id) {
  const int status = type == InvocationType::DryRun ? 204 : 202;
  const std::string date = http_date(at);
  const HttpHeaders headers{{"x-amzn-RequestId", request_id}, {"Content-Length", "0"}, {"Date", date}};
  Json metadata = http_metadata(headers, headers);
  metadata["HttpStatusCode"] = status;
  return {{"Payload", ""},
          {"SdkHttpMetadata", std::move(metadata)},
          {"SdkResponseMetadata", {{"RequestId", request_id}}},
          {"StatusCode", status}};
}

std::string rate_exceeded(const std::string& request_id) {
  return "Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: " +
         request_id + "; Proxy: null)";
}

std::string function_not_found(const asl::FunctionName& function, const std::string& request_id) {
  return "Function not found: " + function.function + ':' +
         (function.qualifier.empty() ? "$LATEST" : function.qualifier) +
         " (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: " + request_id +
         "; Proxy: null)";
}

std::string invocation_cause(std::string cause) {
  const auto parsed = parse_json(cause);
  return parsed ? to_text(*parsed) : cause;
}

}  // namespace stepstorm::orchestration
