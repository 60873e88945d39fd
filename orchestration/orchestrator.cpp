#include "orchestration/orchestrator.hpp"

#include <algorithm>
#include <cstdlib>
#include <span>

#include "asl/resource.hpp"
#include "execution/failure.hpp"
#include "execution/held_bytes.hpp"
#include "execution/planted_bug.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/performers/answer.hpp"
#include "orchestration/performers/function_invocation.hpp"
#include "orchestration/performers/nested_execution.hpp"
#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

/// Whether it is about to take an execution to another state; what ends the execution as a whole is not held back.
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

/// Of an execution without retries, Choices and Maps: a beginning, five events for each task, an end.
std::size_t events_expected(const execution::StateMachine& state_machine) {
  return 2 + 5 * std::min<std::size_t>(state_machine.machine->states.size(), 12);
}

std::vector<std::string> names_of(const std::vector<ResourceBinding>& resources) {
  std::vector<std::string> names;
  for (const ResourceBinding& resource : resources) names.push_back(resource.name);
  return names;
}

/// So many answers before its turn, each step of fetching what an answer is about: long enough for memory, short enough
/// for the cache.
constexpr std::size_t fetch_step = 8;

}  // namespace

Orchestrator::Orchestrator(OrchestratorOptions options, TaskSender& sender, Observer& observer, TimePoint now)
    : options_(std::move(options)),
      observer_(observer),
      dispatcher_(options_.resources, sender),
      executions_stream_(world::Stream::named(options_.seed, "executions")),
      names_stream_(world::Stream::named(options_.seed, "names")),
      by_id_(options_.orchestrators),
      timers_(to_tick(now)),
      limits_(options_.limits.share(options_.orchestrators)),
      polls_(options_.resources.size()),
      requests_stream_(world::Stream::named(options_.seed, "requests")),
      next_child_(child_id + options_.index) {
  for (const ResourceBinding& resource : options_.resources) options_.declares_functions |= resource.is_function;
  if (options_.faults) faults_ = options_.faults->current();
  if (options_.policies.guard_attempts()) guard_.emplace(options_.policies, names_of(options_.resources), now);
  if (options_.state_transitions) transitions_.emplace(*options_.state_transitions, now);
  if (!options_.names) options_.names = std::make_shared<ExecutionNames>();
  step_.work_max = step_work_max;
  step_.keep_frontier = options_.redrivable;
  step_.keep_events = options_.live_events || options_.history != HistoryPolicy::None;
}

// ---- executions

void Orchestrator::start(messages::StartExecution&& request, TimePoint now) {
  const std::uint64_t order = request.id;
  work_left_ = work_at_once_max;
  start(std::move(request), nullptr, order, now);
  do_pending(now);
}

void Orchestrator::start(messages::StartExecution&& request,
                         std::unique_ptr<Family> family,
                         std::uint64_t order,
                         TimePoint now,
                         const execution::StartChild* as_child,
                         const FoundMachine* of) {
  if (request.name_claimed) {
    if (!family) family = std::make_unique<Family>();
    family->named = true;
  }
  const auto limit = reached_limit(*request.state_machine);
  const SlabKey key = executions_.emplace();
  Entry& entry = executions_[key.slot];
  entry.known = &known(request.state_machine);
  entry.family = std::move(family);
  prepare(entry.execution, std::move(request));
  entry.execution.order = order;
  by_id_.insert(executions_, key.slot);
  ++counters_.executions_started;
  ++open_of(*entry.execution.state_machine);
  held_.opened();
  entry.execution.started_at = now;
  if (as_child && options_.live_events) observer_.child_started(entry.execution, *as_child);
  if (of && options_.live_events) observer_.nested_started(entry.execution, *of);

  if (options_.history != HistoryPolicy::None) entry.history.reserve(events_expected(*entry.execution.state_machine));
  advance(key, entry, now, [&] {
    if (limit)
      execution::refuse(entry.execution, {execution::execution_limit_exceeded, sentence(*limit)}, now, step_);
    else
      execution::start(entry.execution, now, step_);
  });
}

