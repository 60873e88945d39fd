#include "orchestration/orchestrator.hpp"

#include <span>
#include <utility>

#include "execution/failure.hpp"
#include "execution/planted_bug.hpp"
#include "orchestration/answer_prefetch.hpp"
#include "orchestration/performers/answer.hpp"
#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

/// Limit on the work of one step, in states entered and Map items.
constexpr std::uint32_t step_work_max = 512;

// Sources of trace entries other than executions.
constexpr std::uint64_t workers_trace = ~std::uint64_t{0} - 1;
constexpr std::uint64_t resources_trace = ~std::uint64_t{0};

/// Returns whether the notice may cause a state transition. Notices that end the execution as a whole are not
/// throttled.
constexpr Overload is_throttled{
    [](const execution::TimerFired& fired) { return fired.timer.scope != execution::execution_timer; },
    [](const execution::TaskStarted&) { return false; },
    [](const execution::TaskSubmitted&) { return false; },
    [](const execution::TaskHeartbeat&) { return false; },
    [](const execution::StopRequested&) { return false; },
    [](const execution::Resumed&) { return false; },
    [](const execution::LimitReached&) { return false; },
    [](const execution::MapRunUpdated&) { return false; },
    [](const auto&) { return true; }};

/// Returns the number of events without retries, Choices and Maps: a start, five for each task, an end.
std::size_t events_expected(const execution::StateMachine& state_machine) {
  return 2 + 5 * std::min<std::size_t>(state_machine.machine->states.size(), 12);
}

OrchestratorPart with_names(OrchestratorPart part) {
  if (!part.names) part.names = std::make_shared<ExecutionNames>();
  return part;
}

}  // namespace

Orchestrator::Orchestrator(
    EngineOptions options, OrchestratorPart part, TaskSender& sender, Observer& observer, TimePoint now)
    : options_(std::move(options)),
      part_(with_names(std::move(part))),
      now_(now),
      outbox_(sender, observer, options_.objects),
      by_id_(part_.orchestrators),
      room_(options_.limits, part_.orchestrators),
      timers_(to_tick(now)),
      executions_stream_(world::Stream::named(options_.seed, "executions")),
      names_stream_(world::Stream::named(options_.seed, "names")),
      next_child_(child_id + part_.index),
      dispatcher_(part_.resources, outbox_),
      machines_(options_, part_, dispatcher_),
      context_{executions_, dispatcher_, agenda_, counters_, world::Stream::named(options_.seed, "requests")},
      performers_(
          options_,
          part_,
          context_,
          outbox_,
          names_stream_,
          [this](const execution::StateMachine& state_machine) { return refusal(state_machine); },
          now) {
  if (options_.state_transitions) transitions_.emplace(*options_.state_transitions, now);
  step_.work_max = step_work_max;
  step_.keep_frontier = options_.redrivable;
  step_.keep_events = options_.live_events || options_.history != HistoryPolicy::None;
}

// ---- executions

void Orchestrator::start(messages::StartExecution&& request, TimePoint now) {
  begin(now);
  const std::uint64_t order = request.id;
  open(std::move(request), nullptr, order);
  do_pending();
}

void Orchestrator::open(messages::StartExecution&& request,
                        std::unique_ptr<Family> family,
                        std::uint64_t order,
                        const execution::StartChild* as_child,
                        const FoundMachine* of) {
  if (request.name_claimed) {
    if (!family) family = std::make_unique<Family>();
    family->named = true;
  }
  const auto refused = refusal(*request.state_machine);
  const SlabKey key = executions_.emplace();
  OpenExecution& open = executions_[key.slot];
  prepare(open.execution, std::move(request));
  open.execution.order = order;
  take_on(key, open, std::move(family));
  ++counters_.executions_started;
  if (options_.live_events) outbox_.started(as_child, of);
  if (options_.history != HistoryPolicy::None) open.history.reserve(events_expected(*open.execution.state_machine));
  advance(key, open, [&] {
    if (refused)
      execution::refuse(open.execution, {execution::execution_limit_exceeded, *refused}, now_, step_);
    else
      execution::start(open.execution, now_, step_);
  });
}

