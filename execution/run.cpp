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

RunningChildren& Run::children(ScopeSlot scope_index) {
  return *std::get<std::unique_ptr<RunningChildren>>(scope(scope_index).progress);
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

std::uint32_t Run::record(ScopeSlot scope_index, EventType type, EventDetails details) {
  Scope& of = scope(scope_index);
  return of.last_event = append(of.state, of.last_event, type, std::move(details));
}

/// Appends an event after the scope's last one, without details. Null: the execution is over, possibly because of this
/// event.
HistoryEvent* Run::append(ScopeSlot scope_index, EventType type) {
  Scope& of = scope(scope_index);
  of.last_event = append(of.state, of.last_event, type, NoDetails{});
  return execution_.running() ? &out_.events.back() : nullptr;
}

std::uint32_t Run::record_aside(ScopeSlot scope_index, std::uint32_t previous, EventType type, EventDetails details) {
  return append(scope(scope_index).state, previous, type, std::move(details));
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

AttemptId Run::renew(ScopeSlot scope_index) {
  scope(scope_index).epoch = execution_.next_epoch++;
  return {scope_index, scope(scope_index).epoch};
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
void Run::run_scope(ScopeSlot scope_index) {
  Flow flow = scope(scope_index).entered_event != 0 ? go_on_in_visit(scope_index) : Flow::Onward;
  while (flow == Flow::Onward && execution_.running()) {
    if (!may_work()) return make_ready(scope_index);
    work();
    flow = go_on(scope_index);
  }
}

/// Continues in a state that was entered before: a paused map run, or a scope that a redrive has revived.
Flow Run::go_on_in_visit(ScopeSlot scope_index) {
  const Progress& progress = scope(scope_index).progress;
  if (std::holds_alternative<std::shared_ptr<MapRun>>(progress)) return map_run_resumed(*this, scope_index);
  if (std::holds_alternative<std::unique_ptr<RunningChildren>>(progress)) return children_revived(*this, scope_index);
  return enter(scope_index);
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

Flow Run::go_on(ScopeSlot scope_index) {
  scope(scope_index).entered_at = now_;
  scope(scope_index).retries = 0;
  scope(scope_index).before_entered = scope(scope_index).last_event;
  if (!planted(PlantedBug::RetryCounterNotReset)) scope(scope_index).retries_by_retrier.reset();
  scope(scope_index).entered_event =
      record(scope_index, EventType::StateEntered, [&] { return Data{scope(scope_index).input}; });
  return execution_.running() ? enter(scope_index) : Flow::Blocked;
}

Flow Run::try_again(ScopeSlot scope_index) {
  ++scope(scope_index).retries;
  return enter(scope_index);
}

Flow Run::enter(ScopeSlot scope_index) {
  ++execution_.transitions;
  return std::visit(Overload{[&](const asl::TaskState&) { return run_task(*this, scope_index); },
                             [&](const asl::PassState&) { return run_pass(*this, scope_index); },
                             [&](const asl::ChoiceState&) { return run_choice(*this, scope_index); },
                             [&](const asl::WaitState&) { return run_wait(*this, scope_index); },
                             [&](const asl::SucceedState&) { return run_succeed(*this, scope_index); },
                             [&](const asl::FailState&) { return run_fail(*this, scope_index); },
                             [&](const asl::ParallelState&) { return run_parallel(*this, scope_index); },
                             [&](const asl::MapState&) { return run_map(*this, scope_index); }},
                    state(scope_index).detail);
}

Flow Run::leave(ScopeSlot scope_index, Evaluated<Exit> exit, std::optional<asl::StateIndex> next) {
  if (!exit) return fail(scope_index, exit.error());
  if (too_large(scope_index, *exit)) return fail_too_large(scope_index);
  return pass_on(scope_index, std::move(*exit), next);
}

Flow Run::leave(ScopeSlot scope_index, Payload output, std::optional<asl::StateIndex> next) {
  Exit exit{std::move(output), nullptr};
  if (too_large(scope_index, exit)) return fail_too_large(scope_index);
  return pass_on(scope_index, std::move(exit), next);
}

/// A redrive repeats all work of the state, also what had succeeded. Source: semantics.md 8.4.
Flow Run::fail_too_large(ScopeSlot scope_index) {
  scope(scope_index).progress = Idle{};
  return fail(scope_index, data_limit_exceeded(state(scope_index).name));
}

bool Run::too_large(ScopeSlot scope_index, const Exit& exit) {
  if (!exit.output.same_document(scope(scope_index).input) && exit.output.text_exceeds(asl::payload_bytes_max))
    return true;
  return exit.assigned &&
         (text_exceeds(*exit.assigned, asl::payload_bytes_max) || variables_exceed(scope_index, *exit.assigned));
}

/// Counts the assigned variables and the variables of the enclosing scopes.
bool Run::variables_exceed(ScopeSlot scope_index, const Json& assigned) {
  std::size_t bytes = text_size_at_least(assigned, variables_bytes_max);
  for (ScopeSlot at = scope_index; at != no_scope && bytes <= variables_bytes_max; at = scope(at).parent) {
    if (!scope(at).variables) continue;
    for (const auto& [name, value] : *scope(at).variables)
      if (at != scope_index || !assigned.contains(name)) bytes += text_size_at_least(*value, variables_bytes_max);
  }
  return bytes > variables_bytes_max;
}

Flow Run::pass_on(ScopeSlot scope_index, Exit exit, std::optional<asl::StateIndex> next) {
  Scope& from = scope(scope_index);
  if (exit.assigned) assign(from, *exit.assigned);
  from.progress = Idle{};
  record(scope_index, EventType::StateExited, [&] { return exit; });
  if (traced()) trace(exit);
  Payload output = std::move(exit.output);
  if (!next) {
    end_scope(scope_index, std::move(output));
    return Flow::Blocked;
  }
  from.state = *next;
  from.entered_event = 0;
  from.input = std::move(output);
  return Flow::Onward;
}

Flow Run::leave_with_result(ScopeSlot scope_index, Payload result) {
  const asl::State& from = state(scope_index);
  if (result_is_output(from)) return leave(scope_index, std::move(result), from.next);
  return leave(
      scope_index, exit_with_result(from, scope(scope_index).input, result, references(scope_index)), from.next);
}

Flow Run::fail(ScopeSlot scope_index, const asl::EvaluationError& error) {
  return fail(scope_index, evaluation_failed(scope_index, error));
}

/// The event follows the event before the state when fields are evaluated on entry; but a Wait state is entered first.
/// Source: semantics.md 8.7, fixed exception 5.
StateFailure Run::evaluation_failed(ScopeSlot scope_index, const asl::EvaluationError& error) {
  Scope& of = scope(scope_index);
  StateFailure failure = evaluation_failure(error, state(scope_index).name, of.entered_event);
  if (failure.kind != StateFailure::Kind::Query) return failure;
  if (of.last_event == of.entered_event && !is_wait(state(scope_index))) of.last_event = of.before_entered;
  record(scope_index, EventType::EvaluationFailed, evaluation_details(error, failure));
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

Flow Run::fail(ScopeSlot scope_index, StateFailure failure) {
  if (failure.kind == StateFailure::Kind::Runtime) {
    auto& progress = scope(scope_index).progress;
    if (std::holds_alternative<std::shared_ptr<MapRun>>(progress)) progress = Idle{};  // a redrive starts a new one
    finish(Failed{failure.reason},
           EventType::ExecutionFailed,
           scope(scope_index).last_event,
           failure_details(failure.reason));
    return Flow::Blocked;
  }
  if (retry(scope_index, failure)) return Flow::Blocked;
  if (is_parallel(state(scope_index))) record(scope_index, EventType::ParallelStateFailed);
  if (is_map(state(scope_index))) record(scope_index, EventType::MapStateFailed);
  return catch_or_propagate(scope_index, failure);
}

bool Run::retry(ScopeSlot scope_index, const StateFailure& failure) {
  const auto& retriers = state(scope_index).retriers;
  const auto taker = std::find_if(retriers.begin(), retriers.end(), [&](const asl::Retrier& retrier) {
    return matches(retrier.error_equals, failure);
  });
  if (taker == retriers.end()) return false;
  Scope& of = scope(scope_index);
  if (!of.retries_by_retrier) of.retries_by_retrier = std::make_unique<std::vector<int>>();
  of.retries_by_retrier->resize(retriers.size());
  int& granted = (*of.retries_by_retrier)[static_cast<std::size_t>(taker - retriers.begin())];
  if (granted >= taker->max_attempts) return false;
  const auto delay = backoff(*taker, granted, execution_.random);
  ++granted;
  renew(scope_index);
  const TimePoint until = after(now_, scaled(*execution_.state_machine, delay));
  of.progress = BackingOff{until};
  set_timer(scope_index, until);
  return true;
}

Flow Run::catch_or_propagate(ScopeSlot scope_index, const StateFailure& failure) {
  const auto& catchers = state(scope_index).catchers;
  const auto taker = std::find_if(catchers.begin(), catchers.end(), [&](const asl::Catcher& catcher) {
    return matches(catcher.error_equals, failure);
  });
  if (taker == catchers.end()) {
    fail_scope(scope_index, failure);
    return Flow::Blocked;
  }
  const Payload error{error_output(failure.reason)};
  auto exit = exit_with_error(*taker, scope(scope_index).input, error, references(scope_index));
  if (!exit) return fail_in_catcher(scope_index, exit.error());
  if (too_large(scope_index, *exit)) {  // not this state's to catch again
    fail_scope(scope_index, data_limit_exceeded(state(scope_index).name));
    return Flow::Blocked;
  }
  return pass_on(scope_index, std::move(*exit), taker->next);
}

Flow Run::fail_in_catcher(ScopeSlot scope_index, const asl::EvaluationError& error) {
  const StateFailure failure = evaluation_failed(scope_index, error);
  if (failure.kind != StateFailure::Kind::Query) return fail(scope_index, failure);
  fail_scope(scope_index, failure);
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

void Run::end_scope(ScopeSlot scope_index, Payload output) {
  const Scope& ended = scope(scope_index);
  if (ended.parent == no_scope)
    succeed(ended.last_event, std::move(output));
  else
    child_succeeded(*this, ended.parent, scope_index, output);
}

void Run::fail_scope(ScopeSlot scope_index, const StateFailure& failure) {
  const Scope& failed = scope(scope_index);
  if (failed.parent == no_scope) {
    finish(Failed{failure.reason}, EventType::ExecutionFailed, failed.last_event, failure_details(failure.reason));
    return;
  }
  const ScopeSlot parent = failed.parent;
  const std::uint32_t failing_event = failed.last_event;
  abort_children(parent, scope_index, failing_event);
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

void Run::abort_state(ScopeSlot scope_index, std::uint32_t failing_event) {
  const bool entered = scope(scope_index).entered_event != 0;  // or about to be, when the failure came
  if (entered && shows_abort(state(scope_index))) record_aside(scope_index, failing_event, EventType::StateAborted);
  abandon(scope_index);
  if (std::holds_alternative<std::unique_ptr<RunningChildren>>(scope(scope_index).progress))
    return abort_children(scope_index, no_scope, failing_event);
  const auto* map_run = std::get_if<std::shared_ptr<MapRun>>(&scope(scope_index).progress);
  const bool halted = std::holds_alternative<std::shared_ptr<HaltedChildren>>(scope(scope_index).progress);
  if (!halted && !(map_run && is_worth_redriving(**map_run))) scope(scope_index).progress = Idle{};
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

void Run::abandon(ScopeSlot scope_index) {
  if (std::holds_alternative<RunningTask>(scope(scope_index).progress))
    command(AbandonTask{.attempt = {scope_index, scope(scope_index).epoch}});
  if (std::holds_alternative<std::shared_ptr<MapRun>>(scope(scope_index).progress))
    command(AbandonChildren{{scope_index, scope(scope_index).epoch}});
  command(CancelTimer{scope_index});
}

// ---- the execution as a whole

void Run::set_timer(ScopeSlot scope_index, TimePoint at) {
  command(SetTimer{{scope_index, scope(scope_index).epoch}, at});
}

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

void Run::revive(ScopeSlot scope_index) {
  renew(scope_index);
  Scope& of = scope(scope_index);
  of.retries = 0;
  of.retries_by_retrier.reset();
  if (std::holds_alternative<asl::FailState>(state(scope_index).detail)) of.entered_event = 0;
  if (auto* map_run = std::get_if<std::shared_ptr<MapRun>>(&of.progress)) to_be_redriven(**map_run);
  if (std::holds_alternative<std::shared_ptr<HaltedChildren>>(of.progress)) reopen_children(scope_index);
  make_ready(scope_index);
}

void Run::reopen_children(ScopeSlot scope_index) {
  const auto halted = std::move(std::get<std::shared_ptr<HaltedChildren>>(scope(scope_index).progress));
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
    scope(reopened.back()).parent = scope_index;
  }
  scope(scope_index).progress = std::make_unique<RunningChildren>(std::move(children));
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