void Orchestrator::redrive(messages::Redrive&& redrive, TimePoint now) {
  work_left_ = work_at_once_max;
  auto family = std::make_unique<Family>();
  family->named = options_.names->reopen(execution_arn(redrive.execution), redrive.execution.input);
  family->redrivable = std::move(redrive.children);
  bring_back(std::move(redrive.execution), std::move(family), now);
  do_pending(now);
}

void Orchestrator::bring_back(execution::Execution&& execution, std::unique_ptr<Family> family, TimePoint now) {
  const SlabKey key = executions_.emplace();
  Entry& entry = executions_[key.slot];
  entry.known = &known(execution.state_machine);
  entry.family = std::move(family);
  entry.execution = std::move(execution);
  by_id_.insert(executions_, key.slot);
  ++open_of(*entry.execution.state_machine);
  held_.opened();
  advance(key, entry, now, [&] { execution::step(entry.execution, execution::RedriveRequested{}, now, step_); });
}

void Orchestrator::update_map_run(const messages::UpdateMapRun& request, TimePoint now) {
  work_left_ = work_at_once_max;
  const auto slot = by_id_.find(executions_, request.id);
  if (!slot) return;
  tell(executions_.key(*slot), request.what, now);
  do_pending(now);
}

/// What the execution does now is written to its history and carried out.
template <class Advance>
void Orchestrator::advance(SlabKey key, Entry& entry, TimePoint now, const Advance& take_step) {
  now_ = now;
  step_.commands.clear();
  step_.trace = 0;
  step_.state_fingerprints = options_.traced ? entry.known->state_fingerprints.data() : nullptr;
  std::swap(step_.events, entry.history);  // so that events are written where they are kept
  const std::size_t known = step_.events.size();
  const std::uint32_t before = entry.execution.transitions;
  const std::uint32_t events_before = entry.execution.events;
  take_step();
  work_left_ -= std::min(work_left_, 1 + entry.execution.events - events_before);
  if (transitions_) transitions_->entered(entry.execution.transitions - before, now);
  if (options_.live_events && step_.events.size() > known)
    observer_.recorded(entry.execution, std::span{step_.events}.subspan(known));
  if (options_.history == HistoryPolicy::None) step_.events.clear();
  std::swap(step_.events, entry.history);
  if (HeldBytes::stepped(entry.held, entry.execution.events)) measure(key, entry);
  carry_out(key, entry);
  if (held_.is_time_to_look()) look_at_some();
}

void Orchestrator::prepare(execution::Execution& execution, messages::StartExecution&& request) const {
  execution.state_machine = std::move(request.state_machine);
  execution.id = request.id;
  if (request.name) execution.given_name = std::make_unique<const std::string>(std::move(*request.name));
  execution.naming = names_stream_.of(request.id);
  execution.input = std::move(request.input);
  execution.random = executions_stream_.of(request.id);
}

void Orchestrator::stop(const messages::StopExecution& request, TimePoint now) {
  work_left_ = work_at_once_max;
  const auto slot = by_id_.find(executions_, request.id);
  if (!slot) return;
  tell(executions_.key(*slot), execution::StopRequested{request.error, request.cause}, now);
  do_pending(now);
}

// ---- telling and carrying out

template <class Told>
void Orchestrator::tell(SlabKey key, Told&& notice, TimePoint now) {
  if (!transitions_ || !is_throttled(notice) || transitions_->is_open(now))
    return tell_now(key, std::forward<Told>(notice), now);
  ++counters_.throttled;
  transitions_->put_off(key, std::forward<Told>(notice));
}

template <class Told>
void Orchestrator::tell_now(SlabKey key, Told&& notice, TimePoint now) {
  Entry* entry = executions_.find(key);
  if (!entry) return;
  advance(key, *entry, now, [&] { execution::step(entry->execution, std::forward<Told>(notice), now, step_); });
}

void Orchestrator::tell_any(SlabKey key, execution::Notice&& notice, TimePoint now) {
  std::visit([&](auto& told) { tell(key, std::move(told), now); }, notice);
}

