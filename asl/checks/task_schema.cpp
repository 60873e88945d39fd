#include "asl/checks/task_schema.hpp"

#include <string>
#include <variant>

#include "asl/checks/field_checks.hpp"
#include "asl/quotas.hpp"
#include "asl/resource.hpp"
#include "values/overload.hpp"

namespace stepstorm::asl {
namespace {

// ---- Resource

void refuse_in_express(IntegrationPattern pattern, const Subject& resource) {
  const std::string refusal = "Express state machine does not support ";
  switch (pattern) {
    case IntegrationPattern::RequestResponse: return;
    case IntegrationPattern::Sync:
    case IntegrationPattern::Sync2: return resource.error(refusal + "'.sync' service integration");
    case IntegrationPattern::WaitForTaskToken:  // the service ends this one with a space
      return resource.error(refusal + "'.waitForTaskToken' service integration ");
  }
}

void check_express(const Resource& parsed, const Subject& resource) {
  if (resource.surroundings.type != MachineType::EXPRESS) return;
  std::visit(
      Overload{[](const LambdaResource&) {},
               [&](const ActivityResource&) { resource.error("Express state machine does not support Activity ARN"); },
               [&](const ServiceResource& service) { refuse_in_express(service.pattern, resource); }},
      parsed.kind);
}

void resource(const Subject& subject) {
  if (!expect_text(subject)) return;
  const auto& arn = subject.value.get_ref<const std::string&>();
  if (!arn.starts_with("arn:")) return subject.error("Value is not a valid resource ARN");
  if (const auto parsed = parse_resource(arn)) return check_express(*parsed, subject);
  subject.error("The resource provided " + arn + " is not recognized. The value is not a valid resource ARN, or the " +
                "resource is not available in this region.");
}

std::optional<Resource> resource_of(const Json& task) { return parse_resource(text_member(task, "Resource")); }

// ---- relations between a resource and other fields

std::string_view parameters_field(const Subject& task) {
  return task.surroundings.language == QueryLanguage::JSONata ? "Arguments" : "Parameters";
}

bool is_given(const Json& parameters, std::string_view name) {
  return member(parameters, name) || member(parameters, std::string(name) + ".$");
}

void check_parameters(const ServiceResource& service, const Subject& task) {
  const auto field = parameters_field(task);
  const auto* parameters = member(task.value, field);
  if (!parameters) {
    const auto place = task.place.member("Resource");
    return task.with(task.value, place)
        .error(std::string(field) +
               " field is required for resource ARN: " + std::string(text_member(task.value, "Resource")));
  }
  const auto place = task.place.member(field);
  if (!parameters->is_object()) {  // of an expression it is not known
    if (task.surroundings.language == QueryLanguage::JSONPath && !parameters->is_null())
      expect_object(task.with(*parameters, place));
    return;
  }
  for (const auto name : required_parameters(service)) {
    if (is_given(*parameters, name)) continue;
    task.with(*parameters, place).error("The field '" + std::string(name) + "' is required but was missing");
  }
}

void check_activity(const Subject& task) {
  if (!member(task.value, "Credentials")) return;
  task.with(task.value, task.place.member("Credentials"))
      .error("The field 'Credentials' is not supported for activities");
}

void suits_its_resource(const Subject& task) {
  const auto parsed = resource_of(task.value);
  if (!parsed) return;
  std::visit(Overload{[](const LambdaResource&) {},
                      [&](const ActivityResource&) { check_activity(task); },
                      [&](const ServiceResource& service) { check_parameters(service, task); }},
             parsed->kind);
}

// ---- Credentials

void names_a_role(const Subject& credentials) {
  if (is_given(credentials.value, "RoleArn")) return;
  credentials.error("The field 'RoleArn' is required but was missing");
}

void is_template(const Subject& credentials) {
  if (credentials.surroundings.language == QueryLanguage::JSONPath) object_template(credentials);
}

ObjectSchema credentials_schema() {
  return {.fields = {{"RoleArn", text, Dialect::Any, true}, {"RoleArn.$", text, Dialect::JSONPath}},
          .relations = {names_a_role, is_template}};
}

// ---- times

const Json* integer_member(const Json& object, std::string_view name) {
  const auto* value = member(object, name);
  return value && value->is_number_integer() ? value : nullptr;
}

void heartbeat_is_shorter_than_timeout(const Subject& task) {
  const auto* timeout = integer_member(task.value, "TimeoutSeconds");
  const auto* heartbeat = integer_member(task.value, "HeartbeatSeconds");
  if (!timeout || !heartbeat || integer_value(*heartbeat) < integer_value(*timeout)) return;
  task.with(*heartbeat, task.place.member("HeartbeatSeconds"))
      .error("HeartbeatSeconds must be smaller than TimeoutSeconds");
}

bool has_any(const Json& object, const std::vector<std::string_view>& names) {
  for (const auto name : names) {
    if (member(object, name)) return true;
  }
  return false;
}

/// Whether the answer comes from outside: until then the task waits, without a limit of its own.
bool is_answered_from_outside(const Resource& resource) {
  return std::visit(
      Overload{[](const LambdaResource&) { return false; },
               [](const ActivityResource&) { return true; },
               [](const ServiceResource& service) { return service.pattern == IntegrationPattern::WaitForTaskToken; }},
      resource.kind);
}

void warn_of_times(const Subject& task) {
  static const std::vector<std::string_view> heartbeats{"HeartbeatSeconds", "HeartbeatSecondsPath"};
  static const std::vector<std::string_view> timeouts{"TimeoutSeconds", "TimeoutSecondsPath"};
  const auto parsed = resource_of(task.value);
  if (!parsed) return;
  const bool outside = is_answered_from_outside(*parsed);
  const bool has_heartbeat = has_any(task.value, heartbeats);
  if (has_heartbeat && !outside) {
    task.warn(code::has_no_effect,
              "A heartbeat has an effect only on activities and on tasks that wait for a task token");
  }
  if (outside && !has_heartbeat && !has_any(task.value, timeouts)) {
    task.warn(code::may_wait_forever,
              "The task waits for an answer from outside, and neither TimeoutSeconds nor "
              "HeartbeatSeconds ends the wait");
  }
}

}  // namespace

std::vector<FieldSchema> task_fields() {
  return {
      {"Resource", resource},
      {"Parameters", payload_template, Dialect::JSONPath},
      {"Arguments", expressions(), Dialect::JSONata},
      {"TimeoutSeconds", integer(1, seconds_max), Dialect::Any, true},
      {"TimeoutSecondsPath", reference_path, Dialect::JSONPath},
      {"HeartbeatSeconds", integer(1, seconds_max), Dialect::Any, true},
      {"HeartbeatSecondsPath", reference_path, Dialect::JSONPath},
      {"Credentials", object(credentials_schema())},
  };
}

std::vector<Check> task_relations() { return {suits_its_resource, heartbeat_is_shorter_than_timeout, warn_of_times}; }

}  // namespace stepstorm::asl