void Orchestrator::redrive(messages::Redrive&& redrive, TimePoint now) {
  begin(now);
  auto family = std::make_unique<Family>();
  family->named = part_.names->reopen(execution_arn(redrive.execution), redrive.execution.input);
  family->redrivable = std::move(redrive.children);
  bring_back(std::move(redrive.execution), std::move(family));
  do_pending();
}

void Orchestrator::bring_back(execution::Execution&& execution, std::unique_ptr<Family> family) {
  const SlabKey key = executions_.emplace();
  OpenExecution& open = executions_[key.slot];
  open.execution = std::move(execution);
  take_on(key, open, std::move(family));
  advance(key, open, [&] { execution::step(open.execution, execution::RedriveRequested{}, now_, step_); });
}

void Orchestrator::update_map_run(const messages::UpdateMapRun& request, TimePoint now) {
  begin(now);
  const auto slot = by_id_.find(executions_, request.id);
  if (!slot) return;
  tell(executions_.key(*slot), request.what);
  do_pending();
}

void Orchestrator::stop(const messages::StopExecution& request, TimePoint now) {
  begin(now);
  const auto slot = by_id_.find(executions_, request.id);
  if (!slot) return;
  tell(executions_.key(*slot), execution::StopRequested{request.error, request.cause});
  do_pending();
}

// ---- steps

/// Takes a step: writes its events to the history, carries out its commands, then sends its output.
template <class Advance>
void Orchestrator::advance(SlabKey key, OpenExecution& open, const Advance& take_step) {
  const bool keeps_history = options_.history != HistoryPolicy::None;
  step_.commands.clear();
  step_.trace = 0;
  step_.state_fingerprints = options_.traced ? open.bound->state_fingerprints.data() : nullptr;
  if (keeps_history)
    std::swap(step_.events, open.history);  // events are appended in place
  else
    step_.events.clear();
  const std::size_t known = step_.events.size();
  const std::uint32_t before = open.execution.transitions;
  const std::uint32_t events_before = open.execution.events;
  take_step();
  agenda_.worked(1 + step_.work + open.execution.events - events_before);
  if (transitions_) transitions_->entered(open.execution.transitions - before, now_);
  std::span<const execution::HistoryEvent> news;
  if (options_.live_events) news = std::span{step_.events}.subspan(known);
  if (keeps_history) std::swap(step_.events, open.history);
  if (auto reason = room_.stepped(open)) agenda_.tell(key, execution::LimitReached{std::move(*reason)});
  if (options_.traced) trace(open.execution.id, step_.trace ^ open.execution.status.index());
  carry_out(key, open);
  outbox_.leave(open.execution, news);
  if (!open.execution.running()) finish(key, open);
  room_.look_around(executions_);
}

template <class Told>
void Orchestrator::tell(SlabKey key, Told&& notice) {
  if (!transitions_ || !is_throttled(notice) || transitions_->is_open(now_))
    return tell_now(key, std::forward<Told>(notice));
  ++counters_.throttled;
  transitions_->put_off(key, std::forward<Told>(notice));
}

template <class Told>
void Orchestrator::tell_now(SlabKey key, Told&& notice) {
  OpenExecution* open = executions_.find(key);
  if (!open) return;
  advance(key, *open, [&] { execution::step(open->execution, std::forward<Told>(notice), now_, step_); });
}

void Orchestrator::tell_any(SlabKey key, execution::Notice&& notice) {
  std::visit([&](auto& told) { tell(key, std::move(told)); }, notice);
}

void Orchestrator::let_through() {
  if (!transitions_) return;
  while (agenda_.may_work()) {
    const auto next = transitions_->take_next(now_);
    if (!next) return;
    tell_now(next->execution, next->notice);
    do_pending();
  }
}

