// What the interpreter commands: tasks go to their performers, timers are set.
#include <utility>

#include "asl/resource.hpp"
#include "execution/planted_bug.hpp"
#include "orchestration/orchestrator.hpp"
#include "orchestration/performers/function_invocation.hpp"

namespace stepstorm::orchestration {

void Orchestrator::obey(SlabKey key, Entry& entry, execution::RunTask& command) {
  ScopeWork& scope = work(entry, command.attempt.scope);
  if (command.number == 1) scope.visit = command.attempt.epoch;
  ++counters_.attempts;
  if (command.number > 1) ++counters_.retries;

  renew_faults(*entry.known);
  const Binding* binding = &entry.known->bindings[command.state];
  Binding of_input;
  if (binding->performer == Binding::Performer::FunctionOfInput) {
    of_input = bind_by_input(entry, entry.execution.machine().states[command.state], *command.input);
    binding = &of_input;
  }
  Attempt attempt{.execution = key,
                  .id = command.attempt,
                  .state = command.state,
                  .resource = binding->resource,
                  .announce = binding->announce,
                  .invoked = binding->invoked};
  perform(entry,
          *binding,
          attempt,
          {{{},
            entry.execution.id,
            scope.visit,
            command.state,
            command.number,
            faults_ ? faults_->number() : 0,
            std::move(command.input),
            entry.execution.order},
           binding->faults,
           now_});
}

/// The plan of faults may have been replaced since this machine's bindings were looked at.
void Orchestrator::renew_faults(KnownMachine& known) {
  if (!options_.faults) return;
  if (options_.faults->number() != faults_->number()) faults_ = options_.faults->current();
  if (known.fault_plan != faults_->number()) look_for_faults(known);
}

void Orchestrator::perform(Entry& entry, const Binding& binding, Attempt& attempt, messages::RunTask&& task) {
  switch (binding.performer) {
    case Binding::Performer::FunctionOfInput:  // whose function has been looked up, in vain
    case Binding::Performer::Unbound: return fail_unbound(entry, attempt, *task.input);
    case Binding::Performer::Worker: return submit(entry, attempt, std::move(task));
    case Binding::Performer::Mock: return ask_mocks(entry, hold(entry, attempt, std::move(task)));
    case Binding::Performer::NestedExecution: {
      if (binding.or_worker && !starts_known_machine(*task.input)) return submit(entry, attempt, std::move(task));
      const Attempt& held = hold(entry, attempt, std::move(task));
      pending_.push_back({held.execution, StartNested{held.token}});
      return;
    }
    case Binding::Performer::TokenHolder: return dispatcher_.announce(hold(entry, attempt, std::move(task)).token);
  }
}

/// An invocation whose result is not waited for is answered at once, and run by itself.
void Orchestrator::submit(Entry& entry, Attempt& attempt, messages::RunTask&& task) {
  if (guard_ && !admits(attempt, task.number)) return;
  const bool waits = !attempt.invoked || asl::is_callback(resource_of(attempt));
  const InvocationType type = waits ? InvocationType::RequestResponse : invocation_type(*task.input);
  const ResourceBinding& resource = dispatcher_.resource(attempt.resource);
  if (resource.takes_parameters && !attempt.invoked)
    task.input = invocation_parameters(resource_of(attempt).arn, task.input);
  else if (!resource.takes_parameters && attempt.invoked)
    task.input = invocation_payload(task.input);
  if (type == InvocationType::RequestResponse) {
    const auto [admission, slot] = dispatcher_.submit(attempt, std::move(task));
    if (admission != Admission::Accepted) return fail_refused(attempt, admission);
    work(entry, attempt.id.scope).attempt = slot;
    if (resource.outside) serve_polls(attempt.resource);
    return;
  }
  if (type == InvocationType::Event) {
    if (resource.outside || events_.is_full()) return fail_refused(attempt, Admission::QueueFull);
    accept_event(attempt, std::move(task));
  }
  attempt.invoked = false;  // what it is answered is in the integration's form already
  const Attempt& held = hold(entry, attempt, {});
  messages::Succeeded accepted{Payload{accepted_invocation(type, now_, request_id(held))}};
  pending_.push_back({held.execution, messages::TaskAnswer{held.token, std::move(accepted)}});
}

const Attempt& Orchestrator::hold(Entry& entry, const Attempt& attempt, messages::RunTask&& task) {
  const std::uint32_t slot = dispatcher_.hold(attempt, std::move(task));
  work(entry, attempt.id.scope).attempt = slot;
  return dispatcher_.at(slot);
}

void Orchestrator::ask_mocks(const Entry& entry, const Attempt& attempt) {
  const asl::State& state = entry.execution.machine().states[attempt.state];
  const execution::TestCase& test_case = *entry.execution.state_machine->test_case;
  if (asl::is_activity(resource_of(attempt)))
    announce({attempt.execution, execution::TaskStarted{attempt.id, test_case.activity_worker}});
  for (messages::TaskAnswer& answer :
       mocks_.answers(test_case.plan, mock_root(entry), state.name, dispatcher_.task(attempt)))
    pending_.push_back({attempt.execution, std::move(answer)});
}

/// A Distributed Map's children are counted with the execution that they belong to.
std::uint64_t Orchestrator::mock_root(const Entry& entry) {
  const Entry* root = &entry;
  while (root->family && root->family->parent && !root->family->parent->token)
    root = &executions_[root->family->parent->execution.slot];
  return root->execution.id;
}

void Orchestrator::obey(SlabKey, Entry& entry, const execution::AbandonTask& command) {
  const std::uint32_t slot = std::exchange(work(entry, command.attempt.scope).attempt, no_attempt);
  if (slot != no_attempt) {
    using enum resilience::CallEnd;
    tell_guard(dispatcher_.at(slot), command.timed_out ? Failed : Abandoned, now_);
    dispatcher_.abandon(slot);
  }
  if (entry.family) abandon_children(entry, command.attempt);
}

void Orchestrator::obey(SlabKey key, Entry& entry, const execution::SetTimer& command) {
  const bool is_year =
      command.timer.scope == execution::execution_timer && command.at == after(now_, execution::standard_duration_max);
  if (is_year && !options_.ends_after_a_year) return;
  TimerHandle& handle = timer(entry, command.timer.scope);
  timers_.cancel(handle);
  if (planted(PlantedBug::TimerLost) && counters_.attempts % 500 == 499) return;
  handle = timers_.schedule(to_tick(command.at), {key, command.timer});
}

void Orchestrator::obey(SlabKey, Entry& entry, const execution::CancelTimer& command) {
  timers_.cancel(timer(entry, command.scope));
}

void Orchestrator::obey(SlabKey key, Entry&, const execution::Pause&) { tell_later(key, execution::Resumed{}); }

TimerHandle& Orchestrator::timer(Entry& entry, std::uint32_t scope) {
  return scope == execution::execution_timer ? entry.execution_timer : work(entry, scope).timer;
}

}  // namespace stepstorm::orchestration
