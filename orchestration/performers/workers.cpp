#include "orchestration/performers/workers.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "asl/resource.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/performers/answer.hpp"
#include "orchestration/performers/nested_request.hpp"

namespace stepstorm::orchestration {
namespace {

std::vector<std::string> names_of(const std::vector<ResourceBinding>& resources) {
  std::vector<std::string> names;
  for (const ResourceBinding& resource : resources) names.push_back(resource.name);
  return names;
}

}  // namespace

Workers::Workers(const EngineOptions& options,
                 const std::vector<ResourceBinding>& resources,
                 const PerformerContext& context,
                 TimePoint now)
    : context_(context) {
  if (options.policies.guard_attempts()) guard_.emplace(options.policies, names_of(resources), now);
}

// ---- attempts

/// Begins the attempt. An asynchronous invocation is answered at once and run separately.
std::uint32_t Workers::begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) {
  if (guard_ && !admits(attempt, task.number, now)) return no_attempt;
  const bool waits = !attempt.invoked || asl::is_callback(context_.resource_of(attempt));
  const InvocationType type = waits ? InvocationType::RequestResponse : invocation_type(*task.input);
  const ResourceBinding& resource = context_.attempts.resource(attempt.resource);
  if (resource.takes_parameters && !attempt.invoked)
    task.input = invocation_parameters(context_.resource_of(attempt).arn, task.input);
  else if (!resource.takes_parameters && attempt.invoked)
    task.input = invocation_payload(task.input);
  if (type != InvocationType::RequestResponse) return accept(attempt, std::move(task), type, now);

  const auto [admission, slot] = context_.attempts.submit(attempt, std::move(task));
  if (admission == Admission::Accepted) return slot;
  fail_refused(attempt, admission, now);
  return no_attempt;
}

/// Accepts an asynchronous invocation: the attempt ends with the acceptance, no execution waits for the event.
std::uint32_t Workers::accept(Attempt& attempt, messages::RunTask&& task, InvocationType type, TimePoint now) {
  if (type == InvocationType::Event) {
    if (context_.attempts.resource(attempt.resource).outside || events_.is_full()) {
      fail_refused(attempt, Admission::QueueFull, now);
      return no_attempt;
    }
    Attempt event = attempt;
    event.event = event.abandoned = true;
    event.announce = event.invoked = false;
    events_.accept(event, std::move(task), now);
    run_events(now);
  }
  attempt.invoked = false;  // the answer already has the integration's format
  const std::uint32_t slot = context_.hold(attempt, {});
  const Attempt& held = context_.attempts.at(slot);
  messages::Succeeded accepted{Payload{accepted_invocation(type, now, context_.request_id(held))}};
  context_.agenda.add({held.execution, messages::TaskAnswer{held.token, std::move(accepted)}});
  return slot;
}

void Workers::abandon(std::uint32_t slot, bool timed_out, TimePoint now) {
  using enum policies::CallEnd;
  tell_guard(context_.attempts.at(slot), timed_out ? Failed : Abandoned, now);
  context_.attempts.abandon(slot);
}

void Workers::hear(const Attempt& attempt, execution::TaskFailed& end, TimePoint now) {
  if (attempt.invoked && end.cause) end.cause = invocation_cause(std::move(*end.cause));
  if (!guard_) return;
  const bool ignored = guard_->ignores(attempt.resource, end.error.value_or(""));
  tell_guard(attempt, ignored ? policies::CallEnd::Succeeded : policies::CallEnd::Failed, now);
}

/// Returns a function's result in lambda:invoke's format; answers with a task token are not changed.
Payload Workers::form_of_integration(const Attempt& attempt, const Payload& result, TimePoint now) const {
  const asl::TaskState& task = context_.task_of(attempt);
  if (asl::is_callback(task.resource)) return result;
  const auto function = function_of(task);
  return Payload{
      invocation_result(*result, function ? function->qualifier : std::string{}, now, context_.request_id(attempt))};
}

// ---- announcements

void Workers::announce_taken(TimePoint now) {
  for (const messages::TaskToken token : context_.attempts.take_announcements()) {
    Attempt* attempt = context_.attempts.find(token);
    if (!attempt || attempt->abandoned) continue;
    if (!asl::is_activity(context_.resource_of(*attempt))) {
      announce_submission(*attempt, now);
      continue;
    }
    const std::string_view name = context_.attempts.worker_of(*attempt);
    context_.agenda.announce(
        {attempt->execution,
         execution::TaskStarted{attempt->id, name.empty() ? std::nullopt : std::optional<std::string>{name}}});
  }
}

