#include "api/test_state/context.hpp"

#include <array>

#include "asl/resource.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::api {
namespace {

enum class ContextKind { Any, Text, Number };

struct ContextField {
  std::string_view part;
  std::string_view name;
  ContextKind kind = ContextKind::Text;
};

constexpr std::array context_fields{ContextField{"Execution", "Id"},
                                    ContextField{"Execution", "Input", ContextKind::Any},
                                    ContextField{"Execution", "Name"},
                                    ContextField{"Execution", "RoleArn"},
                                    ContextField{"Execution", "StartTime"},
                                    ContextField{"Execution", "RedriveCount", ContextKind::Number},
                                    ContextField{"Execution", "RedriveTime"},
                                    ContextField{"State", "EnteredTime"},
                                    ContextField{"State", "Name"},
                                    ContextField{"State", "RetryCount", ContextKind::Number},
                                    ContextField{"StateMachine", "Id"},
                                    ContextField{"StateMachine", "Name"},
                                    ContextField{"Task", "Token"}};

bool waits_for_submission(const asl::State& state) {
  const auto* task = std::get_if<asl::TaskState>(&state.detail);
  return task && asl::has_submission(task->resource);
}

bool is_in_map(const Subject& subject) {
  const asl::Machine& machine = *subject.machine;
  for (auto owner = machine.scope(subject.state().scope).owner; owner;
       owner = machine.scope(machine.states[*owner].scope).owner)
    if (std::holds_alternative<asl::MapState>(machine.states[*owner].detail)) return true;
  return false;
}

/// Returns the fault; empty when there is none.
std::string field_complaint(const std::string& part, const std::string& name, const Json& value) {
  for (const ContextField& field : context_fields) {
    if (field.part != part || field.name != name) continue;
    if (field.kind == ContextKind::Text && !value.is_string()) return part + '.' + name + " must be a string";
    if (field.kind == ContextKind::Number && !value.is_number()) return part + '.' + name + " must be a number";
    return {};
  }
  return "Field '" + name + "' is not allowed";
}

std::string part_complaint(const std::string& part, const Json& value, const asl::State& state) {
  if (part == "Map") return "'Map' field is not supported when mocking a Context object";
  if (part != "Execution" && part != "State" && part != "StateMachine" && part != "Task")
    return "Field '" + part + "' is not allowed";
  if (part == "Task" && !waits_for_submission(state))
    return "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' "
           "service "
           "integration pattern";
  if (!value.is_object()) return part + " must be an object";
  for (const auto& [name, of] : value.items())
    if (auto complaint = field_complaint(part, name, of); !complaint.empty()) return complaint;
  return {};
}

}  // namespace

tl::expected<Json, Error> read_context(const std::string& text, const asl::State& state) {
  const auto invalid = [](const std::string& why) {
    return refuse("ValidationException", "Invalid Context object provided: " + why);
  };
  auto context = parse_json(text);
  if (!context) return invalid("Context object must be valid JSON");
  if (!context->is_object()) return invalid("Context object must be an object");
  for (const auto& [part, value] : context->items())
    if (const auto complaint = part_complaint(part, value, state); !complaint.empty()) return invalid(complaint);
  return std::move(*context);
}

Json fresh_context(
    Account& account, const Subject& subject, const Json& input, const std::string& role_arn, std::int64_t retries) {
  const asl::State& state = subject.state();
  const std::string machine = account.uuid();
  const std::string name = account.uuid();
  const std::string now = render_timestamp(account.now());
  Json execution{
      {"Id", account.arn("express:" + machine + ':' + name)}, {"Input", input}, {"StartTime", now}, {"Name", name}};
  if (!role_arn.empty()) execution["RoleArn"] = role_arn;
  Json context{{"Execution", std::move(execution)},
               {"StateMachine", {{"Id", account.arn("stateMachine:" + machine)}, {"Name", machine}}},
               {"State", {{"Name", state.name}, {"EnteredTime", now}}}};
  if (std::holds_alternative<asl::TaskState>(state.detail) || std::holds_alternative<asl::MapState>(state.detail) ||
      std::holds_alternative<asl::ParallelState>(state.detail))
    context["State"]["RetryCount"] = retries;
  if (is_in_map(subject)) context["Map"] = {{"Item", {{"Index", 0}, {"Value", input}}}};
  if (waits_for_submission(state)) context["Task"] = {{"Token", account.uuid()}};
  return context;
}

}  // namespace stepstorm::api