void Orchestrator::let_through(TimePoint now) {
  if (!transitions_) return;
  while (work_left_ > 0) {
    const auto next = transitions_->take_next(now);
    if (!next) return;
    tell_now(next->execution, next->notice, now);
    do_pending(now);
  }
}

/// Does what is pending, until enough was done at once: the rest is put off.
void Orchestrator::do_pending(TimePoint now) {
  for (announce_taken(now); !pending_.empty() || !announced_.empty(); announce_taken(now)) {
    if (announced_.empty() && work_left_ == 0) {
      put_off();
      continue;
    }
    std::deque<Pending>& first = announced_.empty() ? pending_ : announced_;
    Pending pending = std::move(first.front());
    first.pop_front();
    std::visit(Overload{[&](execution::Notice& notice) { tell_any(pending.execution, std::move(notice), now); },
                        [&](execution::StartChild& child) { start_child(pending.execution, std::move(child), now); },
                        [&](const execution::RedriveChild& child) { redrive_child(pending.execution, child, now); },
                        [&](const StartNested& task) { start_nested(pending.execution, task.token, now); },
                        [&](messages::TaskAnswer& answer) { tell_answer(std::move(answer), now); }},
               pending.what);
  }
}

bool Orchestrator::is_announcement(const Pending& pending) {
  if (const auto* answer = std::get_if<messages::TaskAnswer>(&pending.what))
    return std::holds_alternative<messages::Submitted>(answer->result);
  const auto* notice = std::get_if<execution::Notice>(&pending.what);
  return notice && (std::holds_alternative<execution::TaskStarted>(*notice) ||
                    std::holds_alternative<execution::TaskSubmitted>(*notice));
}

void Orchestrator::put_off() {
  if (behind_ && backlog_.empty()) return backlog_.swap(pending_);
  for (Pending& pending : pending_) (is_announcement(pending) ? announced_ : backlog_).push_back(std::move(pending));
  pending_.clear();
  behind_ = true;
}

void Orchestrator::catch_up(TimePoint now) {
  work_left_ = work_at_once_max;
  std::swap(pending_, backlog_);
  do_pending(now);
  behind_ = !backlog_.empty();
}

/// In its turn; but while things are put off at once, since the answer to a task must not be heard before it is known
/// that the task was taken.
void Orchestrator::announce(Pending&& pending) { (behind_ ? announced_ : pending_).push_back(std::move(pending)); }

void Orchestrator::announce_taken(TimePoint now) {
  if (!dispatcher_.has_announcements()) return;
  for (const messages::TaskToken token : dispatcher_.take_announcements()) {
    Attempt* attempt = dispatcher_.find(token);
    if (!attempt || attempt->abandoned) continue;
    if (asl::is_activity(resource_of(*attempt)))
      announce({attempt->execution, execution::TaskStarted{attempt->id, worker_name(*attempt)}});
    else
      announce_submission(*attempt, now);
  }
}

/// There is no service here that accepts the call, only workers that do the work.
void Orchestrator::announce_submission(Attempt& attempt, TimePoint now) {
  attempt.submitted = true;
  announce(
      {attempt.execution, execution::TaskSubmitted{attempt.id, Payload{service_response(now, request_id(attempt))}}});
}

/// Who: an execution by its id, others by numbers that no execution has. What: nothing else with that who says the same.
void Orchestrator::trace(std::uint64_t who, std::uint64_t what) {
  const auto at = static_cast<std::uint64_t>(now_.time_since_epoch().count());
  const std::uint64_t news = at * 0x9fb21c651e98df25 ^ who * 0xd6e8feb86659fd93 ^ what * 0xe7037ed1a0b428db;
  counters_.trace = world::Stream{counters_.trace ^ news}.bits();
}

void Orchestrator::carry_out(SlabKey key, Entry& entry) {
  if (options_.traced) trace(entry.execution.id, step_.trace ^ entry.execution.status.index());
  for (execution::Command& command : step_.commands)
    std::visit([&](auto& wanted) { obey(key, entry, wanted); }, command);
  if (!entry.execution.running()) finish(key, entry);
}