/// Announces TaskSubmitted when a worker takes the task: there is no service here that accepts the call first.
void Workers::announce_submission(Attempt& attempt, TimePoint now) {
  attempt.submitted = true;
  context_.agenda.announce(
      {attempt.execution,
       execution::TaskSubmitted{attempt.id, Payload{service_response(now, context_.request_id(attempt))}}});
}

// ---- policies

/// Returns whether the policies allow the attempt. A refused attempt fails as if it had been tried, so that Retry and
/// Catch apply.
bool Workers::admits(Attempt& attempt, std::uint32_t number, TimePoint now) {
  const auto round = guard_->begin(attempt.resource, number, now);
  if (round) {
    attempt.circuit_round = *round;
    return true;
  }
  const bool by_circuit = round.error() == policies::Refusal::CircuitOpen;
  if (!by_circuit) ++context_.counters.retries_refused;
  const std::string& resource = context_.attempts.resource(attempt.resource).name;
  fail(attempt,
       policies::error_name(round.error()),
       by_circuit
           ? "The circuit breaker of the resource " + resource + " is open"
           : "The retry budget has no token for attempt " + std::to_string(number) + " at the resource " + resource,
       now);
  return false;
}

void Workers::count(messages::Counters& counters, TimePoint now) const {
  counters.events_open = events_.open();
  counters.events_given_up = events_.given_up();
  if (!guard_) return;
  counters.circuits = guard_->circuits(now);
  for (const messages::CircuitCounts& circuit : counters.circuits) {
    counters.circuit_openings += circuit.openings;
    counters.circuit_refused += circuit.refused;
  }
}

// ---- asynchronous invocations

void Workers::run_events(TimePoint now) {
  while (auto event = events_.take_due(now)) {
    messages::RunTask task = event->task;  // a copy, since the event may be run again
    task.asked_at = now;
    const auto [admission, slot] = context_.attempts.submit(event->attempt, std::move(task));
    if (admission == Admission::Accepted)
      events_.began(context_.attempts.at(slot).token, std::move(*event));
    else
      events_.refused(std::move(*event), now);
  }
}

void Workers::end_event(const messages::TaskAnswer& answer, TimePoint now) {
  if (std::holds_alternative<messages::Boxed<messages::Failed>>(answer.result))
    events_.failed(answer.token, now);
  else
    events_.succeeded(answer.token);
  context_.attempts.complete(answer.token);
}

// ---- workers and resources that go down

void Workers::worker_down(WorkerIndex worker, const std::string& reason, TimePoint now) {
  const std::string cause =
      "The worker " + context_.attempts.worker_name(worker) + " exited before it answered: " + reason;
  auto all_lost = context_.attempts.worker_down(worker);
  std::erase_if(all_lost, [&](const Attempt& lost) {
    if (lost.event) events_.failed(lost.token, now);
    return lost.event;
  });
  const auto order = [this](const Attempt& lost) {
    return std::pair{context_.executions[lost.execution.slot].id(), lost.id.scope};
  };
  std::sort(all_lost.begin(), all_lost.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
  for (const Attempt& lost : all_lost) {
    ++context_.counters.lost;
    fail(lost, failure_names(context_.resource_of(lost)).unhandled, cause, now);
  }
}

void Workers::resource_down(ResourceIndex resource, const std::string& cause, TimePoint now) {
  for (const Attempt& waiting : context_.attempts.resource_down(resource, cause)) {
    if (waiting.event)
      events_.refused(waiting.token, now);
    else
      fail_refused(waiting, Admission::ResourceDown, now);
  }
}

void Workers::fail_refused(const Attempt& attempt, Admission admission, TimePoint now) {
  const FailureNames& names = failure_names(context_.resource_of(attempt));
  const ResourceBinding& resource = context_.attempts.resource(attempt.resource);
  if (admission == Admission::QueueFull) {
    ++context_.counters.refused;
    fail(attempt,
         names.throttled,
         resource.concurrency ? rate_exceeded(context_.request_id(attempt))
                              : "The resource " + resource.name + " has as many tasks waiting as its queue may hold",
         now);
  } else {
    ++context_.counters.unavailable;
    fail(attempt,
         names.unavailable,
         "The resource " + resource.name + " is down: " + context_.attempts.down_cause(attempt.resource),
         now);
  }
}

void Workers::fail(const Attempt& attempt, std::string_view error, std::string cause, TimePoint now) {
  tell_guard(attempt, policies::CallEnd::Failed, now);
  context_.fail(attempt, error, std::move(cause));
}

}  // namespace stepstorm::orchestration
