#include <algorithm>

#include "asl/quotas.hpp"
#include "asl/resource.hpp"
#include "execution/run.hpp"
#include "execution/service_parameters.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

/// The event types of one kind of resource. Source: semantics.md 8.6, 8.7.
struct EventFamily {
  EventType scheduled, started, succeeded, failed, timed_out, schedule_failed, start_failed, submit_failed;
};

constexpr EventFamily lambda_events{EventType::LambdaFunctionScheduled,
                                    EventType::LambdaFunctionStarted,
                                    EventType::LambdaFunctionSucceeded,
                                    EventType::LambdaFunctionFailed,
                                    EventType::LambdaFunctionTimedOut,
                                    EventType::LambdaFunctionScheduleFailed,
                                    EventType::LambdaFunctionStartFailed,
                                    EventType::LambdaFunctionFailed};
constexpr EventFamily activity_events{EventType::ActivityScheduled,
                                      EventType::ActivityStarted,
                                      EventType::ActivitySucceeded,
                                      EventType::ActivityFailed,
                                      EventType::ActivityTimedOut,
                                      EventType::ActivityScheduleFailed,
                                      EventType::ActivityFailed,
                                      EventType::ActivityFailed};
constexpr EventFamily service_events{EventType::TaskScheduled,
                                     EventType::TaskStarted,
                                     EventType::TaskSucceeded,
                                     EventType::TaskFailed,
                                     EventType::TaskTimedOut,
                                     EventType::TaskFailed,
                                     EventType::TaskStartFailed,
                                     EventType::TaskSubmitFailed};

const asl::TaskState& task_of(Run& run, ScopeSlot slot) { return std::get<asl::TaskState>(run.state(slot).detail); }

const EventFamily& events_of(const asl::Resource& resource) {
  return *std::visit(Overload{[](const asl::LambdaResource&) { return &lambda_events; },
                              [](const asl::ActivityResource&) { return &activity_events; },
                              [](const asl::ServiceResource&) { return &service_events; }},
                     resource.kind);
}

EventType failed_event(const EventFamily& events, TaskPhase phase) {
  switch (phase) {
    case TaskPhase::Schedule: return events.schedule_failed;
    case TaskPhase::Start: return events.start_failed;
    case TaskPhase::Submit: return events.submit_failed;
    case TaskPhase::Run: return events.failed;
    case TaskPhase::TimeOut: return events.timed_out;
  }
  return events.failed;
}

/// Who is named when a result is too large. Source: recordings.md 4.
std::string result_owner(const asl::Resource& resource) {
  const auto* service = std::get_if<asl::ServiceResource>(&resource.kind);
  return service ? service->type : resource.arn;
}

/// Only a worker that holds a task token can send heartbeats. Source: semantics.md 6.2.
bool has_heartbeats(const asl::Resource& resource) { return asl::is_activity(resource) || asl::is_callback(resource); }

Evaluated<std::optional<std::int64_t>> optional_limit(const std::optional<asl::IntegerField>& field,
                                                      const std::string& name,
                                                      const Payload& input,
                                                      const asl::References& references) {
  if (!field) return std::nullopt;
  return time_limit(*field, name, *input, references).map([](std::int64_t seconds) { return std::optional{seconds}; });
}

Evaluated<std::optional<std::string>> role_arn(const std::optional<asl::Template>& credentials,
                                               const Payload& input,
                                               const asl::References& references) {
  if (!credentials) return std::nullopt;
  return evaluate(*credentials, {.input = &*input}, references)
      .and_then([&](const Json& value) -> Evaluated<std::optional<std::string>> {
        const auto role = value.find("RoleArn");
        if (role != value.end() && role->is_string()) return role->get<std::string>();
        asl::EvaluationError error{.detail = "The field 'RoleArn' must be a string but the Credentials were: " +
                                             to_text(value)};
        if (std::holds_alternative<asl::ExpressionTemplate>(*credentials)) {
          error.error = "States.QueryEvaluationError";
          error.location = "Credentials/RoleArn";
        }
        return tl::unexpected{std::move(error)};
      });
}

bool exists(const StateMachine& owner, const asl::Resource& resource) {
  return !asl::is_activity(resource) || !owner.activities || owner.activities->contains(resource.arn);
}

