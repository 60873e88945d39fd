// TestState. Source: semantics.md 9.5.
#include "api/operation.hpp"
#include "api/test_state/context.hpp"
#include "api/test_state/request.hpp"
#include "api/test_state/trial.hpp"
#include "api/wire.hpp"
#include "asl/compile.hpp"
#include "asl/quotas.hpp"
#include "execution/result.hpp"

namespace stepstorm::api {
namespace {

tl::expected<Json, Error> context_of(Account& account, const TestRequest& request) {
  if (request.context) return read_context(*request.context, request.subject.state());
  return fresh_context(account, request.subject, *request.input, request.role_arn, request.configuration.retries);
}

/// Makes a machine that only does the Task's work on its input.
Json work_alone(const asl::TaskState& task, const Json& work) {
  Json state{{"Type", "Task"}, {"Resource", task.resource.arn}, {"End", true}};
  if (const auto* seconds = task.timeout_seconds ? std::get_if<std::int64_t>(&*task.timeout_seconds) : nullptr)
    state["TimeoutSeconds"] = *seconds;
  if (std::holds_alternative<asl::ServiceResource>(task.resource.kind) && work.is_object()) {
    Json parameters = Json::object();
    for (const auto& [name, value] : work.items()) parameters[name + ".$"] = "$['" + name + "']";
    state["Parameters"] = std::move(parameters);
  }
  return {{"StartAt", tested_state_name}, {"States", {{tested_state_name, std::move(state)}}}};
}

tl::expected<execution::StateMachinePtr, Error> machine_for(const Account& account, const Trial& trial) {
  const auto& task = std::get<asl::TaskState>(trial.state().detail);
  auto compiled = asl::compile(to_text(work_alone(task, *trial.work())), asl::MachineType::EXPRESS);
  if (!compiled.machine) return refuse("ValidationException", "The Task's parameters cannot be passed to its resource");
  auto made = std::make_shared<execution::StateMachine>();
  made->name = "TestState";
  made->arn = account.arn("stateMachine:TestState");
  made->region = account.options().region;
  made->account = account.options().account;
  made->type = asl::MachineType::EXPRESS;
  made->machine = std::move(compiled.machine);
  return made;
}

/// Converts the result of the work's execution to the Task's result.
Result finish(Trial& trial, const Record& record) {
  if (const auto* succeeded = std::get_if<execution::Succeeded>(&record.status)) return trial.finish(succeeded->output);
  if (std::holds_alternative<execution::TimedOut>(record.status)) return trial.finish(execution::timeout());
  return trial.finish(execution::reported(execution::reason_of(record.status)));
}

/// Runs the Task with the workers of this account.
void run_work(Account& account, const std::shared_ptr<Trial>& trial, Reply reply) {
  const auto machine = machine_for(account, *trial);
  if (!machine) return reply(tl::unexpected{machine.error()});
  const auto started = account.engine().start_execution(*machine, trial->work());
  if (!started) return reply(refuse(started.error().code, started.error().message));
  auto revision = std::make_shared<Revision>();
  revision->state_machine = *machine;
  account.store.started(started->id, started->arn, *machine, revision, trial->work(), started->started_at, {});
  account.store.when_ended(started->id,
                           [trial, reply = std::move(reply)](const Record& record) { reply(finish(*trial, record)); });
}

void test_state(Account& account, const Json& body, Reply reply) {
  if (auto error = account.too_large(text_of(body, "definition"))) return reply(tl::unexpected{std::move(*error)});
  auto request = read_test_request(body);
  if (!request) return reply(tl::unexpected{std::move(request.error())});
  auto context = context_of(account, *request);
  if (!context) return reply(tl::unexpected{std::move(context.error())});
  TrialReferences references{std::move(*context),
                             request->variables,
                             world::Stream::named(account.options().settings.seed, "test state " + account.uuid()),
                             account.now()};
  const auto trial = std::make_shared<Trial>(std::move(*request), std::move(references));
  if (auto result = trial->begin()) return reply(std::move(*result));
  run_work(account, trial, std::move(reply));
}

Shape data_shape(std::string_view name) { return {.name = name, .most = asl::payload_bytes_max, .sensitive = true}; }

Shape mock_shape() {
  return {.name = "mock",
          .kind = Kind::Object,
          .members = {data_shape("result"),
                      {.name = "errorOutput",
                       .kind = Kind::Object,
                       .members = {{.name = "error", .most = asl::error_max, .sensitive = true},
                                   {.name = "cause", .most = asl::cause_max, .sensitive = true}}},
                      {.name = "fieldValidationMode", .enums = {"STRICT", "PRESENT", "NONE"}}}};
}

Shape configuration_shape() {
  return {.name = "stateConfiguration",
          .kind = Kind::Object,
          .members = {{.name = "retrierRetryCount", .kind = Kind::Integer},
                      {.name = "errorCausedByState", .least = 1, .most = 80},
                      {.name = "mapIterationFailureCount", .kind = Kind::Integer},
                      data_shape("mapItemReaderData")}};
}

}  // namespace

std::vector<Operation> test_state_operations() {
  return {{"TestState",
           {{.name = "definition", .required = true, .least = 1, .most = 1 << 20, .sensitive = true},
            arn_shape("roleArn", false),
            data_shape("input"),
            {.name = "inspectionLevel", .enums = {"INFO", "DEBUG", "TRACE"}},
            {.name = "revealSecrets", .kind = Kind::Boolean},
            data_shape("variables"),
            {.name = "stateName", .least = 1, .most = 80},
            mock_shape(),
            data_shape("context"),
            configuration_shape()},
           test_state}};
}

}  // namespace stepstorm::api
