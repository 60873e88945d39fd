#include "execution/run.hpp"

#include <algorithm>
#include <cassert>

#include "asl/quotas.hpp"
#include "execution/backoff.hpp"
#include "execution/frontier.hpp"
#include "execution/planted_bug.hpp"
#include "values/fingerprint.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

/// All variables that a state sees. Source: semantics.md 2.6.
constexpr std::size_t variables_bytes_max = 10 << 20;

bool shows_abort(const asl::State& state) {
  return std::holds_alternative<asl::TaskState>(state.detail) || std::holds_alternative<asl::WaitState>(state.detail) ||
         std::holds_alternative<asl::ParallelState>(state.detail) ||
         std::holds_alternative<asl::MapState>(state.detail);
}

bool is_map(const asl::State& state) { return std::holds_alternative<asl::MapState>(state.detail); }
bool is_wait(const asl::State& state) { return std::holds_alternative<asl::WaitState>(state.detail); }
bool is_parallel(const asl::State& state) { return std::holds_alternative<asl::ParallelState>(state.detail); }

Failure failure_details(const ErrorOutput& reason) { return {std::make_shared<const ErrorOutput>(reason)}; }

EvaluationFailure evaluation_details(const asl::EvaluationError& error, const StateFailure& failure) {
  return {std::make_shared<const ErrorOutput>(failure.reason),
          error.location ? std::make_shared<const std::string>(*error.location) : nullptr};
}

const ErrorOutput history_full{"States.Runtime", "The execution reached the maximum number of history events (25000)."};

}  // namespace

RunningChildren& Run::children(ScopeSlot slot) {
  return *std::get<std::unique_ptr<RunningChildren>>(scope(slot).progress);
}

// ---- recording

std::uint32_t Run::append(asl::StateIndex state, std::uint32_t previous, EventType type, EventDetails details) {
  if (!execution_.running()) return previous;
  const std::uint32_t id = ++execution_.events;
  if (fills_history(id)) {
    previous = id - 1;
    type = EventType::ExecutionFailed;
    details = failure_details(history_full);
    execution_.status = Failed{history_full};
    execution_.ended_at = now_;
  }
  if (traced()) {
    trace(state, type);
    trace(details);
  }
  if (!out_.keep_events) return id;
  HistoryEvent& event = out_.events.emplace_back();
  event.id = id;
  event.previous = previous;
  event.type = type;
  event.state = state;
  event.at = now_;
  event.details = std::move(details);
  return id;
}

std::uint32_t Run::record(ScopeSlot slot, EventType type, EventDetails details) {
  Scope& of = scope(slot);
  return of.last_event = append(of.state, of.last_event, type, std::move(details));
}

/// Appends an event after the scope's last one, without details. Null: the execution is over, possibly because of this
/// event.
HistoryEvent* Run::append(ScopeSlot slot, EventType type) {
  Scope& of = scope(slot);
  of.last_event = append(of.state, of.last_event, type, NoDetails{});
  return execution_.running() ? &out_.events.back() : nullptr;
}

std::uint32_t Run::record_aside(ScopeSlot slot, std::uint32_t previous, EventType type, EventDetails details) {
  return append(scope(slot).state, previous, type, std::move(details));
}

/// Details that are made whether or not events are kept: the reason of a failure.
void Run::trace(const EventDetails& details) {
  const ErrorOutput* error = error_in(details);
  if (!error) return;
  trace(fingerprint(error->error.value_or("")));
  trace(fingerprint(error->cause.value_or("")));
}

void Run::trace(const Exit& exit) {
  trace(exit.output.fingerprint());
  if (exit.assigned) trace(value_fingerprint(*exit.assigned));
}

// ---- moving on

AttemptId Run::renew(ScopeSlot slot) {
  scope(slot).epoch = execution_.next_epoch++;
  return {slot, scope(slot).epoch};
}

void Run::run_ready() {
  for (std::size_t at = 0; at < out_.ready.size() && execution_.running(); ++at) {
    if (!may_work()) return pause(at);
    const auto [index, epoch] = out_.ready[at];
    if (scope(index).epoch != epoch) continue;  // aborted meanwhile
    if (std::holds_alternative<RunningTask>(scope(index).progress))
      task_dispatched(*this, index);
    else
      run_scope(index);
  }
}

/// Runs the scope until it is blocked or the call must pause.
void Run::run_scope(ScopeSlot slot) {
  Flow flow = scope(slot).entered_event != 0 ? go_on_in_visit(slot) : Flow::Onward;
  while (flow == Flow::Onward && execution_.running()) {
    if (!take_work()) return make_ready(slot);
    flow = go_on(slot);
  }
}

