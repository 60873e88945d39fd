#include "orchestration/worker_host.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "asl/overload.hpp"

namespace stepstorm::orchestration {
namespace {

/// As a Lambda function's runtime writes it. Source: semantics.md 6.4.
std::string lambda_cause(const std::string& type, const std::string& message) {
  return R"({"errorMessage": )" + to_text(Json(message)) + R"(, "errorType": )" + to_text(Json(type)) + '}';
}

Raise timed_out(std::chrono::nanoseconds limit) {
  char message[64];
  std::snprintf(
      message, sizeof message, "Task timed out after %.2f seconds", std::chrono::duration<double>(limit).count());
  return {"Sandbox.Timedout", message};
}

}  // namespace

world::Stream attempt_stream(
    const world::Stream& resource, std::uint64_t execution, std::uint32_t visit, std::uint32_t number, Drawn what) {
  return resource.of(execution).of((std::uint64_t{visit} << 32) | number).of(static_cast<std::uint64_t>(what));
}

WorkerHost::WorkerHost(WorkerOptions options,
                       FailureForm failure_form,
                       std::unique_ptr<Behaviour> behaviour,
                       world::Stream random,
                       TimePoint now)
    : options_(std::move(options)),
      failure_form_(failure_form),
      behaviour_(std::move(behaviour)),
      service_time_(options_.service_time),
      cold_start_(options_.cold_starts ? options_.cold_starts->time : world::Constant{}),
      random_(random),
      timers_(to_tick(now)) {}

void WorkerHost::run(messages::RunTasks&& tasks, TimePoint now) {
  for (messages::RunTask& task : tasks.tasks)
    if (!output_.crash) begin(std::move(task), now);
}

void WorkerHost::timers_due(TimePoint now) {
  timers_.advance(to_tick(now), [&](TimerWheel<Timer>::Tick, const Timer& timer) {
    if (!output_.crash) fire(timer, now);
  });
}

std::optional<TimePoint> WorkerHost::next_timer() const {
  const auto tick = timers_.next();
  return tick ? std::optional{to_time(*tick)} : std::nullopt;
}

WorkerOutput WorkerHost::take_output() { return std::exchange(output_, {}); }

void WorkerHost::begin(messages::RunTask&& task, TimePoint now) {
  const auto service = duration_of(task, now);
  const TimePoint limit = now + options_.time_limit;
  if (service.count() <= 0) return complete(std::move(task), limit, now);
  const bool too_long = now + service > limit;
  const std::uint32_t work =
      hold(std::move(task), limit, too_long ? limit : now + service, too_long ? Due::Limit : Due::Completion);
  set_heartbeat(work, now);
}

world::Stream WorkerHost::stream_of(const messages::RunTask& task, Drawn what) const {
  return attempt_stream(random_, task.execution, task.visit, task.number, what);
}

std::chrono::nanoseconds WorkerHost::duration_of(const messages::RunTask& task, TimePoint now) {
  auto random = stream_of(task, Drawn::ServiceTime);
  const auto service = service_time_.draw(random);
  return takes_warm_environment(now) ? service : service + cold_start_.draw(random);
}

bool WorkerHost::takes_warm_environment(TimePoint now) {
  if (!options_.cold_starts) return true;
  if (idle_environments_.empty()) return false;
  if (idle_environments_.back() + options_.cold_starts->keep_alive < now) {
    idle_environments_.clear();
    return false;
  }
  idle_environments_.pop_back();
  return true;
}

void WorkerHost::keep_environment(TimePoint now) {
  if (options_.cold_starts) idle_environments_.push_back(now);
}

Outcome WorkerHost::outcome_of(const messages::RunTask& task) {
  if (options_.errors.empty()) return behaviour_->run(task);
  double at = stream_of(task, Drawn::Error).uniform();
  for (const RandomError& error : options_.errors) {
    if (at < error.probability) return Raise{error.type, error.message};
    at -= error.probability;
  }
  return behaviour_->run(task);
}

void WorkerHost::complete(messages::RunTask&& task, TimePoint limit, TimePoint now) {
  const messages::TaskToken token = task.token;
  Outcome outcome = outcome_of(task);
  if (!std::holds_alternative<Hang>(outcome) && !std::holds_alternative<Crash>(outcome)) keep_environment(now);
  std::visit(Overload{[&](Succeed& done) { answer(token, messages::Succeeded{std::move(done.output)}); },
                      [&](const Raise& raised) { answer(token, failure(raised)); },
                      [&](const Hang&) { hold(std::move(task), limit, limit, Due::Limit); },
                      [&](Crash& crash) { output_.crash = std::move(crash.reason); },
                      [&](Write& written) { answer(token, messages::RawOutput{std::move(written.text)}); }},
             outcome);
}

void WorkerHost::answer(messages::TaskToken token, decltype(messages::TaskAnswer::result) result) {
  output_.answers.answers.push_back({token, std::move(result)});
}

messages::Failed WorkerHost::failure(const Raise& raised) const {
  return {raised.type,
          failure_form_ == FailureForm::Lambda ? lambda_cause(raised.type, raised.message) : raised.message};
}

// ---- attempts that take their time

std::uint32_t WorkerHost::hold(messages::RunTask&& task, TimePoint limit, TimePoint at, Due due) {
  const std::uint32_t work = work_.emplace(Work{std::move(task), limit, {}}).slot;
  timers_.schedule(to_tick(at), {work, due});
  return work;
}

messages::RunTask WorkerHost::let_go(std::uint32_t work) {
  messages::RunTask task = std::move(work_[work].task);
  timers_.cancel(work_[work].heartbeat);
  work_.erase(work);
  return task;
}

void WorkerHost::fire(const Timer& timer, TimePoint now) {
  const TimePoint limit = work_[timer.work].limit;
  switch (timer.due) {
    case Due::Completion: return complete(let_go(timer.work), limit, now);
    case Due::Limit: return answer(let_go(timer.work).token, failure(timed_out(options_.time_limit)));
    case Due::Heartbeat: return send_heartbeat(timer.work, now);
  }
}

void WorkerHost::send_heartbeat(std::uint32_t work, TimePoint now) {
  output_.heartbeats.tokens.push_back(work_[work].task.token);
  set_heartbeat(work, now);
}

void WorkerHost::set_heartbeat(std::uint32_t work, TimePoint now) {
  if (const auto interval = options_.heartbeat_interval)
    work_[work].heartbeat = timers_.schedule(to_tick(now + *interval), {work, Due::Heartbeat});
}

}  // namespace stepstorm::orchestration
