// The executions that executions start, and the objects that a Distributed Map reads and writes.
#include <algorithm>
#include <utility>

#include "asl/arn.hpp"
#include "orchestration/execution_start.hpp"
#include "orchestration/orchestrator.hpp"
#include "orchestration/performers/nested_execution.hpp"

namespace stepstorm::orchestration {
namespace {

bool is_current(const execution::Execution& execution, execution::AttemptId attempt) {
  return attempt.scope < execution.scopes.size() && execution.scopes[attempt.scope].epoch == attempt.epoch;
}

asl::IntegrationPattern pattern_of(const asl::Resource& resource) {
  return std::get<asl::ServiceResource>(resource.kind).pattern;
}

/// Of a child that was forgotten meanwhile, or whose history is full. Source: semantics.md 8.4.
const execution::ErrorOutput cannot_be_redriven{"States.Runtime", "The child execution cannot be redriven."};

bool waits_for_end(asl::IntegrationPattern pattern) {
  return pattern == asl::IntegrationPattern::Sync || pattern == asl::IntegrationPattern::Sync2;
}

}  // namespace

// ---- a Distributed Map's objects

namespace {

/// Asks the store, if there is one, and makes a notice of what it says.
template <class Ask, class Told>
execution::Notice ask(ObjectStore* store, execution::AttemptId attempt, Ask ask_store, Told told) {
  if (!store) return execution::StoreFailed{attempt, "There is no object store"};
  auto answer = ask_store(*store);
  if (!answer) return execution::StoreFailed{attempt, std::move(answer.error())};
  return told(answer);
}

}  // namespace

void Orchestrator::obey(SlabKey key, Entry&, const execution::ReadObject& command) {
  tell_later(key,
             ask(
                 options_.objects.get(),
                 command.attempt,
                 [&](ObjectStore& store) { return store.read(command.bucket, command.key); },
                 [&](auto& text) {
                   return execution::ObjectRead{command.attempt, std::make_shared<const std::string>(std::move(*text))};
                 }));
}

void Orchestrator::obey(SlabKey key, Entry&, const execution::ListObjects& command) {
  tell_later(key,
             ask(
                 options_.objects.get(),
                 command.attempt,
                 [&](ObjectStore& store) { return store.list(command.bucket, command.prefix); },
                 [&](auto& objects) {
                   return execution::ObjectsListed{command.attempt, std::move(*objects)};
                 }));
}

void Orchestrator::obey(SlabKey key, Entry&, const execution::WriteObjects& command) {
  tell_later(key,
             ask(
                 options_.objects.get(),
                 command.attempt,
                 [&](ObjectStore& store) { return store.write(command.bucket, command.objects); },
                 [&](auto&) { return execution::ObjectsWritten{command.attempt}; }));
}

// ---- a Distributed Map's children

void Orchestrator::obey(SlabKey key, Entry&, execution::StartChild& command) {
  pending_.push_back({key, std::move(command)});
}

void Orchestrator::start_child(SlabKey parent, execution::StartChild&& command, TimePoint now) {
  Entry* entry = executions_.find(parent);
  if (!entry || !is_current(entry->execution, command.attempt)) return;
  auto family = child_of(parent, {.attempt = command.attempt, .index = command.index});
  const std::uint64_t order = entry->execution.order;
  start({next_child_id(), std::move(command.state_machine), std::nullopt, std::move(command.input)},
        std::move(family),
        order,
        now,
        &command);
}

void Orchestrator::obey(SlabKey key, Entry&, execution::RedriveChild& command) {
  pending_.push_back({key, std::move(command)});
}

void Orchestrator::redrive_child(SlabKey parent, const execution::RedriveChild& command, TimePoint now) {
  Entry* entry = executions_.find(parent);
  if (!entry || !is_current(entry->execution, command.attempt)) return;
  auto& kept = family(*entry).redrivable;
  const auto child = std::find_if(kept.rbegin(), kept.rend(), [&](const messages::Redrive::Child& each) {
    return each.index == command.index && each.map_run == *command.map_run;
  });
  if (child == kept.rend())
    return tell_later(
        parent,
        execution::ChildEnded{
            command.attempt, command.index, execution::Failed{cannot_be_redriven}, std::string{}, now, now});
  execution::Execution execution = std::move(child->execution);
  kept.erase(std::next(child).base());
  bring_back(std::move(execution), child_of(parent, {.attempt = command.attempt, .index = command.index}), now);
}

void Orchestrator::obey(SlabKey, Entry& entry, execution::ReportMapRun& command) {
  observer_.map_run_reported(entry.execution, std::move(command));
}

/// Of the execution that is started next.
std::unique_ptr<Orchestrator::Family> Orchestrator::child_of(SlabKey parent, Parent role) {
  Family& above = family(executions_[parent.slot]);
  role.execution = parent;
  role.position = static_cast<std::uint32_t>(above.children.size());
  above.children.push_back(executions_.next_slot());
  auto child = std::make_unique<Family>();
  child->parent = role;
  child->depth = above.depth + 1;
  return child;
}

std::uint64_t Orchestrator::next_child_id() { return std::exchange(next_child_, next_child_ + options_.orchestrators); }

void Orchestrator::obey(SlabKey, Entry& entry, const execution::AbandonChildren& command) {
  abandon_children(entry, command.attempt);
}

void Orchestrator::abandon_children(Entry& entry, execution::AttemptId attempt) {
  auto& children = family(entry).children;
  std::erase_if(children, [&](std::uint32_t slot) {
    auto& parent = executions_[slot].family->parent;
    if (parent->attempt != attempt) return false;
    parent.reset();
    tell_later(executions_.key(slot), execution::StopRequested{});
    return true;
  });
  for (std::uint32_t position = 0; position < children.size(); ++position)
    executions_[children[position]].family->parent->position = position;
}

void Orchestrator::leave_family(const Entry& child) {
  if (child.family->named) options_.names->release(execution_arn(child.execution));
  const auto& parent = child.family->parent;
  Entry* above = parent ? executions_.find(parent->execution) : nullptr;
  if (!above) return;
  auto& siblings = above->family->children;
  siblings[parent->position] = siblings.back();
  executions_[siblings.back()].family->parent->position = parent->position;
  siblings.pop_back();
  tell_parent(*parent, child.execution);
}

void Orchestrator::tell_parent(const Parent& parent, const execution::Execution& ended) {
  if (!parent.token)
    return tell_later(
        parent.execution,
        execution::ChildEnded{
            parent.attempt, parent.index, ended.status, execution_arn(ended), ended.started_at, ended.ended_at});
  const Attempt* attempt = dispatcher_.find(*parent.token);
  if (!attempt) return;
  const bool as_json = pattern_of(resource_of(*attempt)) == asl::IntegrationPattern::Sync2;
  pending_.push_back({parent.execution, nested_result(ended, *parent.token, as_json)});
}

Orchestrator::Family& Orchestrator::family(Entry& entry) {
  if (!entry.family) entry.family = std::make_unique<Family>();
  return *entry.family;
}

// ---- states:startExecution

void Orchestrator::start_nested(SlabKey parent, messages::TaskToken token, TimePoint now) {
  const Attempt* attempt = dispatcher_.find(token);
  if (!attempt || !executions_.find(parent)) return;
  if (auto failure = try_to_start_nested(parent, *attempt, now))
    pending_.push_back({parent, messages::TaskAnswer{token, std::move(*failure)}});
}

std::optional<messages::Failed> Orchestrator::try_to_start_nested(SlabKey parent,
                                                                  const Attempt& attempt,
                                                                  TimePoint now) {
  const std::string id = request_id(attempt);
  auto request = read_nested_request(*dispatcher_.task(attempt).input, id);
  if (!request) return std::move(request.error());
  if (!request->state_machine_arn.starts_with("arn:"))
    return service_failure("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + request->state_machine_arn + '\'', id);
  const auto found = find_machine(request->state_machine_arn);
  if (!found)
    return service_failure(
        "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + request->state_machine_arn + '\'', id);
  if (depth_of(executions_[parent.slot]) >= nesting_max)
    return service_failure(
        "ExecutionLimitExceeded", "Executions nest " + std::to_string(nesting_max) + " deep here at most", id);

  if (const auto limit = reached_limit(*found->state_machine))
    return service_failure("ExecutionLimitExceeded", sentence(*limit), id);

  const bool waits = waits_for_end(pattern_of(resource_of(attempt)));
  messages::StartExecution start{
      .id = next_child_, .state_machine = found->state_machine, .name = request->name, .input = request->input};
  auto admitted = admit(std::move(start), names_stream_.of(next_child_), *options_.names, now);
  if (!admitted) return service_failure(admitted.error().error, admitted.error().message, id);
  if (admitted->runs_already && waits)
    return service_failure("ExecutionAlreadyExists",
                           "Execution Already Exists: '" + admitted->arn +
                               "', and to wait for one that something else has started is not supported here",
                           id);
  accept_nested(parent, attempt, Payload{start_execution_response(admitted->arn, admitted->started_at, id)});
  if (!admitted->runs_already) start_nested(parent, attempt, std::move(admitted->request), *found, waits, now);
  return std::nullopt;
}

/// The service's answer to the call: the task's result, or only that it goes on.
void Orchestrator::accept_nested(SlabKey parent, const Attempt& attempt, Payload response) {
  const bool is_result = pattern_of(resource_of(attempt)) == asl::IntegrationPattern::RequestResponse;
  messages::TaskAnswer answer{attempt.token, messages::Succeeded{response}};
  if (is_result) return pending_.push_back({parent, std::move(answer)});
  answer.result = messages::Submitted{std::move(response)};
  announce({parent, std::move(answer)});
}

void Orchestrator::start_nested(SlabKey parent,
                                const Attempt& attempt,
                                messages::StartExecution&& request,
                                const FoundMachine& of,
                                bool waits,
                                TimePoint now) {
  auto family = waits ? child_of(parent, {.attempt = attempt.id, .token = attempt.token}) : std::make_unique<Family>();
  family->depth = depth_of(executions_[parent.slot]) + 1;
  request.id = next_child_id();
  const std::uint64_t order = executions_[parent.slot].execution.order;
  start(std::move(request), std::move(family), order, now, nullptr, &of);
}

std::uint32_t Orchestrator::depth_of(const Entry& entry) { return entry.family ? entry.family->depth : 0; }

/// Those of the settings, by name; else those of the directory, by ARN.
std::optional<FoundMachine> Orchestrator::find_machine(std::string_view arn) const {
  if (auto known = machine_of_settings(arn)) return FoundMachine{std::move(known), {}, {}};
  return options_.directory ? options_.directory->find(arn) : std::nullopt;
}

execution::StateMachinePtr Orchestrator::machine_of_settings(std::string_view arn) const {
  const auto named = asl::parse_state_machine_arn(arn);
  if (!named) return nullptr;
  const auto& known = options_.state_machines;
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const auto& each) { return each->name == named->name(); });
  return found == known.end() ? nullptr : *found;
}

bool Orchestrator::starts_known_machine(const Json& parameters) const {
  if (!parameters.is_object()) return false;
  const auto arn = parameters.find("StateMachineArn");
  if (arn == parameters.end() || !arn->is_string()) return false;
  const auto& text = arn->get_ref<const std::string&>();
  return machine_of_settings(text) || (options_.directory && options_.directory->knows(text));
}

}  // namespace stepstorm::orchestration