/// Continues in a state that was entered before: a paused map run, or a scope that a redrive has revived.
Flow Run::go_on_in_visit(ScopeSlot slot) {
  const Progress& progress = scope(slot).progress;
  if (std::holds_alternative<std::shared_ptr<MapRun>>(progress)) return map_run_resumed(*this, slot);
  if (std::holds_alternative<std::unique_ptr<RunningChildren>>(progress)) return children_revived(*this, slot);
  return enter(slot);
}

void Run::pause(std::size_t first) {
  if (!execution_.paused) {
    execution_.paused = std::make_unique<std::vector<ReadyScope>>();
    command(Pause{});
  }
  execution_.paused->insert(
      execution_.paused->end(), out_.ready.begin() + static_cast<std::ptrdiff_t>(first), out_.ready.end());
}

void Run::resume() {
  if (const auto paused = std::exchange(execution_.paused, nullptr)) out_.ready = *paused;
}

Flow Run::go_on(ScopeSlot slot) {
  scope(slot).entered_at = now_;
  scope(slot).retries = 0;
  scope(slot).before_entered = scope(slot).last_event;
  if (!planted(PlantedBug::RetryCounterNotReset)) scope(slot).retries_by_retrier.reset();
  scope(slot).entered_event = record(slot, EventType::StateEntered, [&] { return Data{scope(slot).input}; });
  return execution_.running() ? enter(slot) : Flow::Blocked;
}

Flow Run::try_again(ScopeSlot slot) {
  ++scope(slot).retries;
  return enter(slot);
}

Flow Run::enter(ScopeSlot slot) {
  ++execution_.transitions;
  return std::visit(Overload{[&](const asl::TaskState&) { return run_task(*this, slot); },
                             [&](const asl::PassState&) { return run_pass(*this, slot); },
                             [&](const asl::ChoiceState&) { return run_choice(*this, slot); },
                             [&](const asl::WaitState&) { return run_wait(*this, slot); },
                             [&](const asl::SucceedState&) { return run_succeed(*this, slot); },
                             [&](const asl::FailState&) { return run_fail(*this, slot); },
                             [&](const asl::ParallelState&) { return run_parallel(*this, slot); },
                             [&](const asl::MapState&) { return run_map(*this, slot); }},
                    state(slot).detail);
}

Flow Run::leave(ScopeSlot slot, Evaluated<Exit> exit, std::optional<asl::StateIndex> next) {
  if (!exit) return fail(slot, exit.error());
  if (too_large(slot, *exit)) return fail_too_large(slot);
  return pass_on(slot, std::move(*exit), next);
}

Flow Run::leave(ScopeSlot slot, Payload output, std::optional<asl::StateIndex> next) {
  Exit exit{std::move(output), nullptr};
  if (too_large(slot, exit)) return fail_too_large(slot);
  return pass_on(slot, std::move(exit), next);
}

/// A redrive repeats all work of the state, also what had succeeded. Source: semantics.md 8.4.
Flow Run::fail_too_large(ScopeSlot slot) {
  scope(slot).progress = Idle{};
  return fail(slot, data_limit_exceeded(state(slot).name));
}

bool Run::too_large(ScopeSlot slot, const Exit& exit) {
  if (!exit.output.same_document(scope(slot).input) && exit.output.text_exceeds(asl::payload_bytes_max)) return true;
  return exit.assigned &&
         (text_exceeds(*exit.assigned, asl::payload_bytes_max) || variables_exceed(slot, *exit.assigned));
}

/// Counts the assigned variables and the variables of the enclosing scopes.
bool Run::variables_exceed(ScopeSlot slot, const Json& assigned) {
  std::size_t bytes = text_size_at_least(assigned, variables_bytes_max);
  for (ScopeSlot at = slot; at != no_scope && bytes <= variables_bytes_max; at = scope(at).parent) {
    if (!scope(at).variables) continue;
    for (const auto& [name, value] : *scope(at).variables)
      if (at != slot || !assigned.contains(name)) bytes += text_size_at_least(*value, variables_bytes_max);
  }
  return bytes > variables_bytes_max;
}

Flow Run::pass_on(ScopeSlot slot, Exit exit, std::optional<asl::StateIndex> next) {
  Scope& from = scope(slot);
  if (exit.assigned) assign(from, *exit.assigned);
  from.progress = Idle{};
  record(slot, EventType::StateExited, [&] { return exit; });
  if (traced()) trace(exit);
  Payload output = std::move(exit.output);
  if (!next) {
    end_scope(slot, std::move(output));
    return Flow::Blocked;
  }
  from.state = *next;
  from.entered_event = 0;
  from.input = std::move(output);
  return Flow::Onward;
}

