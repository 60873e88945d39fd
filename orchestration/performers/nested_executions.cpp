#include "orchestration/performers/nested_executions.hpp"

#include <algorithm>
#include <utility>

#include "asl/arn.hpp"
#include "asl/resource.hpp"
#include "orchestration/execution_start.hpp"
#include "orchestration/performers/nested_request.hpp"

namespace stepstorm::orchestration {
namespace {

asl::IntegrationPattern pattern_of(const asl::Resource& resource) {
  return std::get<asl::ServiceResource>(resource.kind).pattern;
}

bool waits_for_end(asl::IntegrationPattern pattern) {
  return pattern == asl::IntegrationPattern::Sync || pattern == asl::IntegrationPattern::Sync2;
}

}  // namespace

NestedExecutions::NestedExecutions(const EngineOptions& options,
                                   const PerformerContext& context,
                                   std::shared_ptr<ExecutionNames> names,
                                   const world::Stream& naming,
                                   Refusal refusal)
    : HoldingPerformer(context),
      options_(options),
      names_(std::move(names)),
      naming_(naming),
      refusal_(std::move(refusal)) {}

std::uint32_t NestedExecutions::begin(Attempt& attempt, messages::RunTask&& task, TimePoint) {
  const std::uint32_t slot = context_.hold(attempt, std::move(task));
  context_.agenda.add({attempt.execution, StartNested{context_.attempts.at(slot).token}});
  return slot;
}

void NestedExecutions::abandon(std::uint32_t slot, bool, TimePoint) {
  const Attempt attempt = context_.attempts.at(slot);
  context_.attempts.abandon(slot);
  OpenExecution& parent = context_.executions[attempt.execution.slot];
  if (parent.family) abandon_children(context_.executions, parent, attempt.id, context_.agenda);
}

std::optional<NestedStart> NestedExecutions::start(messages::TaskToken token, std::uint64_t id, TimePoint now) {
  const Attempt* attempt = context_.attempts.find(token);
  if (!attempt) return std::nullopt;
  const SlabKey parent = attempt->execution;
  auto started = try_to_start(*attempt, id, now);
  if (started) return std::move(*started);
  context_.agenda.add({parent, messages::TaskAnswer{token, std::move(started.error())}});
  return std::nullopt;
}

tl::expected<std::optional<NestedStart>, messages::Failed> NestedExecutions::try_to_start(const Attempt& attempt,
                                                                                          std::uint64_t id,
                                                                                          TimePoint now) {
  const std::string request_id = context_.request_id(attempt);
  const auto failure = [&](const char* error, const std::string& message) {
    return tl::unexpected{service_failure(error, message, request_id)};
  };
  auto asked = read_nested_request(*context_.attempts.task(attempt).input, request_id);
  if (!asked) return tl::unexpected{std::move(asked.error())};
  const std::string& arn = asked->state_machine_arn;
  if (!arn.starts_with("arn:")) return failure("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + arn + '\'');
  auto found = find(arn);
  if (!found) return failure("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + '\'');
  if (context_.executions[attempt.execution.slot].depth() >= nesting_max)
    return failure("ExecutionLimitExceeded", "Executions nest " + std::to_string(nesting_max) + " deep here at most");
  if (const auto limit = refusal_(*found->state_machine)) return failure("ExecutionLimitExceeded", *limit);

  const bool waits = waits_for_end(pattern_of(context_.resource_of(attempt)));
  messages::StartExecution start{
      .id = id, .state_machine = found->state_machine, .name = asked->name, .input = asked->input};
  auto admitted = admit(std::move(start), naming_.of(id), *names_, now);
  if (!admitted) return failure(admitted.error().error.c_str(), admitted.error().message);
  if (admitted->runs_already && waits)
    return failure("ExecutionAlreadyExists",
                   "Execution Already Exists: '" + admitted->arn +
                       "', and to wait for one that something else has started is not supported here");
  accept(attempt, Payload{start_execution_response(admitted->arn, admitted->started_at, request_id)});
  if (admitted->runs_already) return std::nullopt;
  return NestedStart{std::move(admitted->request), std::move(*found), waits};
}

/// Answers the call with the service's response: the task's result, or only its submission.
void NestedExecutions::accept(const Attempt& attempt, Payload response) {
  const bool is_result = pattern_of(context_.resource_of(attempt)) == asl::IntegrationPattern::RequestResponse;
  messages::TaskAnswer answer{attempt.token, messages::Succeeded{response}};
  if (is_result) return context_.agenda.add({attempt.execution, std::move(answer)});
  answer.result = messages::Submitted{std::move(response)};
  context_.agenda.announce({attempt.execution, std::move(answer)});
}

void NestedExecutions::ended(const Parent& parent, const execution::Execution& ended) {
  const Attempt* attempt = context_.attempts.find(*parent.token);
  if (!attempt) return;
  const bool as_json = pattern_of(context_.resource_of(*attempt)) == asl::IntegrationPattern::Sync2;
  context_.agenda.add({parent.execution, nested_result(ended, *parent.token, as_json)});
}

// ---- finding the machine: machines of the settings by name, machines of the directory by ARN

std::optional<FoundMachine> NestedExecutions::find(std::string_view arn) const {
  if (auto known = machine_of_settings(arn)) return FoundMachine{std::move(known), {}, {}};
  return options_.directory ? options_.directory->find(arn) : std::nullopt;
}

execution::StateMachinePtr NestedExecutions::machine_of_settings(std::string_view arn) const {
  const auto named = asl::parse_state_machine_arn(arn);
  if (!named) return nullptr;
  const auto& known = options_.state_machines;
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const auto& each) { return each->name == named->name(); });
  return found == known.end() ? nullptr : *found;
}

bool NestedExecutions::knows(const Json& parameters) const {
  if (!parameters.is_object()) return false;
  const auto arn = parameters.find("StateMachineArn");
  if (arn == parameters.end() || !arn->is_string()) return false;
  const auto& text = arn->get_ref<const std::string&>();
  return machine_of_settings(text) || (options_.directory && options_.directory->knows(text));
}

}  // namespace stepstorm::orchestration