/// Works until nothing is pending or the budget of this call is spent.
void Orchestrator::do_pending() {
  while (true) {
    if (dispatcher_.has_announcements()) performers_.workers.announce_taken(now_);
    auto pending = agenda_.next();
    if (!pending) return;
    const SlabKey key = pending->execution;
    std::visit(Overload{[&](execution::Notice& notice) { tell_any(key, std::move(notice)); },
                        [&](execution::StartChild& child) { start_child(key, std::move(child)); },
                        [&](const execution::RedriveChild& child) { redrive_child(key, child); },
                        [&](const StartNested& task) { start_nested(key, task.token); },
                        [&](messages::TaskAnswer& answer) { tell_answer(std::move(answer)); },
                        [&](const ObjectAccess& access) { tell_any(key, outbox_.access(access)); }},
               pending->what);
  }
}

void Orchestrator::catch_up(TimePoint now) {
  begin(now);
  agenda_.catch_up();
  do_pending();
  agenda_.caught_up();
}

/// Adds an entry to the trace. `who`: an execution's id, or one of the numbers above, which no execution has. `what`
/// must be unique for this `who`.
void Orchestrator::trace(std::uint64_t who, std::uint64_t what) {
  const auto at = static_cast<std::uint64_t>(now_.time_since_epoch().count());
  const std::uint64_t news = at * 0x9fb21c651e98df25 ^ who * 0xd6e8feb86659fd93 ^ what * 0xe7037ed1a0b428db;
  counters_.trace = world::Stream{counters_.trace ^ news}.bits();
}

// ---- answers

void Orchestrator::answers(messages::TaskAnswers&& answers, TimePoint now) {
  begin(now);
  std::vector<messages::TaskAnswer>& all = answers.answers;
  AnswerPrefetch prefetch{dispatcher_, executions_, timers_};
  if (all.size() > 1) prefetch.first(all);
  for (std::size_t at = 0; at < all.size(); ++at) {
    prefetch.next(all, at);
    tell_answer(std::move(all[at]));
    do_pending();
  }
}

void Orchestrator::tell_answer(messages::TaskAnswer&& answer) {
  const Attempt* attempt = dispatcher_.find(answer.token);
  if (!attempt) {
    ++counters_.unknown_answers;
    return;
  }
  if (attempt->abandoned) return drop_answer(std::move(answer), *attempt);
  if (std::holds_alternative<messages::Lost>(answer.result)) {
    ++counters_.lost_answers;
    return dispatcher_.release(answer.token);
  }
  const SlabKey key = attempt->execution;
  const auto hear = [&](auto& end) {
    performers_.with(attempt->performer, [&](auto& performer) { performer.hear(*attempt, end, now_); });
    end_attempt(*attempt);
    tell(key, std::move(end));
  };
  if (auto* done = std::get_if<messages::Succeeded>(&answer.result)) {
    execution::TaskSucceeded end{attempt->id, std::move(done->output)};
    return hear(end);
  }
  const std::string_view worker = dispatcher_.worker_of(*attempt);
  const bool at_worker = attempt->place == Attempt::Position::AtWorker;
  auto read =
      read_answer(std::move(answer), attempt->id, context_.resource_of(*attempt), at_worker ? worker : "outside");
  if (!read.valid) ++counters_.invalid_answers;
  if (auto* done = std::get_if<execution::TaskSucceeded>(&read.notice)) return hear(*done);
  if (auto* failed = std::get_if<execution::TaskFailed>(&read.notice)) return hear(*failed);
  const bool told_already = attempt->submitted;
  dispatcher_.release(attempt->token);
  if (!told_already) tell_any(key, std::move(read.notice));
}

void Orchestrator::drop_answer(messages::TaskAnswer&& answer, const Attempt& attempt) {
  if (attempt.event) return performers_.workers.end_event(answer, now_);
  ++counters_.late_answers;
  const messages::TaskToken token = answer.token;
  if (planted(PlantedBug::AnswerAcceptedTwice) && executions_.find(attempt.execution))
    tell(attempt.execution, read_answer(std::move(answer), attempt.id, context_.resource_of(attempt), "").notice);
  dispatcher_.complete(token);
}