void Orchestrator::finish(SlabKey key, Entry& entry) {
  timers_.cancel(entry.execution_timer);
  --open_of(*entry.execution.state_machine);
  held_.closed(entry.held);
  by_id_.erase(executions_, key.slot);
  count_end(entry.execution);
  mocks_.forget(entry.execution.id);
  if (entry.family) leave_family(entry);
  if (!keeps_history(entry.execution.status)) entry.history.clear();
  EndedExecution ended{std::move(entry.execution), std::move(entry.history)};
  executions_.erase(key.slot);
  observer_.ended(std::move(ended));
}

// ---- limits

std::uint64_t& Orchestrator::open_of(const execution::StateMachine& state_machine) {
  return state_machine.type == asl::MachineType::EXPRESS ? open_express_ : open_standard_;
}

/// Why no execution of this machine is taken on now; nothing: there is room.
std::optional<Orchestrator::Limit> Orchestrator::reached_limit(const execution::StateMachine& state_machine) const {
  const bool express = state_machine.type == asl::MachineType::EXPRESS;
  if ((express ? open_express_ : open_standard_) >= (express ? limits_.open_express : limits_.open_standard))
    return express ? Limit::OpenExpress : Limit::OpenStandard;
  if (limits_.held_bytes != unlimited && held_bytes() >= limits_.held_bytes) return Limit::HeldBytes;
  return std::nullopt;
}

std::string Orchestrator::sentence(Limit reached) const {
  const Limits& all = options_.limits;
  switch (reached) {
    case Limit::OpenExpress:
      return std::to_string(all.open_express) + " EXPRESS executions are open, the most there may be";
    case Limit::OpenStandard:
      return std::to_string(all.open_standard) + " STANDARD executions are open, the most there may be";
    case Limit::HeldBytes: break;
  }
  return "The open executions hold " + std::to_string(all.held_bytes) + " bytes of memory, the most they may";
}

std::uint64_t Orchestrator::held_bytes() const {
  return held_.bytes() + dispatcher_.held_bytes() + events_.open() * sizeof(EventInvocations::Event) +
         (pending_.size() + backlog_.size()) * sizeof(Pending);
}

std::uint64_t Orchestrator::bytes_of(const Entry& entry) {
  constexpr std::size_t timer_bytes = 48;
  return sizeof(Entry) + 2 * timer_bytes + execution::held_bytes(entry.execution) +
         execution::held_bytes(entry.history) + (entry.others ? entry.others->capacity() * sizeof(ScopeWork) : 0) +
         (entry.family ? bytes_of(*entry.family) : 0);
}

std::uint64_t Orchestrator::bytes_of(const Family& family) {
  std::uint64_t bytes = sizeof(Family) + family.children.capacity() * sizeof(std::uint32_t);
  for (const messages::Redrive::Child& child : family.redrivable)
    bytes += sizeof child + execution::held_bytes(child.execution);
  return bytes;
}

void Orchestrator::measure(SlabKey key, Entry& entry) {
  held_.measured(entry.held, entry.execution.events, bytes_of(entry));
  if (limits_.history_bytes == unlimited || !entry.execution.running()) return;
  const std::size_t history = execution::held_bytes(entry.history);
  if (history <= limits_.history_bytes) return;
  tell_later(
      key,
      execution::LimitReached{{execution::execution_limit_exceeded,
                               "The history of the execution takes " + std::to_string(history) +
                                   " bytes of memory, of " + std::to_string(limits_.history_bytes) + " that it may"}});
}

/// Some of the many that are taken to be alike, spread over all.
void Orchestrator::look_at_some() {
  constexpr std::uint32_t stride = 0x9e3779b1;  // odd, so that it comes by every slot
  constexpr std::uint32_t tries_max = 256;
  const std::uint32_t slots = executions_.slots();
  std::uint32_t left = HeldBytes::looked_at_once;
  for (std::uint32_t tries = 0; left > 0 && tries < std::min(slots, tries_max); ++tries) {
    looked_at_ = (looked_at_ + stride % slots) % slots;
    const Entry* entry = executions_.at(looked_at_);
    if (!entry || entry->held.measured_at > 0) continue;
    held_.seen(bytes_of(*entry));
    --left;
  }
}