Flow Run::leave_with_result(ScopeSlot slot, Payload result) {
  const asl::State& from = state(slot);
  if (result_is_output(from)) return leave(slot, std::move(result), from.next);
  return leave(slot, exit_with_result(from, scope(slot).input, result, references(slot)), from.next);
}

Flow Run::fail(ScopeSlot slot, const asl::EvaluationError& error) { return fail(slot, evaluation_failed(slot, error)); }

/// The event follows the event before the state when fields are evaluated on entry; but a Wait state is entered first.
/// Source: semantics.md 8.7, fixed exception 5.
StateFailure Run::evaluation_failed(ScopeSlot slot, const asl::EvaluationError& error) {
  Scope& of = scope(slot);
  StateFailure failure = evaluation_failure(error, state(slot).name, of.entered_event);
  if (failure.kind != StateFailure::Kind::Query) return failure;
  if (of.last_event == of.entered_event && !is_wait(state(slot))) of.last_event = of.before_entered;
  record(slot, EventType::EvaluationFailed, evaluation_details(error, failure));
  return failure;
}

void Run::fail_child(ScopeSlot child, const asl::EvaluationError& error) {
  const ScopeSlot parent = scope(child).parent;
  scope(child).before_entered = no_input;
  const StateFailure failure = evaluation_failure(error, state(parent).name, scope(parent).entered_event);
  if (failure.kind != StateFailure::Kind::Query) {
    fail(parent, failure);
    return;
  }
  scope(child).last_event =
      record_aside(parent, scope(child).last_event, EventType::EvaluationFailed, evaluation_details(error, failure));
  fail_scope(child, failure);
}

Flow Run::fail(ScopeSlot slot, StateFailure failure) {
  if (failure.kind == StateFailure::Kind::Runtime) {
    auto& progress = scope(slot).progress;
    if (std::holds_alternative<std::shared_ptr<MapRun>>(progress)) progress = Idle{};  // a redrive starts a new one
    finish(Failed{failure.reason}, EventType::ExecutionFailed, scope(slot).last_event, failure_details(failure.reason));
    return Flow::Blocked;
  }
  if (retry(slot, failure)) return Flow::Blocked;
  if (is_parallel(state(slot))) record(slot, EventType::ParallelStateFailed);
  if (is_map(state(slot))) record(slot, EventType::MapStateFailed);
  return catch_or_propagate(slot, failure);
}

bool Run::retry(ScopeSlot slot, const StateFailure& failure) {
  const auto& retriers = state(slot).retriers;
  const auto taker = std::find_if(retriers.begin(), retriers.end(), [&](const asl::Retrier& retrier) {
    return matches(retrier.error_equals, failure);
  });
  if (taker == retriers.end()) return false;
  Scope& of = scope(slot);
  if (!of.retries_by_retrier) of.retries_by_retrier = std::make_unique<std::vector<int>>();
  of.retries_by_retrier->resize(retriers.size());
  int& granted = (*of.retries_by_retrier)[static_cast<std::size_t>(taker - retriers.begin())];
  if (granted >= taker->max_attempts) return false;
  const auto delay = backoff(*taker, granted, execution_.random);
  ++granted;
  renew(slot);
  const TimePoint until = after(now_, scaled(*execution_.state_machine, delay));
  of.progress = BackingOff{until};
  set_timer(slot, until);
  return true;
}

Flow Run::catch_or_propagate(ScopeSlot slot, const StateFailure& failure) {
  const auto& catchers = state(slot).catchers;
  const auto taker = std::find_if(catchers.begin(), catchers.end(), [&](const asl::Catcher& catcher) {
    return matches(catcher.error_equals, failure);
  });
  if (taker == catchers.end()) {
    fail_scope(slot, failure);
    return Flow::Blocked;
  }
  const Payload error{error_output(failure.reason)};
  auto exit = exit_with_error(*taker, scope(slot).input, error, references(slot));
  if (!exit) return fail_in_catcher(slot, exit.error());
  if (too_large(slot, *exit)) {  // not this state's to catch again
    fail_scope(slot, data_limit_exceeded(state(slot).name));
    return Flow::Blocked;
  }
  return pass_on(slot, std::move(*exit), taker->next);
}

Flow Run::fail_in_catcher(ScopeSlot slot, const asl::EvaluationError& error) {
  const StateFailure failure = evaluation_failed(slot, error);
  if (failure.kind != StateFailure::Kind::Query) return fail(slot, failure);
  fail_scope(slot, failure);
  return Flow::Blocked;
}