void Orchestrator::end_attempt(const Attempt& attempt) {
  executions_[attempt.execution.slot].work(attempt.id.scope).attempt = no_attempt;
  if (planted(PlantedBug::AnswerAcceptedTwice)) {
    dispatcher_.release(attempt.token);
    dispatcher_.find(attempt.token)->abandoned = true;
    return;
  }
  dispatcher_.complete(attempt.token);
}

void Orchestrator::heartbeats(const messages::Heartbeats& heartbeats, TimePoint now) {
  begin(now);
  for (const messages::TaskToken token : heartbeats.tokens) {
    const Attempt* attempt = dispatcher_.find(token);
    if (attempt && !attempt->abandoned)
      tell(attempt->execution, execution::TaskHeartbeat{attempt->id});
    else if (!attempt || !attempt->event)
      ++counters_.unknown_heartbeats;
  }
  do_pending();
}

// ---- from outside

bool Orchestrator::poll(messages::PollActivity&& request, TimePoint now) {
  begin(now);
  const auto activity = machines_.polled_activity(request.activity);
  if (!activity) return false;
  performers_.token_holders.poll(*activity, std::move(request));
  outbox_.leave_polls();
  do_pending();
  return true;
}

void Orchestrator::say(messages::SayWithToken&& request, TimePoint now) {
  begin(now);
  const messages::TokenVerdict verdict = hear(request);
  do_pending();
  outbox_.leave(request, verdict);
}

messages::TokenVerdict Orchestrator::hear(messages::SayWithToken& request) {
  const auto slot = by_id_.find(executions_, request.token.execution_id);
  if (!slot) return messages::TokenVerdict::TaskDoesNotExist;
  const auto attempt = performers_.token_holders.attempt_of(executions_[*slot], request.token.attempt);
  if (!attempt) return attempt.error();
  std::visit(
      Overload{[&](messages::Alive&) { tell(executions_.key(*slot), execution::TaskHeartbeat{request.token.attempt}); },
               [&](auto& result) {
                 tell_answer({*attempt, std::move(result)});
               }},
      request.what);
  return messages::TokenVerdict::Accepted;
}

// ---- workers and resources

void Orchestrator::worker_up(
    WorkerIndex worker, ResourceIndex resource, std::uint32_t capacity, std::string name, TimePoint now) {
  begin(now);
  trace(workers_trace, 2 * worker);
  outbox_.news().worker_up(name, now);
  dispatcher_.worker_up(worker, resource, capacity, std::move(name));
  do_pending();
}

void Orchestrator::worker_down(WorkerIndex worker, const std::string& reason, TimePoint now) {
  begin(now);
  trace(workers_trace, 2 * worker + 1);
  outbox_.news().worker_down(dispatcher_.worker_name(worker), reason, now);
  performers_.workers.worker_down(worker, reason, now);
  do_pending();
}

void Orchestrator::resource_down(ResourceIndex resource, const std::string& cause, TimePoint now) {
  begin(now);
  trace(resources_trace, 2 * resource);
  outbox_.news().resource_down(dispatcher_.resource(resource).name, cause, now);
  performers_.workers.resource_down(resource, cause, now);
  do_pending();
}

void Orchestrator::resource_restored(ResourceIndex resource, TimePoint now) {
  begin(now);
  trace(resources_trace, 2 * resource + 1);
  outbox_.news().resource_restored(dispatcher_.resource(resource).name, now);
  dispatcher_.resource_restored(resource);
}

// ---- time

void Orchestrator::timers_due(TimePoint now) {
  begin(now);
  let_through();
  performers_.workers.run_events(now);
  timers_.advance(
      to_tick(now),
      [&](TimerWheel<TimerTarget>::Tick, const TimerTarget& target) {
        tell(target.execution, execution::TimerFired{target.id});
        do_pending();
      },
      [this] { return agenda_.may_work(); });
}

TimePoint Orchestrator::next_timer() const {
  const TimePoint timer = std::min(to_time(timers_.next()), performers_.workers.next_event());
  return transitions_ ? std::min(timer, transitions_->next(now_)) : timer;
}

}  // namespace stepstorm::orchestration
