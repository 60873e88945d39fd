#include "api/test_state/request.hpp"

#include <algorithm>

#include "api/operations/executions.hpp"
#include "api/wire.hpp"
#include "asl/resource.hpp"

namespace stepstorm::api {
namespace {

Error not_valid(std::string message) { return {"ValidationException", std::move(message)}; }

bool is_map_or_parallel(const asl::State& state) {
  return std::holds_alternative<asl::MapState>(state.detail) ||
         std::holds_alternative<asl::ParallelState>(state.detail);
}

const asl::TaskState* task_in(const asl::State& state) { return std::get_if<asl::TaskState>(&state.detail); }

// ---- requests without a mock

std::optional<Error> refuse_unmocked(const asl::State& state, const Json& request) {
  if (is_map_or_parallel(state))
    return Error{"InvalidDefinition",
                 "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, "
                 "Pass, Succeed, Fail, Choice]"};
  const asl::TaskState* task = task_in(state);
  if (task && (asl::is_activity(task->resource) || asl::has_submission(task->resource)))
    return Error{
        "InvalidDefinition",
        "TestState API does not support the resource " + task->resource.arn + " when a mock is not specified."};
  if (task && text_of(request, "roleArn").empty())
    return not_valid("RoleArn must be specified when testing a Task state");
  if (!text_of(request, "context").empty())
    return not_valid("TestState does not support Context when a mock is not specified.");
  const Json configuration = json_of(request, "stateConfiguration");
  if (find_member(configuration, "mapIterationFailureCount"))
    return not_valid("TestState does not support MapIterationFailureCount when a mock is not specified.");
  if (configuration.is_object() && !configuration.empty())
    return not_valid("TestState does not support StateConfiguration when a mock is not specified.");
  return std::nullopt;
}

// ---- the mock

/// Returns an error; empty when the state's work can have this result.
std::string result_complaint(const asl::State& state, const Json& result) {
  if (const auto* map = std::get_if<asl::MapState>(&state.detail)) {
    const bool written = map->result_writer && map->result_writer->resource;
    if (written && !result.is_object()) return "Mocked result must be a JSON object.";
    if (!written && !result.is_array()) return "Mocked result must be an array.";
  }
  if (const auto* parallel = std::get_if<asl::ParallelState>(&state.detail)) {
    if (!result.is_array()) return "Mocked result must be an array.";
    if (result.size() != parallel->branches.size())
      return "Mocked result must contain the same number of items as number of Parallel branches.";
  }
  return {};
}

FieldValidation validation_of(const Json& mock) {
  const std::string mode = text_of(mock, "fieldValidationMode");
  return mode == "NONE"      ? FieldValidation::None
         : mode == "PRESENT" ? FieldValidation::Present
                             : FieldValidation::Strict;
}

tl::expected<Payload, Error> read_mocked_result(const asl::State& state, const Json& mock) {
  auto result = parse_json(text_of(mock, "result"));
  if (!result) return tl::unexpected{not_valid("Mocked result must be valid JSON")};
  if (auto complaint = result_complaint(state, *result); !complaint.empty())
    return tl::unexpected{not_valid(std::move(complaint))};
  if (const asl::TaskState* task = task_in(state))
    if (auto complaint = mock_complaint(task->resource, *result, validation_of(mock)))
      return tl::unexpected{not_valid(std::move(*complaint))};
  return Payload{std::move(*result)};
}

tl::expected<StateMock, Error> read_mock(const asl::State& state, const Json& mock, const Json& request) {
  if (!task_in(state) && !is_map_or_parallel(state))
    return tl::unexpected{
        not_valid("State type '" + std::string(asl::type_name(state)) + "' is not supported when a mock is specified")};
  if (flag_of(request, "revealSecrets"))
    return tl::unexpected{not_valid("TestState does not support RevealSecrets when a mock is specified.")};
  const Json* error = find_member(mock, "errorOutput");
  const bool has_result = find_member(mock, "result") != nullptr;
  if (has_result == (error != nullptr))
    return tl::unexpected{
        not_valid(error ? "A test mock should have only one of the following fields: [result, errorOutput]."
                        : "A test mock should have one of the following fields: [result, errorOutput].")};
  StateMock read;
  if (error) {
    read.error = execution::ErrorOutput{optional_text(*error, "error"), optional_text(*error, "cause")};
    return read;
  }
  auto result = read_mocked_result(state, mock);
  if (!result) return tl::unexpected{std::move(result.error())};
  read.result = std::move(*result);
  return read;
}

// ---- the configuration of the state's past

/// Returns whether a Map or a Parallel contains a state with this name, at any depth.
bool holds_state(const Subject& subject, const std::string& name) {
  const asl::Machine& machine = *subject.machine;
  return std::any_of(machine.states.begin(), machine.states.end(), [&](const asl::State& state) {
    if (state.name != name) return false;
    for (auto owner = machine.scope(state.scope).owner; owner;
         owner = machine.scope(machine.states[*owner].scope).owner)
      if (*owner == subject.index) return true;
    return false;
  });
}

tl::expected<StateConfiguration, Error> read_configuration(const Subject& subject, const Json& said) {
  StateConfiguration read;
  if (!said.is_object()) return read;
  read.item_reader_data = optional_text(said, "mapItemReaderData");
  if (const Json* retries = find_member(said, "retrierRetryCount")) read.retries = retries->get<std::int64_t>();
  if (const Json* failed = find_member(said, "mapIterationFailureCount"))
    read.failed_iterations = failed->get<std::int64_t>();
  const bool is_map = std::holds_alternative<asl::MapState>(subject.state().detail);
  if (!is_map && (read.failed_iterations || read.item_reader_data))
    return tl::unexpected{
        not_valid("mapIterationFailureCount and mapItemReaderData are of Map states; the state tested is of type '" +
                  std::string(asl::type_name(subject.state())) + '\'')};
  if (const auto origin = optional_text(said, "errorCausedByState"); origin && !holds_state(subject, *origin))
    return tl::unexpected{not_valid("The state '" + *origin + "' that errorCausedByState names is not inside '" +
                                    subject.state().name + '\'')};
  return read;
}

tl::expected<Json, Error> read_variables(const Json& request) {
  const auto text = optional_text(request, "variables");
  if (!text) return Json::object();
  auto variables = parse_json(*text);
  if (!variables || !variables->is_object()) return tl::unexpected{not_valid("The variables must be a JSON object")};
  return std::move(*variables);
}

}  // namespace

tl::expected<TestRequest, Error> read_test_request(const Json& request) {
  auto subject = find_subject(text_of(request, "definition"), text_of(request, "stateName"));
  if (!subject) return tl::unexpected{std::move(subject.error())};
  TestRequest read{.subject = std::move(*subject)};
  const asl::State& state = read.subject.state();
  if (const Json* mock = find_member(request, "mock"); mock && !mock->is_null()) {
    auto mocked = read_mock(state, *mock, request);
    if (!mocked) return tl::unexpected{std::move(mocked.error())};
    read.mock = std::move(*mocked);
  } else if (auto refused = refuse_unmocked(state, request)) {
    return tl::unexpected{std::move(*refused)};
  }
  auto configuration = read_configuration(read.subject, json_of(request, "stateConfiguration"));
  if (!configuration) return tl::unexpected{std::move(configuration.error())};
  auto input = read_input(request);
  if (!input) return tl::unexpected{std::move(input.error())};
  auto variables = read_variables(request);
  if (!variables) return tl::unexpected{std::move(variables.error())};
  read.configuration = std::move(*configuration);
  read.input = std::move(*input);
  read.variables = std::move(*variables);
  read.context = optional_text(request, "context");
  read.role_arn = text_of(request, "roleArn");
  const std::string level = text_of(request, "inspectionLevel");
  read.inspects = level == "DEBUG" || level == "TRACE";
  return read;
}

}  // namespace stepstorm::api