bool Orchestrator::keeps_history(const execution::Status& status) const {
  return options_.history == HistoryPolicy::All || !std::holds_alternative<execution::Succeeded>(status);
}

void Orchestrator::count_end(const execution::Execution& execution) {
  counters_.transitions += execution.transitions;
  ++*std::visit(Overload{[&](const execution::Succeeded&) { return &counters_.executions_succeeded; },
                         [&](const execution::Failed&) { return &counters_.executions_failed; },
                         [&](const execution::TimedOut&) { return &counters_.executions_timed_out; },
                         [&](const execution::Aborted&) { return &counters_.executions_aborted; },
                         [&](const execution::Running&) -> std::uint64_t* { std::abort(); }},
                execution.status);
}

// ---- answers

void Orchestrator::answers(messages::TaskAnswers&& answers, TimePoint now) {
  work_left_ = work_at_once_max;
  std::vector<messages::TaskAnswer>& all = answers.answers;
  if (all.size() > 1) fetch_first(all);
  for (std::size_t at = 0; at < all.size(); ++at) {
    fetch_attempt(all, at + 3 * fetch_step);
    fetch_execution(all, at + 2 * fetch_step);
    fetch_timers(all, at + fetch_step);
    tell_answer(std::move(all[at]), now);
    do_pending(now);
  }
}

/// With a million executions open, what an answer is about lies in memory that was not touched for long. It is asked
/// for some answers before its turn, in steps, each of which follows what the one before has brought.
void Orchestrator::fetch_first(const std::vector<messages::TaskAnswer>& answers) {
  const auto steps = [&](std::size_t count) { return std::min(count * fetch_step, answers.size()); };
  for (std::size_t at = 0; at < steps(3); ++at) fetch_attempt(answers, at);
  for (std::size_t at = 0; at < steps(2); ++at) fetch_execution(answers, at);
  for (std::size_t at = 0; at < steps(1); ++at) fetch_timers(answers, at);
}

void Orchestrator::fetch_attempt(const std::vector<messages::TaskAnswer>& answers, std::size_t at) {
  if (at >= answers.size()) return;
  dispatcher_.prefetch(answers[at].token);
  if (const auto* done = std::get_if<messages::Succeeded>(&answers[at].result)) done->output.prefetch();
}

void Orchestrator::fetch_execution(const std::vector<messages::TaskAnswer>& answers, std::size_t at) {
  if (at >= answers.size()) return;
  if (const Attempt* attempt = dispatcher_.find(answers[at].token)) executions_.prefetch(attempt->execution.slot);
}

void Orchestrator::fetch_timers(const std::vector<messages::TaskAnswer>& answers, std::size_t at) {
  if (at >= answers.size()) return;
  const Attempt* attempt = dispatcher_.find(answers[at].token);
  const Entry* entry = attempt ? executions_.find(attempt->execution) : nullptr;
  if (!entry) return;
  timers_.prefetch(entry->root.timer);
  timers_.prefetch(entry->execution_timer);
}

void Orchestrator::tell_answer(messages::TaskAnswer&& answer, TimePoint now) {
  const Attempt* attempt = dispatcher_.find(answer.token);
  if (!attempt) {
    ++counters_.unknown_answers;
    return;
  }
  if (attempt->abandoned) {
    if (attempt->event) return end_event(answer, now);
    ++counters_.late_answers;
    const messages::TaskToken token = answer.token;
    if (planted(PlantedBug::AnswerAcceptedTwice) && executions_.find(attempt->execution))
      tell(attempt->execution, read_answer(std::move(answer), attempt->id, resource_of(*attempt), "").notice, now);
    dispatcher_.complete(token);
    return;
  }
  if (std::holds_alternative<messages::Lost>(answer.result)) {
    ++counters_.lost_answers;
    return dispatcher_.release(answer.token);
  }
  const SlabKey key = attempt->execution;
  const bool told_already = attempt->submitted;
  if (auto* done = std::get_if<messages::Succeeded>(&answer.result)) {
    execution::TaskSucceeded notice{attempt->id, std::move(done->output)};
    if (attempt->invoked) notice.output = form_of_integration(*attempt, notice.output, now);
    tell_guard(*attempt, resilience::CallEnd::Succeeded, now);
    end_attempt(*attempt, false);
    return tell(key, std::move(notice), now);
  }
  auto read = read_answer(std::move(answer), attempt->id, resource_of(*attempt), answerer(*attempt));
  if (!read.valid) ++counters_.invalid_answers;
  if (attempt->invoked) put_into_form(*attempt, read.notice, now);
  const bool submitted = std::holds_alternative<execution::TaskSubmitted>(read.notice);
  if (guard_ && !submitted) tell_guard(*attempt, end_of(*attempt, read.notice), now);
  end_attempt(*attempt, submitted);
  if (!submitted || !told_already) tell_any(key, std::move(read.notice), now);
}