bool is_service(const asl::Resource& resource) { return std::holds_alternative<asl::ServiceResource>(resource.kind); }

Evaluated<ScheduledTerms> evaluate_terms(const asl::TaskState& task,
                                         const Payload& input,
                                         const asl::References& references) {
  if (task.literal_terms) return ScheduledTerms{*task.literal_terms};
  auto timeout_seconds = optional_limit(task.timeout_seconds, "TimeoutSeconds", input, references);
  if (!timeout_seconds) return tl::unexpected{std::move(timeout_seconds.error())};
  auto heartbeat_seconds = optional_limit(task.heartbeat_seconds, "HeartbeatSeconds", input, references);
  if (!heartbeat_seconds) return tl::unexpected{std::move(heartbeat_seconds.error())};
  auto role = role_arn(task.credentials, input, references);
  if (!role) return tl::unexpected{std::move(role.error())};
  return ScheduledTerms{{*timeout_seconds, *heartbeat_seconds, std::move(*role)}};
}

/// Everything about an attempt that its state's fields decide.
Evaluated<Schedule> prepare(const asl::State& state, const Payload& raw_input, const asl::References& references) {
  const auto& task = std::get<asl::TaskState>(state.detail);
  auto input = visible_input(state, raw_input, references);
  if (!input) return tl::unexpected{std::move(input.error())};
  auto parameters =
      work_input(state, *input, references)
          .and_then([&](Payload applied) { return service_parameters(task.resource, std::move(applied)); })
          .and_then([&](Payload applied) { return admit(std::move(applied), state.name); });
  if (!parameters) return tl::unexpected{std::move(parameters.error())};
  auto terms = evaluate_terms(task, *input, references);
  if (!terms) return tl::unexpected{std::move(terms.error())};
  return Schedule{std::move(*parameters), std::move(*terms)};
}

// What literals may say at most; a path may lead to more, which is as good as no limit. Source: semantics.md 1.3.
std::uint32_t seconds_or_none(std::optional<std::int64_t> seconds) {
  return static_cast<std::uint32_t>(std::min(seconds.value_or(0), asl::seconds_max));
}

TimePoint due(TimePoint from, std::uint32_t seconds) {
  return seconds == 0 ? never : after(from, std::chrono::seconds(seconds));
}

void set_deadlines(Run& run, ScopeSlot slot) {
  auto& task = std::get<RunningTask>(run.scope(slot).progress);
  task.timeout_at = due(run.now(), task.timeout_seconds);
  if (has_heartbeats(task_of(run, slot).resource)) task.heartbeat_at = due(run.now(), task.heartbeat_seconds);
}

/// When its timer is to fire; the end of time: it has none.
TimePoint earliest(const RunningTask& task) { return std::min(task.timeout_at, task.heartbeat_at); }

void arm(Run& run, ScopeSlot slot) {
  const TimePoint at = earliest(std::get<RunningTask>(run.scope(slot).progress));
  if (at != TimePoint::max()) run.set_timer(slot, at);
}

/// No answer counts any more; the timer goes with it.
void end_attempt(Run& run, ScopeSlot slot) {
  const bool timed = earliest(std::get<RunningTask>(run.scope(slot).progress)) != TimePoint::max();
  if (timed) run.command(CancelTimer{slot});
  run.renew(slot);
  run.scope(slot).progress = Idle{};
}

Flow fail_attempt(Run& run, ScopeSlot slot, EventType event, StateFailure failure) {
  end_attempt(run, slot);
  run.record(slot, event, Failure{std::make_shared<const ErrorOutput>(failure.reason)});
  return run.fail(slot, std::move(failure));
}

Flow begin(Run& run, AttemptId attempt, Schedule&& schedule) {
  const asl::State& state = run.state(attempt.scope);
  Scope& scope = run.scope(attempt.scope);
  const asl::Resource& resource = task_of(run, attempt.scope).resource;
  scope.progress =
      RunningTask{.timeout_seconds = seconds_or_none(asl::longest_attempt(resource, schedule.terms.timeout_seconds())),
                  .heartbeat_seconds = seconds_or_none(schedule.terms.heartbeat_seconds())};
  run.record(attempt.scope, events_of(resource).scheduled, [&] { return schedule; });
  run.command(RunTask{attempt, state.index, scope.retries + 1, std::move(schedule.input)});
  run.make_ready(attempt.scope);
  return Flow::Blocked;
}

}  // namespace

