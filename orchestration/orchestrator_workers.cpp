// Workers and resources that come and go, and the attempts that fail with them.
#include <algorithm>

#include "asl/resource.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/orchestrator.hpp"
#include "orchestration/performers/answer.hpp"
#include "orchestration/performers/function_invocation.hpp"
#include "orchestration/performers/nested_execution.hpp"

namespace stepstorm::orchestration {
namespace {

// Who, in the trace, beside executions.
constexpr std::uint64_t workers_trace = ~std::uint64_t{0} - 1;
constexpr std::uint64_t resources_trace = ~std::uint64_t{0};

}  // namespace

void Orchestrator::worker_up(
    WorkerIndex worker, ResourceIndex resource, std::uint32_t capacity, std::string name, TimePoint now) {
  now_ = now;
  work_left_ = work_at_once_max;
  trace(workers_trace, 2 * worker);
  observer_.worker_up(name, now);
  dispatcher_.worker_up(worker, resource, capacity, std::move(name));
  do_pending(now);
}

void Orchestrator::worker_down(WorkerIndex worker, const std::string& reason, TimePoint now) {
  const std::string cause = "The worker " + dispatcher_.worker_name(worker) + " exited before it answered: " + reason;
  now_ = now;
  work_left_ = work_at_once_max;
  trace(workers_trace, 2 * worker + 1);
  observer_.worker_down(dispatcher_.worker_name(worker), reason, now);
  auto all_lost = dispatcher_.worker_down(worker);
  std::erase_if(all_lost, [&](const Attempt& lost) {
    if (lost.event) events_.failed(lost.token, now);
    return lost.event;
  });
  const auto order = [this](const Attempt& lost) {
    return std::pair{executions_[lost.execution.slot].id(), lost.id.scope};
  };
  std::sort(all_lost.begin(), all_lost.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
  for (const Attempt& lost : all_lost) {
    ++counters_.lost;
    fail(lost, failure_names(resource_of(lost)).unhandled, cause);
  }
  do_pending(now);
}

void Orchestrator::resource_down(ResourceIndex resource, const std::string& cause, TimePoint now) {
  now_ = now;
  work_left_ = work_at_once_max;
  trace(resources_trace, 2 * resource);
  observer_.resource_down(dispatcher_.resource(resource).name, cause, now);
  for (const Attempt& waiting : dispatcher_.resource_down(resource, cause)) {
    if (waiting.event)
      events_.refused(waiting.token, now);
    else
      fail_refused(waiting, Admission::ResourceDown);
  }
  do_pending(now);
}

void Orchestrator::resource_restored(ResourceIndex resource, TimePoint now) {
  now_ = now;
  work_left_ = work_at_once_max;
  trace(resources_trace, 2 * resource + 1);
  observer_.resource_restored(dispatcher_.resource(resource).name, now);
  dispatcher_.resource_restored(resource);
}

// ---- failures of the machinery

/// The interpreter cannot go on: neither Retry nor Catch hides that nothing was bound. But where functions are declared,
/// one that is not is a function that does not exist.
void Orchestrator::fail_unbound(const Entry& entry, const Attempt& attempt, const Json& input) {
  ++counters_.unavailable;
  const execution::StateMachine& owner = *entry.execution.state_machine;
  const asl::Resource& resource = resource_of(attempt);
  const std::string& state = owner.machine->states[attempt.state].name;
  const asl::Home home{.region = owner.region, .account = owner.account};
  std::string arn = resource.arn;
  if (asl::invokes_function(resource)) {
    const auto invoked = invoked_function(input, home);
    if (!invoked) {
      const auto refused = unusable_parameters(input, "The value of the field 'FunctionName' has an invalid format");
      return fail(attempt, *refused.error, *refused.cause);
    }
    if (options_.declares_functions) return fail_not_found(attempt, *invoked);
    arn = invoked->function;
  } else if (const auto function = asl::parse_function_name(arn, home); function && options_.declares_functions) {
    return fail_not_found(attempt, *function);
  }
  fail(attempt,
       "States.Runtime",
       nothing_answers(state, arn) + "; " + how_to_bind(state, arn) + ", a mock of the state answers as well");
}

void Orchestrator::fail_not_found(const Attempt& attempt, const asl::FunctionName& function) {
  fail(attempt, "Lambda.ResourceNotFoundException", function_not_found(function, request_id(attempt)));
}

void Orchestrator::fail_refused(const Attempt& attempt, Admission admission) {
  const FailureNames& names = failure_names(resource_of(attempt));
  const std::string& resource = dispatcher_.resource(attempt.resource).name;
  if (admission == Admission::QueueFull) {
    ++counters_.refused;
    const bool by_concurrency = dispatcher_.resource(attempt.resource).concurrency.has_value();
    fail(attempt,
         names.throttled,
         by_concurrency ? rate_exceeded(request_id(attempt))
                        : "The resource " + resource + " has as many tasks waiting as its queue may hold");
  } else {
    ++counters_.unavailable;
    fail(attempt,
         names.unavailable,
         "The resource " + resource + " is down: " + dispatcher_.down_cause(attempt.resource));
  }
}

void Orchestrator::fail(const Attempt& attempt, std::string_view error, std::string cause) {
  work(executions_[attempt.execution.slot], attempt.id.scope).attempt = no_attempt;
  tell_guard(attempt, resilience::CallEnd::Failed, now_);
  tell_later(attempt.execution, execution::TaskFailed{attempt.id, std::string{error}, std::move(cause)});
}

}  // namespace stepstorm::orchestration