void Run::assign(Scope& scope, const Json& variables) {
  auto updated = scope.variables ? *scope.variables : Variables{};
  for (const auto& [name, value] : variables.items()) {
    const auto known =
        std::find_if(updated.begin(), updated.end(), [&name = name](const auto& entry) { return entry.first == name; });
    if (known == updated.end())
      updated.emplace_back(name, Payload{value});
    else
      known->second = Payload{value};
  }
  scope.variables = std::make_shared<const Variables>(std::move(updated));
}

// ---- nesting

void Run::open_machine() {
  const ScopeSlot root = open_child(no_scope, execution_.state_machine->root, 0, execution_.input, 0);
  record_aside(root, 0, EventType::ExecutionStarted, Data{execution_.input});
  if (traced()) trace(execution_.input.fingerprint());
  begin_first_state();
}

void Run::begin_first_state() {
  if (const auto input = admit(execution_.input, execution_.state_machine->name))
    make_ready(root_scope);
  else
    fail(root_scope, input.error());
}

ScopeSlot Run::open_child(
    ScopeSlot parent, asl::ScopeIndex definition, std::uint32_t position, Payload input, std::uint32_t last_event) {
  const ScopeSlot slot = execution_.scopes.take();
  Scope& child = scope(slot);
  child.definition = definition;
  child.parent = parent;
  child.position = position;
  child.last_event = last_event;
  child.state = execution_.machine().scope(definition).start_at;
  child.input = std::move(input);
  renew(slot);
  return slot;
}

void Run::end_scope(ScopeSlot slot, Payload output) {
  const Scope& ended = scope(slot);
  if (ended.parent == no_scope)
    succeed(ended.last_event, std::move(output));
  else
    child_succeeded(*this, ended.parent, slot, output);
}

void Run::fail_scope(ScopeSlot slot, const StateFailure& failure) {
  const Scope& failed = scope(slot);
  if (failed.parent == no_scope) {
    finish(Failed{failure.reason}, EventType::ExecutionFailed, failed.last_event, failure_details(failure.reason));
    return;
  }
  const ScopeSlot parent = failed.parent;
  const std::uint32_t failing_event = failed.last_event;
  abort_children(parent, slot, failing_event);
  scope(parent).last_event = failing_event;
  if (fail(parent, failure) == Flow::Onward) make_ready(parent);
}

void Run::abort_children(ScopeSlot parent, ScopeSlot failing_child, std::uint32_t failing_event) {
  const bool iterations = is_map(state(parent));
  const auto children_of_it = children_in_order(parent);
  std::vector<Scope> halted;
  if (keeps_frontier_) halted.reserve(children_of_it.size());
  for (const ScopeSlot child : children_of_it) {
    if (iterations)
      record_aside(parent,
                   failing_event,
                   child == failing_child ? EventType::MapIterationFailed : EventType::MapIterationAborted,
                   Count{scope(child).position});
    abort_state(child, failing_event);
    if (keeps_frontier_)
      halted.push_back(execution_.scopes.take_out(child));
    else
      execution_.scopes.give_back(child);
  }
  Progress& progress = scope(parent).progress;
  if (keeps_frontier_)
    progress = std::make_shared<HaltedChildren>(HaltedChildren{std::move(children(parent)), std::move(halted)});
  else
    progress = Idle{};
}

void Run::abort_state(ScopeSlot slot, std::uint32_t failing_event) {
  const bool entered = scope(slot).entered_event != 0;  // or about to be, when the failure came
  if (entered && shows_abort(state(slot))) record_aside(slot, failing_event, EventType::StateAborted);
  abandon(slot);
  if (std::holds_alternative<std::unique_ptr<RunningChildren>>(scope(slot).progress))
    return abort_children(slot, no_scope, failing_event);
  const auto* map_run = std::get_if<std::shared_ptr<MapRun>>(&scope(slot).progress);
  const bool halted = std::holds_alternative<std::shared_ptr<HaltedChildren>>(scope(slot).progress);
  if (!halted && !(map_run && is_worth_redriving(**map_run))) scope(slot).progress = Idle{};
}

std::vector<ScopeSlot> Run::children_in_order(ScopeSlot parent) {
  std::vector<ScopeSlot> found;
  for (std::uint32_t number = 0; number < execution_.scopes.size(); ++number) {
    const ScopeSlot slot{number};
    if (scope(slot).epoch != 0 && scope(slot).parent == parent) found.push_back(slot);
  }
  std::sort(found.begin(), found.end(), [&](ScopeSlot left, ScopeSlot right) {
    return scope(left).position < scope(right).position;
  });
  return found;
}