/// What a function gives becomes what lambda:invoke answers; who holds a task token answers as it is.
Payload Orchestrator::form_of_integration(const Attempt& attempt, const Payload& result, TimePoint now) {
  if (asl::is_callback(resource_of(attempt))) return result;
  const execution::Execution& execution = executions_[attempt.execution.slot].execution;
  const auto function = function_of(std::get<asl::TaskState>(execution.machine().states[attempt.state].detail));
  return Payload{invocation_result(*result, function ? function->qualifier : std::string{}, now, request_id(attempt))};
}

void Orchestrator::put_into_form(const Attempt& attempt, execution::Notice& answer, TimePoint now) {
  if (auto* done = std::get_if<execution::TaskSucceeded>(&answer))
    done->output = form_of_integration(attempt, done->output, now);
  if (auto* failed = std::get_if<execution::TaskFailed>(&answer); failed && failed->cause)
    failed->cause = invocation_cause(std::move(*failed->cause));
}

std::optional<std::string> Orchestrator::worker_name(const Attempt& attempt) const {
  if (attempt.place != Attempt::Place::AtWorker) return std::nullopt;
  const std::string& name = dispatcher_.worker_name(attempt.worker);
  return name.empty() ? std::nullopt : std::optional{name};
}

std::string_view Orchestrator::answerer(const Attempt& attempt) const {
  return attempt.place == Attempt::Place::AtWorker ? std::string_view{dispatcher_.worker_name(attempt.worker)}
                                                   : std::string_view{"outside"};
}

std::string Orchestrator::request_id(const Attempt& attempt) const {
  return requests_stream_.of(executions_[attempt.execution.slot].id()).of(attempt.id.epoch).uuid();
}

void Orchestrator::end_attempt(const Attempt& attempt, bool submitted) {
  if (submitted) return dispatcher_.release(attempt.token);
  work(executions_[attempt.execution.slot], attempt.id.scope).attempt = no_attempt;
  if (planted(PlantedBug::AnswerAcceptedTwice)) {
    dispatcher_.release(attempt.token);
    dispatcher_.find(attempt.token)->abandoned = true;
    return;
  }
  dispatcher_.complete(attempt.token);
}

void Orchestrator::heartbeats(const messages::Heartbeats& heartbeats, TimePoint now) {
  work_left_ = work_at_once_max;
  for (const messages::TaskToken token : heartbeats.tokens) {
    const Attempt* attempt = dispatcher_.find(token);
    if (attempt && !attempt->abandoned)
      tell(attempt->execution, execution::TaskHeartbeat{attempt->id}, now);
    else if (!attempt || !attempt->event)
      ++counters_.unknown_heartbeats;
  }
  do_pending(now);
}

// ---- time

void Orchestrator::timers_due(TimePoint now) {
  work_left_ = work_at_once_max;
  let_through(now);
  run_events(now);
  timers_.advance(
      to_tick(now),
      [&](TimerWheel<TimerTarget>::Tick, const TimerTarget& target) {
        tell(target.execution, execution::TimerFired{target.id}, now);
        do_pending(now);
      },
      [this] { return work_left_ > 0; });
}

TimePoint Orchestrator::next_timer() const {
  const TimePoint timer = std::min(to_time(timers_.next()), events_.next());
  return transitions_ ? std::min(timer, transitions_->next(now_)) : timer;
}

}  // namespace stepstorm::orchestration
