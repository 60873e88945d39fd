#include "orchestration/performers/nested_request.hpp"

#include <chrono>
#include <utility>

#include "execution/result.hpp"
#include "orchestration/performers/http_metadata.hpp"
#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

using std::chrono::floor;
using std::chrono::milliseconds;

/// Prefix of the service's error names.
constexpr const char* service_prefix = "StepFunctions.";

std::int64_t epoch_milliseconds(TimePoint at) { return floor<milliseconds>(at.time_since_epoch()).count(); }

Json metadata(std::size_t body_bytes, TimePoint at, const std::string& request_id) {
  const std::string length = std::to_string(body_bytes);
  const std::string type = "application/x-amz-json-1.0";
  const std::string date = http_date(at);
  return http_metadata({{"x-amzn-RequestId", request_id},
                        {"connection", "keep-alive"},
                        {"Content-Length", length},
                        {"Date", date},
                        {"Content-Type", type}},
                       {{"connection", "keep-alive"},
                        {"Content-Length", length},
                        {"Content-Type", type},
                        {"Date", date},
                        {"x-amzn-RequestId", request_id}});
}

/// Returns the execution's input; a string is parsed as JSON text.
tl::expected<Payload, messages::Failed> input_of(const Json& parameters, const std::string& request_id) {
  const auto given = parameters.find("Input");
  if (given == parameters.end() || given->is_null()) return Payload{Json::object()};
  if (!given->is_string()) return Payload{*given};
  auto parsed = parse_json(given->get_ref<const std::string&>());
  if (!parsed)
    return tl::unexpected{service_failure("InvalidExecutionInput",
                                          "Invalid State Machine Execution Input: '" + parsed.error().message + '\'',
                                          request_id)};
  return Payload{std::move(*parsed)};
}

/// Returns the members of DescribeExecution about redrives. Source: semantics.md 8.2.
Json redrive_part(const execution::Execution& ended) {
  if (!std::holds_alternative<execution::Succeeded>(ended.status))
    return {{"RedriveCount", ended.redrives}, {"RedriveStatus", "REDRIVABLE"}};
  return {{"RedriveCount", ended.redrives},
          {"RedriveStatus", "NOT_REDRIVABLE"},
          {"RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven"}};
}

Json as_told(const Payload& payload, bool as_json) { return as_json ? *payload : Json(to_text(*payload)); }

/// Returns DescribeExecution's response, with names and order of members as in the integration.
Json description(const execution::Execution& ended, bool as_json) {
  Json described = Json::object();
  const execution::ErrorOutput reason = execution::reason_of(ended.status);
  if (reason.cause) described["Cause"] = *reason.cause;
  if (reason.error) described["Error"] = *reason.error;
  described["ExecutionArn"] = execution_arn(ended);
  described["Input"] = as_told(ended.input, as_json);
  described["InputDetails"] = {{"Included", true}};
  described["Name"] = ended.name();
  if (const auto* succeeded = std::get_if<execution::Succeeded>(&ended.status)) {
    described["Output"] = as_told(succeeded->output, as_json);
    described["OutputDetails"] = {{"Included", true}};
  }
  described.update(redrive_part(ended));
  described["StartDate"] = epoch_milliseconds(ended.started_at);
  described["StateMachineArn"] = ended.state_machine->arn;
  described["Status"] = execution::status_name(ended.status);
  described["StopDate"] = epoch_milliseconds(ended.ended_at);
  return described;
}

}  // namespace

messages::Failed unusable_parameters(const Json& parameters, const std::string& what) {
  return {.error = "States.Runtime",
          .cause = "The Parameters '" + to_text(parameters) + "' could not be used to start the Task: [" + what + ']',
          .phase = execution::TaskPhase::Run,
          .by_service = true};
}

messages::Failed service_failure(const std::string& error, const std::string& message, const std::string& request_id) {
  return {.error = service_prefix + error + "Exception",
          .cause = message + " (Service: AWSStepFunctions; Status Code: 400; Error Code: " + error +
                   "; Request ID: " + request_id + "; Proxy: null)",
          .phase = execution::TaskPhase::Run,
          .by_service = true};
}

tl::expected<NestedRequest, messages::Failed> read_nested_request(const Json& parameters,
                                                                  const std::string& request_id) {
  if (!parameters.is_object()) return tl::unexpected{unusable_parameters(parameters, "Parameters must be an object")};
  const auto text = [&](const char* member) -> const std::string* {
    const auto found = parameters.find(member);
    return found != parameters.end() && found->is_string() ? &found->get_ref<const std::string&>() : nullptr;
  };
  const std::string* arn = text("StateMachineArn");
  if (!arn)
    return tl::unexpected{
        unusable_parameters(parameters, "The field 'StateMachineArn' is required and must be a string")};
  const std::string* name = text("Name");
  if (!name && parameters.contains("Name"))
    return tl::unexpected{unusable_parameters(parameters, "The value of the field 'Name' has an invalid format")};
  auto input = input_of(parameters, request_id);
  if (!input) return tl::unexpected{std::move(input.error())};
  return NestedRequest{*arn, name ? std::optional{*name} : std::nullopt, std::move(*input)};
}

Json start_execution_response(const std::string& execution_arn, TimePoint started_at, const std::string& request_id) {
  const std::string body = to_text(
      {{"executionArn", execution_arn}, {"startDate", static_cast<double>(epoch_milliseconds(started_at)) / 1000}});
  return {{"ExecutionArn", execution_arn},
          {"SdkHttpMetadata", metadata(body.size(), started_at, request_id)},
          {"SdkResponseMetadata", {{"RequestId", request_id}}},
          {"StartDate", epoch_milliseconds(started_at)}};
}

Json service_response(TimePoint at, const std::string& request_id) {
  return {{"SdkHttpMetadata", metadata(2, at, request_id)}, {"SdkResponseMetadata", {{"RequestId", request_id}}}};
}

messages::TaskAnswer nested_result(const execution::Execution& ended, messages::TaskToken token, bool as_json) {
  if (std::holds_alternative<execution::Succeeded>(ended.status))
    return {token, messages::Succeeded{Payload{description(ended, as_json)}}};
  return {token,
          messages::Failed{.error = "States.TaskFailed",
                           .cause = to_text(description(ended, as_json)),
                           .phase = execution::TaskPhase::Run,
                           .by_service = true}};
}

}  // namespace stepstorm::orchestration
