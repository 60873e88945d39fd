#include "orchestration/worker_host.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "asl/overload.hpp"
#include "execution/failure.hpp"

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
                       TimePoint now,
                       std::uint32_t number,
                       std::shared_ptr<FaultInjector> faults)
    : options_(std::move(options)),
      failure_form_(failure_form),
      behaviour_(std::move(behaviour)),
      service_time_(options_.service_time),
      cold_start_(options_.cold_starts ? options_.cold_starts->time : world::Constant{}),
      random_(random),
      number_(number),
      faults_(std::move(faults)),
      timers_(to_tick(now)) {}

void WorkerHost::run(messages::RunTasks&& tasks, TimePoint now) {
  output_.answers.answers.reserve(output_.answers.answers.size() + tasks.tasks.size());
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

void WorkerHost::begin(messages::RunTask&& task, TimePoint now) {
  if (faults_ && task.faults != 0) return begin(std::move(task), faults_->at(task, number_, now), now);
  const auto service = duration_of(task, now);
  if (service.count() <= 0) return do_at_once(std::move(task), now);
  Work work{std::move(task), now + options_.time_limit, {}, nullptr, nullptr};
  const bool too_long = service > options_.time_limit;
  const TimePoint at = too_long ? work.limit : now + service;
  set_heartbeat(hold(std::move(work), at, too_long ? Due::Limit : Due::Completion), now);
}

void WorkerHost::do_at_once(messages::RunTask&& task, TimePoint now) {
  Outcome outcome = outcome_of(task);
  if (auto* done = std::get_if<Succeed>(&outcome)) return succeed(task.token, std::move(done->output), now);
  conclude({std::move(task), now + options_.time_limit, {}, nullptr, nullptr}, std::move(outcome), now);
}

void WorkerHost::begin(messages::RunTask&& task, const Injection& injected, TimePoint now) {
  if (injected.loses_task) return answer(task.token, messages::Lost{});
  if (injected.ends_at_once())
    return answer(task.token, messages::Failed{.error = injected.error->error, .cause = injected.error->cause});
  const auto service = duration_of(task, now) + injected.longer_service;
  const bool too_long = injected.hangs || service > options_.time_limit;
  Work work{std::move(task), now + options_.time_limit, {}, std::make_unique<Injection>(injected), nullptr};
  if (service.count() <= 0 && !too_long) return complete(std::move(work), now);
  const TimePoint at = too_long ? work.limit : now + service;
  const std::uint32_t held = hold(std::move(work), at, too_long ? Due::Limit : Due::Completion);
  if (!injected.loses_heartbeats && !injected.hangs) set_heartbeat(held, now);
}

world::Stream WorkerHost::stream_of(const messages::RunTask& task, Drawn what) const {
  return attempt_stream(random_, task.execution, task.visit, task.number, what);
}

std::chrono::nanoseconds WorkerHost::duration_of(const messages::RunTask& task, TimePoint now) {
  if (!options_.cold_starts)
    if (const auto constant = service_time_.constant()) return *constant;
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

void WorkerHost::complete(Work&& work, TimePoint now) {
  if (work.injected) {
    const Injection injected = *work.injected;
    return complete(std::move(work), injected, now);
  }
  Outcome outcome = outcome_of(work.task);
  conclude(std::move(work), std::move(outcome), now);
}

/// What is planned to go wrong before the work goes before what is planned for afterwards.
void WorkerHost::complete(Work&& work, const Injection& injected, TimePoint now) {
  const auto planned = [](const auto* fault, FaultMoment moment) { return fault && fault->moment == moment; };
  if (planned(injected.crash, FaultMoment::Before))
    return conclude(std::move(work), Crash{injected.crash->reason}, now);
  if (planned(injected.error, FaultMoment::Before))
    return conclude(std::move(work), Raise{injected.error->error, injected.error->cause}, now);

  Outcome outcome = outcome_of(work.task);
  if (planned(injected.crash, FaultMoment::After)) outcome = Crash{injected.crash->reason};
  if (planned(injected.error, FaultMoment::After)) outcome = Raise{injected.error->error, injected.error->cause};
  if (injected.garbage) outcome = Write{injected.garbage->text};
  if (injected.oversized) outcome = Succeed{Payload{Json(std::string(execution::payload_bytes_max + 1, 'x'))}};
  const messages::TaskToken token = work.task.token;
  if (injected.loses_answer) return answer(token, messages::Lost{});
  if (injected.later_answer.count() > 0) {
    work.late = std::make_unique<Outcome>(std::move(outcome));
    hold(std::move(work), now + injected.later_answer, Due::Answer);
    return;
  }
  conclude(std::move(work), std::move(outcome), now);
  if (injected.duplicates && !output_.answers.answers.empty() && output_.answers.answers.back().token == token)
    output_.answers.answers.push_back(output_.answers.answers.back());
}

void WorkerHost::conclude(Work&& work, Outcome&& outcome, TimePoint now) {
  const messages::TaskToken token = work.task.token;
  if (auto* done = std::get_if<Succeed>(&outcome)) return succeed(token, std::move(done->output), now);
  if (!std::holds_alternative<Hang>(outcome) && !std::holds_alternative<Crash>(outcome)) keep_environment(now);
  std::visit(Overload{[](const Succeed&) {},
                      [&](const Raise& raised) { answer(token, failure(raised)); },
                      [&](const Hang&) {
                        const TimePoint limit = work.limit;
                        hold(std::move(work), limit, Due::Limit);
                      },
                      [&](Crash& crash) { output_.crash = std::move(crash.reason); },
                      [&](Write& written) { answer(token, messages::RawOutput{std::move(written.text)}); }},
             outcome);
}

void WorkerHost::succeed(messages::TaskToken token, Payload&& output, TimePoint now) {
  keep_environment(now);
  messages::TaskAnswer& answer = output_.answers.answers.emplace_back();
  answer.token = token;
  std::get<messages::Succeeded>(answer.result).output = std::move(output);
}

void WorkerHost::answer(messages::TaskToken token, decltype(messages::TaskAnswer::result) result) {
  output_.answers.answers.push_back({token, std::move(result)});
}

messages::Failed WorkerHost::failure(const Raise& raised) const {
  return {raised.type,
          failure_form_ == FailureForm::Lambda ? lambda_cause(raised.type, raised.message) : raised.message};
}

// ---- attempts that take their time

std::uint32_t WorkerHost::hold(Work&& work, TimePoint at, Due due) {
  const std::uint32_t slot = work_.emplace(std::move(work)).slot;
  timers_.schedule(to_tick(at), {slot, due});
  return slot;
}

WorkerHost::Work WorkerHost::let_go(std::uint32_t slot) {
  Work work = std::move(work_[slot]);
  timers_.cancel(work.heartbeat);
  work_.erase(slot);
  return work;
}

void WorkerHost::fire(const Timer& timer, TimePoint now) {
  switch (timer.due) {
    case Due::Completion: return complete(let_go(timer.work), now);
    case Due::Limit: return answer(let_go(timer.work).task.token, failure(timed_out(options_.time_limit)));
    case Due::Heartbeat: return send_heartbeat(timer.work, now);
    case Due::Answer: {
      Work work = let_go(timer.work);
      Outcome outcome = std::move(*work.late);
      return conclude(std::move(work), std::move(outcome), now);
    }
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
