#include "orchestration/orchestrator.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "asl/overload.hpp"
#include "orchestration/answer.hpp"

namespace stepstorm::orchestration {
namespace {

bool is_current(const execution::Execution& execution, execution::AttemptId attempt) {
  return attempt.scope < execution.scopes.size() && execution.scopes[attempt.scope].epoch == attempt.epoch;
}

}  // namespace

Orchestrator::Orchestrator(OrchestratorOptions options, TaskSender& sender, Observer& observer, TimePoint now)
    : options_(std::move(options)),
      observer_(observer),
      dispatcher_(options_.resources, sender),
      executions_stream_(world::Stream::named(options_.seed, "executions")),
      names_stream_(world::Stream::named(options_.seed, "names")),
      by_id_(options_.orchestrators),
      timers_(to_tick(now)),
      next_child_(child_id + options_.index) {
  step_.keep_events = options_.live_events || options_.history != HistoryPolicy::None;
}

// ---- executions

void Orchestrator::start(messages::StartExecution&& request, TimePoint now) {
  start(std::move(request), nullptr, now);
  do_pending(now);
}

void Orchestrator::start(messages::StartExecution&& request, std::unique_ptr<Family> family, TimePoint now) {
  const SlabKey key = executions_.emplace();
  Entry& entry = executions_[key.slot];
  entry.bindings = &bindings_of(request.state_machine);
  entry.family = std::move(family);
  prepare(entry.execution, std::move(request));
  by_id_.insert(entry.execution.id, key.slot);
  ++counters_.executions_started;

  step_.clear();
  execution::start(entry.execution, now, step_);
  carry_out(key, entry);
}

void Orchestrator::prepare(execution::Execution& execution, messages::StartExecution&& request) const {
  execution.state_machine = std::move(request.state_machine);
  execution.id = request.id;
  execution.name = request.name ? std::move(*request.name) : names_stream_.of(request.id).uuid();
  execution.input = std::move(request.input);
  execution.random = executions_stream_.of(request.id);
}

void Orchestrator::stop(const messages::StopExecution& request, TimePoint now) {
  const auto slot = by_id_.find(request.id);
  if (!slot) return;
  tell(executions_.key(*slot), execution::StopRequested{request.error, request.cause}, now);
  do_pending(now);
}

const Orchestrator::Bindings& Orchestrator::bindings_of(const execution::StateMachinePtr& state_machine) {
  const auto known = machines_.find(state_machine.get());
  if (known != machines_.end() && !known->second.machine.expired()) return known->second.bindings;
  std::erase_if(machines_, [](const auto& entry) { return entry.second.machine.expired(); });
  return machines_.insert_or_assign(state_machine.get(), KnownMachine{state_machine, bind(*state_machine->machine)})
      .first->second.bindings;
}

Orchestrator::Bindings Orchestrator::bind(const asl::Machine& machine) const {
  Bindings bindings(machine.states.size());
  for (const asl::State& state : machine.states)
    if (const auto* task = std::get_if<asl::TaskState>(&state.detail))
      bindings[state.index] = {dispatcher_.resource_of(task->resource.arn),
                               std::holds_alternative<asl::ActivityResource>(task->resource.kind)};
  return bindings;
}

// ---- telling and carrying out

void Orchestrator::tell(SlabKey key, const execution::Notice& notice, TimePoint now) {
  Entry* entry = executions_.find(key);
  if (!entry) return;
  step_.clear();
  execution::step(entry->execution, notice, now, step_);
  carry_out(key, *entry);
}

void Orchestrator::do_pending(TimePoint now) {
  for (announce_taken(); !pending_.empty(); announce_taken()) {
    Pending pending = std::move(pending_.front());
    pending_.pop_front();
    std::visit(Overload{[&](const execution::Notice& notice) { tell(pending.execution, notice, now); },
                        [&](execution::StartChild& child) { start_child(pending.execution, std::move(child), now); }},
               pending.what);
  }
}

void Orchestrator::announce_taken() {
  for (const Taken& taken : dispatcher_.take_announcements()) {
    const std::string& name = dispatcher_.worker_name(taken.worker);
    tell_later(taken.execution, execution::TaskStarted{taken.id, name.empty() ? std::nullopt : std::optional{name}});
  }
}

void Orchestrator::carry_out(SlabKey key, Entry& entry) {
  record(entry);
  for (execution::Command& command : step_.commands)
    std::visit([&](auto& wanted) { obey(key, entry, wanted); }, command);
  if (!entry.execution.running()) finish(key, entry);
}

void Orchestrator::record(Entry& entry) {
  if (step_.events.empty()) return;
  if (options_.live_events) observer_.recorded(entry.execution, step_.events);
  if (options_.history == HistoryPolicy::None) return;
  std::move(step_.events.begin(), step_.events.end(), std::back_inserter(entry.history));
}

void Orchestrator::finish(SlabKey key, Entry& entry) {
  timers_.cancel(entry.execution_timer);
  by_id_.erase(entry.execution.id);
  count_end(entry.execution);
  if (entry.family) leave_parent(entry);
  if (!keeps_history(entry.execution.status)) entry.history.clear();
  EndedExecution ended{std::move(entry.execution), std::move(entry.history)};
  executions_.erase(key.slot);
  observer_.ended(std::move(ended));
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

// ---- commands

void Orchestrator::obey(SlabKey key, Entry& entry, execution::RunTask& command) {
  ScopeWork& scope = work(entry, command.attempt.scope);
  if (command.number == 1) scope.visit = command.attempt.epoch;
  ++counters_.attempts;
  if (command.number > 1) ++counters_.retries;

  const Binding& binding = (*entry.bindings)[command.state];
  Attempt attempt{.task = {.token = {},
                           .execution = entry.execution.id,
                           .visit = scope.visit,
                           .state = command.state,
                           .number = command.number,
                           .input = std::move(command.input)},
                  .execution = key,
                  .id = command.attempt,
                  .resource = binding.resource.value_or(0),
                  .announce = binding.announce};
  if (!binding.resource) return fail_unbound(attempt);
  const auto [admission, slot] = dispatcher_.submit(std::move(attempt));
  if (admission == Admission::Accepted)
    scope.attempt = slot;
  else
    fail_refused(attempt, admission);
}

void Orchestrator::obey(SlabKey, Entry& entry, const execution::AbandonTask& command) {
  if (const auto attempt = std::exchange(work(entry, command.attempt.scope).attempt, std::nullopt))
    dispatcher_.abandon(*attempt);
}

void Orchestrator::obey(SlabKey key, Entry& entry, const execution::SetTimer& command) {
  TimerHandle& handle = timer(entry, command.timer.scope);
  timers_.cancel(handle);
  handle = timers_.schedule(to_tick(command.at), {key, command.timer});
}

void Orchestrator::obey(SlabKey, Entry& entry, const execution::CancelTimer& command) {
  timers_.cancel(timer(entry, command.scope));
}

Orchestrator::ScopeWork& Orchestrator::work(Entry& entry, std::uint32_t scope) {
  if (scope >= entry.scopes.size()) entry.scopes.resize(scope + 1);
  return entry.scopes[scope];
}

TimerHandle& Orchestrator::timer(Entry& entry, std::uint32_t scope) {
  return scope == execution::execution_timer ? entry.execution_timer : work(entry, scope).timer;
}

// ---- a Distributed Map's objects and children

namespace {

/// Asks the store, if there is one, and makes a notice of what it says.
template <class Ask, class Told>
execution::Notice ask(ObjectStore* store, execution::AttemptId attempt, Ask ask_store, Told told) {
  if (!store) return execution::StoreFailed{attempt, "There is no object store"};
  auto answer = ask_store(*store);
  if (!answer) return execution::StoreFailed{attempt, std::move(answer.error())};
  return told(answer);
}

}  // namespace

void Orchestrator::obey(SlabKey key, Entry&, const execution::ReadObject& command) {
  tell_later(key,
             ask(
                 options_.objects.get(),
                 command.attempt,
                 [&](ObjectStore& store) { return store.read(command.bucket, command.key); },
                 [&](auto& text) {
                   return execution::ObjectRead{command.attempt, std::move(*text)};
                 }));
}

void Orchestrator::obey(SlabKey key, Entry&, const execution::ListObjects& command) {
  tell_later(key,
             ask(
                 options_.objects.get(),
                 command.attempt,
                 [&](ObjectStore& store) { return store.list(command.bucket, command.prefix); },
                 [&](auto& objects) {
                   return execution::ObjectsListed{command.attempt, std::move(*objects)};
                 }));
}

void Orchestrator::obey(SlabKey key, Entry&, const execution::WriteObjects& command) {
  tell_later(key,
             ask(
                 options_.objects.get(),
                 command.attempt,
                 [&](ObjectStore& store) { return store.write(command.bucket, command.objects); },
                 [&](auto&) { return execution::ObjectsWritten{command.attempt}; }));
}

void Orchestrator::obey(SlabKey key, Entry&, execution::StartChild& command) {
  pending_.push_back({key, std::move(command)});
}

void Orchestrator::start_child(SlabKey parent, execution::StartChild&& command, TimePoint now) {
  Entry* entry = executions_.find(parent);
  if (!entry || !is_current(entry->execution, command.attempt)) return;
  auto& children = family(*entry).children;
  const auto position = static_cast<std::uint32_t>(children.size());
  auto child = std::make_unique<Family>();
  child->parent = Parent{parent, command.attempt, command.index, position};
  children.push_back(executions_.next_slot());
  start({std::exchange(next_child_, next_child_ + options_.orchestrators),
         std::move(command.state_machine),
         std::nullopt,
         std::move(command.input)},
        std::move(child),
        now);
}

void Orchestrator::obey(SlabKey, Entry& entry, const execution::AbandonChildren& command) {
  auto& children = family(entry).children;
  std::erase_if(children, [&](std::uint32_t slot) {
    auto& parent = executions_[slot].family->parent;
    if (parent->attempt != command.attempt) return false;
    parent.reset();
    tell_later(executions_.key(slot), execution::StopRequested{});
    return true;
  });
  for (std::uint32_t position = 0; position < children.size(); ++position)
    executions_[children[position]].family->parent->position = position;
}

void Orchestrator::leave_parent(const Entry& child) {
  const auto& parent = child.family->parent;
  Entry* above = parent ? executions_.find(parent->execution) : nullptr;
  if (!above) return;
  auto& siblings = above->family->children;
  siblings[parent->position] = siblings.back();
  executions_[siblings.back()].family->parent->position = parent->position;
  siblings.pop_back();
  const execution::Execution& ended = child.execution;
  tell_later(parent->execution,
             execution::ChildEnded{
                 parent->attempt, parent->index, ended.status, execution_arn(ended), ended.started_at, ended.ended_at});
}

Orchestrator::Family& Orchestrator::family(Entry& entry) {
  if (!entry.family) entry.family = std::make_unique<Family>();
  return *entry.family;
}

// ---- answers

void Orchestrator::answers(messages::TaskAnswers&& answers, TimePoint now) {
  for (messages::TaskAnswer& answer : answers.answers) this->answer(std::move(answer), now);
}

void Orchestrator::answer(messages::TaskAnswer&& answer, TimePoint now) {
  const Attempt* attempt = dispatcher_.find(answer.token);
  if (!attempt) {
    ++counters_.unknown_answers;
    return;
  }
  if (attempt->abandoned) {
    ++counters_.late_answers;
    dispatcher_.complete(answer.token);
    return;
  }
  const SlabKey key = attempt->execution;
  const auto read =
      read_answer(std::move(answer), attempt->id, resource_of(*attempt), dispatcher_.worker_name(attempt->worker));
  if (!read.valid) ++counters_.invalid_answers;
  end_attempt(*attempt, std::holds_alternative<execution::TaskSubmitted>(read.notice));
  tell(key, read.notice, now);
  do_pending(now);
}

void Orchestrator::end_attempt(const Attempt& attempt, bool submitted) {
  if (submitted) return dispatcher_.release(attempt.task.token);
  work(executions_[attempt.execution.slot], attempt.id.scope).attempt.reset();
  dispatcher_.complete(attempt.task.token);
}

void Orchestrator::heartbeats(const messages::Heartbeats& heartbeats, TimePoint now) {
  for (const messages::TaskToken token : heartbeats.tokens) {
    const Attempt* attempt = dispatcher_.find(token);
    if (attempt && !attempt->abandoned)
      tell(attempt->execution, execution::TaskHeartbeat{attempt->id}, now);
    else
      ++counters_.unknown_heartbeats;
  }
  do_pending(now);
}

// ---- workers and resources

void Orchestrator::worker_up(
    WorkerIndex worker, ResourceIndex resource, std::uint32_t capacity, std::string name, TimePoint now) {
  observer_.worker_up(name);
  dispatcher_.worker_up(worker, resource, capacity, std::move(name));
  do_pending(now);
}

void Orchestrator::worker_down(WorkerIndex worker, const std::string& reason, TimePoint now) {
  const std::string cause = "The worker " + dispatcher_.worker_name(worker) + " exited before it answered: " + reason;
  observer_.worker_down(dispatcher_.worker_name(worker), reason);
  for (const Attempt& lost : dispatcher_.worker_down(worker)) {
    ++counters_.lost;
    fail(lost, failure_names(resource_of(lost)).unhandled, cause);
  }
  do_pending(now);
}

void Orchestrator::resource_down(ResourceIndex resource, const std::string& cause, TimePoint now) {
  observer_.resource_down(dispatcher_.resource(resource).name, cause);
  for (const Attempt& waiting : dispatcher_.resource_down(resource, cause))
    fail_refused(waiting, Admission::ResourceDown);
  do_pending(now);
}

void Orchestrator::resource_restored(ResourceIndex resource) {
  observer_.resource_restored(dispatcher_.resource(resource).name);
  dispatcher_.resource_restored(resource);
}

// ---- failures of the machinery

void Orchestrator::fail_unbound(const Attempt& attempt) {
  ++counters_.unavailable;
  const asl::Resource& resource = resource_of(attempt);
  fail(attempt, failure_names(resource).missing, "No worker is bound to the resource " + resource.arn);
}

void Orchestrator::fail_refused(const Attempt& attempt, Admission admission) {
  const FailureNames& names = failure_names(resource_of(attempt));
  const std::string& resource = dispatcher_.resource(attempt.resource).name;
  if (admission == Admission::QueueFull) {
    ++counters_.refused;
    fail(attempt, names.throttled, "The resource " + resource + " has as many tasks waiting as its queue may hold");
  } else {
    ++counters_.unavailable;
    fail(attempt,
         names.unavailable,
         "The resource " + resource + " is down: " + dispatcher_.down_cause(attempt.resource));
  }
}

void Orchestrator::fail(const Attempt& attempt, std::string_view error, std::string cause) {
  work(executions_[attempt.execution.slot], attempt.id.scope).attempt.reset();
  tell_later(attempt.execution, execution::TaskFailed{attempt.id, std::string{error}, std::move(cause)});
}

const asl::Resource& Orchestrator::resource_of(const Attempt& attempt) {
  const execution::Execution& execution = executions_[attempt.execution.slot].execution;
  return std::get<asl::TaskState>(execution.machine().states[attempt.task.state].detail).resource;
}

// ---- time

void Orchestrator::timers_due(TimePoint now) {
  timers_.advance(to_tick(now), [&](TimerWheel<TimerTarget>::Tick, const TimerTarget& target) {
    tell(target.execution, execution::TimerFired{target.id}, now);
    do_pending(now);
  });
}

std::optional<TimePoint> Orchestrator::next_timer() const {
  const auto tick = timers_.next();
  return tick ? std::optional{to_time(*tick)} : std::nullopt;
}

}  // namespace stepstorm::orchestration