void Run::abandon(ScopeSlot slot) {
  if (std::holds_alternative<RunningTask>(scope(slot).progress))
    command(AbandonTask{.attempt = {slot, scope(slot).epoch}});
  if (std::holds_alternative<std::shared_ptr<MapRun>>(scope(slot).progress))
    command(AbandonChildren{{slot, scope(slot).epoch}});
  command(CancelTimer{slot});
}

// ---- the execution as a whole

void Run::set_timer(ScopeSlot slot, TimePoint at) { command(SetTimer{{slot, scope(slot).epoch}, at}); }

void Run::finish(Status status, EventType type, std::uint32_t previous, EventDetails details) {
  append(0, previous, type, std::move(details));
  if (!execution_.running()) return;  // that was one event too many
  execution_.status = std::move(status);
  execution_.ended_at = now_;
}

void Run::succeed(std::uint32_t previous, Payload output) {
  append(0, previous, EventType::ExecutionSucceeded, out_.keep_events ? EventDetails{Data{output}} : NoDetails{});
  if (!execution_.running()) return;  // that was one event too many
  execution_.status = Succeeded{std::move(output)};
  execution_.ended_at = now_;
}

void Run::close_down() {
  execution_.paused.reset();
  if (has_future()) {
    abort_state(root_scope, 0);  // records nothing any more
    Scope root = execution_.scopes.take_out(root_scope);
    execution_.scopes.clear();
    execution_.scopes[execution_.scopes.take()] = std::move(root);
    return;
  }
  for (std::uint32_t number = 0; number < execution_.scopes.size(); ++number)
    if (const ScopeSlot slot{number}; scope(slot).epoch != 0) abandon(slot);
  execution_.scopes.clear();
}

/// Whether the execution can be redriven, as far as this is known at its end.
bool Run::has_future() const {
  return keeps_frontier_ && !std::holds_alternative<Succeeded>(execution_.status) &&
         execution_.events <= redrivable_events_max && execution_.redrives < redrives_max;
}

// ---- redrive: each scope goes on in its visit, from its own last event. No state is entered and no iteration started
// a second time, except a Fail state. Source: semantics.md 8.4.

void Run::redrive() {
  execution_.status = Running{};
  execution_.ended_at = {};
  execution_.redriven_at = now_;
  ++execution_.redrives;
  append(0, execution_.events, EventType::ExecutionRedriven, Count{execution_.redrives});
  command(SetTimer{{execution_timer, execution_.redrives}, deadline(execution_)});
  if (scope(root_scope).last_event == 0) return begin_first_state();
  revive(root_scope);
}

void Run::revive(ScopeSlot slot) {
  renew(slot);
  Scope& of = scope(slot);
  of.retries = 0;
  of.retries_by_retrier.reset();
  if (std::holds_alternative<asl::FailState>(state(slot).detail)) of.entered_event = 0;
  if (auto* map_run = std::get_if<std::shared_ptr<MapRun>>(&of.progress)) to_be_redriven(**map_run);
  if (std::holds_alternative<std::shared_ptr<HaltedChildren>>(of.progress)) reopen_children(slot);
  make_ready(slot);
}

void Run::reopen_children(ScopeSlot slot) {
  const auto halted = std::move(std::get<std::shared_ptr<HaltedChildren>>(scope(slot).progress));
  RunningChildren& children = halted->children;
  children.open = 0;
  std::vector<ScopeSlot> reopened;
  for (Scope& child : halted->scopes) {
    if (child.before_entered == no_input) {
      children.again.push_back(child.position);
      continue;
    }
    ++children.open;
    reopened.push_back(execution_.scopes.take());
    scope(reopened.back()) = std::move(child);
    scope(reopened.back()).parent = slot;
  }
  scope(slot).progress = std::make_unique<RunningChildren>(std::move(children));
  for (const ScopeSlot child : reopened) revive(child);
}

void Run::stop(ErrorOutput reason) { finish(Aborted{reason}, EventType::ExecutionAborted, 0, failure_details(reason)); }

void Run::fail_all(const ErrorOutput& reason) {
  finish(Failed{reason}, EventType::ExecutionFailed, 0, failure_details(reason));
}

void Run::time_out(TimePoint deadline) {
  now_ = deadline;
  finish(TimedOut{}, EventType::ExecutionTimedOut, 0, failure_details({"States.Timeout", std::nullopt}));
}

}  // namespace stepstorm::execution
