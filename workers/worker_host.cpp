#include "workers/worker_host.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

#include "asl/quotas.hpp"
#include "execution/failure.hpp"
#include "values/overload.hpp"

namespace stepstorm::workers {
namespace {

/// The form of a Lambda function's runtime. Source: semantics.md 6.4.
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
                       std::uint32_t number,
                       std::shared_ptr<faults::FaultSource> faults)
    : options_(std::move(options)),
      failure_form_(failure_form),
      behaviour_(std::move(behaviour)),
      has_own_times_(behaviour_->has_own_times()),
      may_answer_later_(behaviour_->may_answer_later()),
      service_time_(options_.service_time),
      cold_start_(options_.cold_starts ? options_.cold_starts->time : world::Constant{}),
      random_(random),
      number_(number),
      faults_(std::move(faults)),
      plan_(faults_ ? faults_->current() : nullptr) {}

void WorkerHost::run(messages::RunTasks&& tasks, TimePoint now) {
  const std::size_t sent = output_.answers.answers.size();
  output_.answers.answers.reserve(sent + tasks.tasks.size());
  for (messages::RunTask& task : tasks.tasks)
    if (!output_.crash) receive(std::move(task), now);
  send_from(sent, now);
}

void WorkerHost::timers_due(TimePoint now) {
  const std::size_t sent = output_.answers.answers.size();
  take_outcomes(now);
  fire_due(now);
  if (!link_) return;
  Arrivals arrivals = link_->timers_due(now);
  arrive_all(std::move(arrivals.tasks), now);
  send_from(sent, now);
  std::move(arrivals.answers.begin(), arrivals.answers.end(), std::back_inserter(output_.answers.answers));
}

// ---- messages from the link and to it

/// Returns nullptr when the task meets no fault.
faults::FaultInjector* WorkerHost::plan_for(const messages::RunTask& task) {
  if (!faults_ || task.faults == 0) return nullptr;
  if (task.fault_plan != faults_->number()) return nullptr;
  if (task.fault_plan != plan_->number()) plan_ = faults_->current();
  return task.fault_plan == plan_->number() ? plan_.get() : nullptr;
}

void WorkerHost::receive(messages::RunTask&& task, TimePoint now) {
  if (faults::FaultInjector* plan = plan_for(task)) {
    const faults::TransitFaults faults = plan->in_transit(task, number_, now);
    if (faults.loses) return answer(task.token, messages::Lost{});
    if (faults.holds()) return link(now).hold(std::move(task), faults, now);
  }
  arrive(std::move(task), now);
  if (link_) arrive_all(link_->task_passed(), now);
}

void WorkerHost::arrive(messages::RunTask&& task, TimePoint now) {
  faults::FaultInjector* plan = plan_for(task);
  if (!plan) return begin(std::move(task), now);
  const faults::Injection injected = plan->at_work(task, number_, now);
  begin(std::move(task), injected, now);
}

void WorkerHost::arrive_all(std::vector<messages::RunTask>&& tasks, TimePoint now) {
  for (messages::RunTask& task : tasks)
    if (!output_.crash) arrive(std::move(task), now);
}

void WorkerHost::send_from(std::size_t first, TimePoint now) {
  if (!link_) return;
  auto& answers = output_.answers.answers;
  const auto begin = answers.begin() + static_cast<std::ptrdiff_t>(first);
  std::vector<messages::TaskAnswer> leaving(std::make_move_iterator(begin), std::make_move_iterator(answers.end()));
  answers.erase(begin, answers.end());
  auto arriving = link_->send(std::move(leaving), now);
  std::move(arriving.begin(), arriving.end(), std::back_inserter(answers));
}

Link& WorkerHost::link(TimePoint now) {
  if (!link_) link_ = std::make_unique<Link>(now);
  return *link_;
}

// ---- attempts

void WorkerHost::begin(messages::RunTask&& task, TimePoint now) {
  const auto service = duration_of(task, now);
  if (service.count() <= 0) return do_at_once(std::move(task), now);
  const TimePoint limit = now + options_.time_limit;
  const bool too_long = service > options_.time_limit;
  const orchestration::SlabKey held = work_.emplace(std::move(task), limit, nullptr);
  timers_.schedule(too_long ? limit : now + service, {held, too_long ? Due::Limit : Due::Completion});
  set_heartbeat(held, now);
}

void WorkerHost::do_at_once(messages::Task&& task, TimePoint now) {
  if (may_answer_later_) return complete_or_defer({std::move(task), now + options_.time_limit, nullptr}, now);
  Outcome outcome = outcome_of(task, now);
  if (auto* done = std::get_if<Succeed>(&outcome)) return succeed(task.token, std::move(done->output), now);
  if (std::holds_alternative<Await>(outcome)) return await({std::move(task), now + options_.time_limit, nullptr}, now);
  conclude({std::move(task), now + options_.time_limit, nullptr}, std::move(outcome), now);
}

void WorkerHost::begin(messages::RunTask&& task, const faults::Injection& injected, TimePoint now) {
  if (injected.is_refused())
    return answer(task.token, messages::Failed{.error = injected.error->error, .cause = injected.error->cause});
  if (injected.reordered_answer) link(now).reorder_answer(task.token, *injected.reordered_answer);
  work_on(std::move(task), injected, now);
  if (injected.clock_jump.count() != 0) jump_clock(injected.clock_jump, now);
}

void WorkerHost::work_on(messages::RunTask&& task, const faults::Injection& injected, TimePoint now) {
  const auto service = duration_of(task, now) + injected.longer_service;
  const bool too_long = injected.hangs || service > options_.time_limit;
  Work work{std::move(task), now + options_.time_limit, std::make_unique<Planned>(Planned{plan_, injected, {}})};
  if (service.count() <= 0 && !too_long) return complete_planned(std::move(work), now);
  const TimePoint at = too_long ? work.limit : now + service;
  const orchestration::SlabKey held = hold(std::move(work), at, too_long ? Due::Limit : Due::Completion);
  if (!injected.loses_heartbeats && !injected.hangs) set_heartbeat(held, now);
}

world::Stream WorkerHost::stream_of(const messages::Task& task, Drawn what) const {
  return attempt_stream(random_, task.execution, task.visit, task.number, what);
}

std::chrono::nanoseconds WorkerHost::duration_of(const messages::Task& task, TimePoint now) {
  if (!has_own_times_ && !options_.cold_starts && service_time_.is_constant()) return service_time_.constant();
  auto random = stream_of(task, Drawn::ServiceTime);
  const auto service = service_time_of(task, random);
  return takes_warm_environment(now) ? service : service + cold_start_.draw(random);
}

std::chrono::nanoseconds WorkerHost::service_time_of(const messages::Task& task, world::Stream& random) {
  const auto own = has_own_times_ ? behaviour_->own_time(task) : std::nullopt;
  return own ? *own : service_time_.draw(random);
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

/// Moves the input out of the task.
Outcome WorkerHost::outcome_of(messages::Task& task, TimePoint now) {
  if (options_.errors.empty()) return behaviour_->run_at(std::move(task), now);
  double at = stream_of(task, Drawn::Error).uniform();
  for (const RandomError& error : options_.errors) {
    if (at < error.probability) return Raise{error.type, error.message};
    at -= error.probability;
  }
  return behaviour_->run_at(std::move(task), now);
}

void WorkerHost::complete(std::uint32_t held, TimePoint now) {
  Work& work = work_[held];
  if (work.planned) return complete_planned(let_go(held), now);
  if (may_answer_later_) return complete_or_defer(let_go(held), now);
  Outcome outcome = outcome_of(work.task, now);
  auto* done = std::get_if<Succeed>(&outcome);
  if (std::holds_alternative<Await>(outcome)) return await(let_go(held), now);
  if (!done) return conclude(let_go(held), std::move(outcome), now);
  const messages::TaskToken token = work.task.token;
  work_.erase(held);
  succeed(token, std::move(done->output), now);
}

/// Applies faults before the work first, then faults after it.
void WorkerHost::complete_planned(Work&& work, TimePoint now) {
  const faults::Injection injected = work.planned->injected;
  const auto planned = [](const auto* fault, faults::FaultMoment moment) { return fault && fault->moment == moment; };
  if (planned(injected.crash, faults::FaultMoment::Before))
    return conclude(std::move(work), Crash{injected.crash->reason}, now);
  if (planned(injected.error, faults::FaultMoment::Before))
    return conclude(std::move(work), Raise{injected.error->error, injected.error->cause}, now);
  if (may_answer_later_ && defer(work, now)) return;

  Outcome outcome = outcome_of(work.task, now);
  if (std::holds_alternative<Await>(outcome)) return await(std::move(work), now);
  finish_planned(std::move(work), std::move(outcome), now);
}

/// Applies faults after the work.
void WorkerHost::finish_planned(Work&& work, Outcome&& outcome, TimePoint now) {
  const faults::Injection injected = work.planned->injected;
  const auto planned = [](const auto* fault, faults::FaultMoment moment) { return fault && fault->moment == moment; };
  if (planned(injected.crash, faults::FaultMoment::After)) outcome = Crash{injected.crash->reason};
  if (planned(injected.error, faults::FaultMoment::After))
    outcome = Raise{injected.error->error, injected.error->cause};
  if (injected.garbage) outcome = Write{injected.garbage->text};
  if (injected.oversized) outcome = Succeed{Payload{Json(std::string(asl::payload_bytes_max + 1, 'x'))}};
  const messages::TaskToken token = work.task.token;
  if (injected.loses_answer) return answer(token, messages::Lost{});
  if (injected.later_answer.count() > 0) {
    work.planned->late = std::move(outcome);
    hold(std::move(work), now + injected.later_answer, Due::Answer);
    return;
  }
  conclude_planned(std::move(work), std::move(outcome), now);
}

void WorkerHost::conclude_planned(Work&& work, Outcome&& outcome, TimePoint now) {
  const messages::TaskToken token = work.task.token;
  const bool duplicates = work.planned->injected.duplicates;
  conclude(std::move(work), std::move(outcome), now);
  if (duplicates && !output_.answers.answers.empty() && output_.answers.answers.back().token == token)
    output_.answers.answers.push_back(output_.answers.answers.back());
}

void WorkerHost::conclude(Work&& work, Outcome&& outcome, TimePoint now) {
  const messages::TaskToken token = work.task.token;
  if (auto* done = std::get_if<Succeed>(&outcome)) return succeed(token, std::move(done->output), now);
  if (!std::holds_alternative<Hang>(outcome) && !std::holds_alternative<Crash>(outcome)) keep_environment(now);
  std::visit(Overload{[](const Succeed&) {},
                      [&](const Raise& raised) { answer(token, failure(raised)); },
                      [&](Fail& failed) {
                        answer(token, messages::Failed{std::move(failed.error), std::move(failed.cause)});
                        output_.crash = std::move(failed.death);
                      },
                      [&](const Hang&) {
                        const TimePoint limit = work.limit;
                        hold(std::move(work), limit, Due::Limit);
                      },
                      [&](Crash& crash) { output_.crash = std::move(crash.reason); },
                      [&](Write& written) { answer(token, messages::RawOutput{std::move(written.text)}); },
                      [](const Await&) { assert(false && "what is awaited is not concluded"); }},
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

// ---- attempts that are accepted, and answered later

void WorkerHost::complete_or_defer(Work&& work, TimePoint now) {
  if (defer(work, now)) return;
  Outcome outcome = outcome_of(work.task, now);
  conclude(std::move(work), std::move(outcome), now);
}

/// Takes the work if it is to be answered later. Faults of its answer apply then.
bool WorkerHost::defer(Work& work, TimePoint now) {
  if (work.accepted) return false;
  const auto at = behaviour_->answer_at(work.task, now);
  if (!at) return false;
  const messages::TaskToken token = work.task.token;
  const bool shows_life = !work.planned || !work.planned->injected.loses_heartbeats;
  work.accepted = true;
  accepted_.emplace(token.slot, token.generation);
  keep_environment(now);
  answer(token, messages::Submitted{Payload{Json::object()}});
  const orchestration::SlabKey held = hold(std::move(work), *at, Due::Completion);
  if (shows_life) set_heartbeat(held, now);
  return true;
}

std::size_t WorkerHost::count_ends(const messages::TaskAnswers& answers) {
  if (accepted_.empty()) return answers.answers.size();
  std::size_t ends = 0;
  std::vector<Token> given;
  for (const messages::TaskAnswer& answer : answers.answers) {
    const Token token{answer.token.slot, answer.token.generation};
    const bool was_free = !std::holds_alternative<messages::Submitted>(answer.result) && accepted_.contains(token);
    if (was_free)
      given.push_back(token);
    else
      ++ends;
  }
  for (const Token& token : given) accepted_.erase(token);
  return ends;
}

// ---- attempts whose outcome comes later

void WorkerHost::await(Work&& work, TimePoint now) {
  const messages::TaskToken token = work.task.token;
  const bool shows_life = !work.planned || !work.planned->injected.loses_heartbeats;
  const orchestration::SlabKey held = work_.emplace(std::move(work));
  awaited_.emplace(std::pair{token.slot, token.generation}, held.slot);
  if (shows_life) set_heartbeat(held, now);
}

void WorkerHost::take_outcomes(TimePoint now) {
  for (LaterOutcome& later : behaviour_->take_outcomes())
    if (!output_.crash) take(std::move(later), now);
}

void WorkerHost::take(LaterOutcome&& later, TimePoint now) {
  if (!later.token) {
    output_.crash = std::get<Crash>(later.outcome).reason;
    return;
  }
  const auto awaited = awaited_.extract({later.token->slot, later.token->generation});
  assert(!awaited.empty());
  Work work = let_go(awaited.mapped());
  if (work.planned) return finish_planned(std::move(work), std::move(later.outcome), now);
  conclude(std::move(work), std::move(later.outcome), now);
}

// ---- attempts that take their time

orchestration::SlabKey WorkerHost::hold(Work&& work, TimePoint at, Due due) {
  const orchestration::SlabKey held = work_.emplace(std::move(work));
  timers_.schedule(at, {held, due});
  return held;
}

WorkerHost::Work WorkerHost::let_go(std::uint32_t slot) {
  Work work = std::move(work_[slot]);
  work_.erase(slot);
  return work;
}

void WorkerHost::fire_due(TimePoint now) {
  while (!output_.crash && timers_.size() > 0 && timers_.next() <= now) fire(timers_.take_first(), now);
}

void WorkerHost::fire(const Timer& timer, TimePoint now) {
  switch (timer.due) {
    case Due::Completion: return complete(timer.slot, now);
    case Due::Limit: return answer(let_go(timer.slot).task.token, failure(timed_out(options_.time_limit)));
    case Due::Heartbeat: return send_heartbeat(timer.work(), now);
    case Due::Answer: {
      Work work = let_go(timer.slot);
      Outcome outcome = std::move(*work.planned->late);
      return conclude_planned(std::move(work), std::move(outcome), now);
    }
  }
}

void WorkerHost::send_heartbeat(orchestration::SlabKey key, TimePoint now) {
  const Work* work = work_.find(key);
  if (!work) return;
  output_.heartbeats.tokens.push_back(work->task.token);
  set_heartbeat(key, now);
}

void WorkerHost::set_heartbeat(orchestration::SlabKey work, TimePoint now) {
  if (const auto interval = options_.heartbeat_interval) timers_.schedule(now + *interval, {work, Due::Heartbeat});
}

/// Timers are kept in the orchestrator's time: when the worker's clock jumps forward, they come nearer. An answer on
/// its way has left the worker and is not affected.
void WorkerHost::jump_clock(std::chrono::nanoseconds by, TimePoint now) {
  orchestration::TimerHeap<Timer> before = std::exchange(timers_, {});
  while (before.size() > 0) {
    const TimePoint at = before.next();
    const Timer timer = before.take_first();
    timers_.schedule(timer.due == Due::Answer ? at : std::max(at - by, now), timer);
    if (timer.due != Due::Heartbeat) work_[timer.slot].limit -= by;
  }
  for (TimePoint& idle_since : idle_environments_) idle_since -= by;
  fire_due(now);
}

}  // namespace stepstorm::workers
