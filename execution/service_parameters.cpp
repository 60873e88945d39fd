#include "execution/service_parameters.hpp"

#include <algorithm>

namespace stepstorm::execution {
namespace {

bool is_list_of_texts(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& text) { return text.is_string(); });
}

/// API Gateway headers may have several values each: {"name": ["value", ...]}.
bool are_headers(const Json& value) {
  return value.is_object() && std::all_of(value.begin(), value.end(), is_list_of_texts);
}

Evaluated<Payload> check_headers(Payload parameters) {
  if (!parameters->is_object()) return parameters;
  const auto headers = parameters->find("Headers");
  if (headers == parameters->end() || are_headers(*headers)) return parameters;
  return evaluation_error(
      "The Parameters '" + to_text(*parameters) +
      "' could not be used to start the Task: [The value of the field 'Headers' has an invalid format]");
}

/// Adds StartedBy, by which ECS shows that Step Functions started a task and waits for it.
Payload with_started_by(const Payload& parameters) {
  if (!parameters->is_object() || parameters->contains("StartedBy")) return parameters;
  Json extended = *parameters;
  extended["StartedBy"] = "AWS Step Functions";
  return Payload{std::move(extended)};
}

}  // namespace

Evaluated<Payload> service_parameters(const asl::Resource& resource, Payload parameters) {
  const auto* service = std::get_if<asl::ServiceResource>(&resource.kind);
  if (!service) return parameters;
  if (service->type == "apigateway") return check_headers(std::move(parameters));
  if (service->type == "ecs" && service->pattern == asl::IntegrationPattern::Sync) return with_started_by(parameters);
  return parameters;
}

}  // namespace stepstorm::execution
