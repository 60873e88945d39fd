// Start and end of executions, including children of other executions.
#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <variant>

#include "orchestration/orchestrator.hpp"
#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

bool is_current(const execution::Execution& execution, execution::AttemptId attempt) {
  return execution.scopes.contains(attempt.scope) && execution.scopes[attempt.scope].epoch == attempt.epoch;
}

/// The error for a child that was dropped meanwhile or whose history is full. Source: semantics.md 8.4.
const execution::ErrorOutput cannot_be_redriven{"States.Runtime", "The child execution cannot be redriven."};

/// Returns the counter of executions that ended with this status.
std::uint64_t& ends_like(const execution::Status& status, messages::Counters& counters) {
  return *std::visit(Overload{[&](const execution::Succeeded&) { return &counters.executions_succeeded; },
                              [&](const execution::Failed&) { return &counters.executions_failed; },
                              [&](const execution::TimedOut&) { return &counters.executions_timed_out; },
                              [&](const execution::Aborted&) { return &counters.executions_aborted; },
                              [&](const execution::Running&) -> std::uint64_t* { std::abort(); }},
                     status);
}

}  // namespace

void Orchestrator::prepare(execution::Execution& execution, messages::StartExecution&& request) const {
  execution.state_machine = std::move(request.state_machine);
  execution.id = request.id;
  if (request.name) execution.given_name = std::make_unique<const std::string>(std::move(*request.name));
  execution.naming = names_stream_.of(request.id);
  execution.input = std::move(request.input);
  execution.random = executions_stream_.of(request.id);
  execution.started_at = now_;
}

void Orchestrator::take_on(SlabKey key, OpenExecution& open, std::unique_ptr<Family> family) {
  open.bound = &machines_.of(open.execution.state_machine);
  open.family = std::move(family);
  by_id_.insert(executions_, key.slot);
  room_.opened(*open.execution.state_machine);
}

void Orchestrator::finish(SlabKey key, OpenExecution& open) {
  timers_.cancel(open.execution_timer);
  room_.closed(open);
  by_id_.erase(executions_, key.slot);
  counters_.transitions += open.execution.transitions;
  ++ends_like(open.execution.status, counters_);
  performers_.mocked.forget(open.execution.id);
  if (open.family && open.family->named) part_.names->release(execution_arn(open.execution));
  if (open.family)
    if (const auto parent = leave_family(executions_, open)) tell_parent(*parent, open.execution);
  const bool succeeded = std::holds_alternative<execution::Succeeded>(open.execution.status);
  if (succeeded && options_.history == HistoryPolicy::FailedOnly) open.history.clear();
  EndedExecution ended{std::move(open.execution), std::move(open.history)};
  executions_.erase(key.slot);
  outbox_.leave(std::move(ended));
}

// ---- a Distributed Map's children

void Orchestrator::start_child(SlabKey parent, execution::StartChild&& command) {
  const OpenExecution* above = executions_.find(parent);
  if (!above || !is_current(above->execution, command.attempt)) return;
  auto family = child_of(executions_, parent, {.attempt = command.attempt, .index = command.index});
  const std::uint64_t id = std::exchange(next_child_, next_child_ + part_.orchestrators);
  open({id, std::move(command.state_machine), std::nullopt, std::move(command.input)},
       std::move(family),
       above->execution.order,
       &command);
}

void Orchestrator::redrive_child(SlabKey parent, const execution::RedriveChild& command) {
  OpenExecution* above = executions_.find(parent);
  if (!above || !is_current(above->execution, command.attempt)) return;
  auto& kept = above->own_family().redrivable;
  const auto child = std::find_if(kept.rbegin(), kept.rend(), [&](const messages::Redrive::Child& each) {
    return each.index == command.index && each.map_run == *command.map_run;
  });
  if (child == kept.rend())
    return agenda_.tell(
        parent,
        execution::ChildEnded{
            command.attempt, command.index, execution::Failed{cannot_be_redriven}, std::string{}, now_, now_});
  execution::Execution execution = std::move(child->execution);
  kept.erase(std::next(child).base());
  bring_back(std::move(execution), child_of(executions_, parent, {.attempt = command.attempt, .index = command.index}));
}

// ---- states:startExecution

void Orchestrator::start_nested(SlabKey parent, messages::TaskToken token) {
  const OpenExecution* above = executions_.find(parent);
  const Attempt* attempt = dispatcher_.find(token);
  if (!above || !attempt) return;
  const execution::AttemptId waiting = attempt->id;
  auto nested = performers_.nested.start(token, next_child_, now_);
  if (!nested) return;
  auto family =
      nested->waits ? child_of(executions_, parent, {.attempt = waiting, .token = token}) : std::make_unique<Family>();
  family->depth = above->depth() + 1;
  next_child_ += part_.orchestrators;
  open(std::move(nested->request), std::move(family), above->execution.order, nullptr, &nested->of);
}

void Orchestrator::tell_parent(const Parent& parent, const execution::Execution& ended) {
  if (parent.token) return performers_.nested.ended(parent, ended);
  agenda_.tell(parent.execution,
               execution::ChildEnded{
                   parent.attempt, parent.index, ended.status, execution_arn(ended), ended.started_at, ended.ended_at});
}

// ---- limits and figures

std::optional<std::string> Orchestrator::refusal(const execution::StateMachine& state_machine) const {
  return room_.refusal(state_machine, other_bytes());
}

std::uint64_t Orchestrator::other_bytes() const {
  return dispatcher_.held_bytes() + performers_.workers.held_bytes() + agenda_.held_bytes();
}

messages::Counters Orchestrator::counters() const {
  messages::Counters counters = counters_;
  performers_.workers.count(counters, now_);
  return counters;
}

}  // namespace stepstorm::orchestration