Flow run_task(Run& run, ScopeSlot slot) {
  const asl::State& state = run.state(slot);
  const asl::Resource& resource = task_of(run, slot).resource;
  const AttemptId attempt = run.renew(slot);
  if (!exists(*run.execution().state_machine, resource))
    return run.fail(slot, asl::EvaluationError{.detail = "The activity " + resource.arn + " does not exist."});
  if (const auto& task = task_of(run, slot); task.literal_terms && input_is_effective(state) && !is_service(resource))
    return begin(run, attempt, {run.scope(slot).input, ScheduledTerms{*task.literal_terms}});
  auto schedule = prepare(state, run.scope(slot).input, run.references(slot));
  if (!schedule) return run.fail(slot, schedule.error());
  return begin(run, attempt, std::move(*schedule));
}

void task_dispatched(Run& run, ScopeSlot slot) {
  const asl::Resource& resource = task_of(run, slot).resource;
  if (!asl::is_activity(resource)) run.record(slot, events_of(resource).started);
  set_deadlines(run, slot);
  if (asl::is_activity(resource))  // no worker has it yet that could send a heartbeat
    std::get<RunningTask>(run.scope(slot).progress).heartbeat_at = TimePoint::max();
  arm(run, slot);
}

Flow task_told(Run& run, const TaskStarted& notice) {
  const ScopeSlot slot = notice.attempt.scope;
  if (!asl::is_activity(task_of(run, slot).resource)) return Flow::Blocked;  // started when it was dispatched
  run.record(slot,
             EventType::ActivityStarted,
             Worker{notice.worker_name ? std::make_shared<const std::string>(*notice.worker_name) : nullptr});
  set_deadlines(run, slot);
  arm(run, slot);
  return Flow::Blocked;
}

Flow task_told(Run& run, const TaskSubmitted& notice) {
  if (!asl::has_submission(task_of(run, notice.attempt.scope).resource))
    return Flow::Blocked;  // nothing goes on after it
  run.record(notice.attempt.scope, EventType::TaskSubmitted, Data{notice.output});
  return Flow::Blocked;
}

Flow task_told(Run& run, TaskSucceeded&& notice) {
  const ScopeSlot slot = notice.attempt.scope;
  const asl::Resource& resource = task_of(run, slot).resource;
  const EventFamily& events = events_of(resource);
  if (notice.output.text_exceeds(asl::payload_bytes_max))
    return fail_attempt(run, slot, events.failed, data_limit_exceeded(result_owner(resource)));
  end_attempt(run, slot);
  run.record(slot, events.succeeded, [&] { return Data{notice.output}; });
  run.note_result(notice.output);
  return run.leave_with_result(slot, std::move(notice.output));
}

Flow task_told(Run& run, const TaskFailed& notice) {
  const ScopeSlot slot = notice.attempt.scope;
  return fail_attempt(run,
                      slot,
                      failed_event(events_of(task_of(run, slot).resource), notice.phase),
                      reported({notice.error, notice.cause}));
}

Flow task_told(Run& run, const TaskHeartbeat& notice) {
  auto& task = std::get<RunningTask>(run.scope(notice.attempt.scope).progress);
  if (has_heartbeats(task_of(run, notice.attempt.scope).resource))
    task.heartbeat_at = due(run.now(), task.heartbeat_seconds);
  return Flow::Blocked;  // the timer, when it fires early, finds the new deadline
}

Flow task_timer_fired(Run& run, ScopeSlot slot) {
  const auto& task = std::get<RunningTask>(run.scope(slot).progress);
  const bool timed_out = task.timeout_at <= run.now();
  const bool heartbeat_missed = task.heartbeat_at <= run.now();
  if (!timed_out && !heartbeat_missed) {
    arm(run, slot);
    return Flow::Blocked;
  }
  run.command(AbandonTask{{slot, run.scope(slot).epoch}, true});
  return fail_attempt(
      run, slot, events_of(task_of(run, slot).resource).timed_out, timed_out ? timeout() : heartbeat_timeout());
}

}  // namespace stepstorm::execution
