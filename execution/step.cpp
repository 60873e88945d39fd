#include "execution/step.hpp"

#include <algorithm>

#include "execution/frontier.hpp"
#include "execution/planted_bug.hpp"
#include "execution/run.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

bool is_current(const Execution& execution, const AttemptId& id) {
  return execution.scopes.contains(id.scope) && execution.scopes[id.scope].epoch == id.epoch && id.epoch != 0;
}

template <class Doing>
bool is_doing(const Execution& execution, const AttemptId& attempt) {
  return is_current(execution, attempt) && std::holds_alternative<Doing>(execution.scopes[attempt.scope].progress);
}

void settle(Run& run, ScopeSlot slot, Flow flow) {
  if (flow == Flow::Onward) run.make_ready(slot);
}

void timer_fired(Run& run, ScopeSlot slot) {
  Scope& scope = run.scope(slot);
  settle(run,
         slot,
         std::visit(Overload{[&](const RunningTask&) { return task_timer_fired(run, slot); },
                             [&](const Waiting&) { return wait_is_over(run, slot); },
                             [&](const BackingOff&) { return run.try_again(slot); },
                             [](const Idle&) { return Flow::Blocked; },
                             [](const std::unique_ptr<RunningChildren>&) { return Flow::Blocked; },
                             [](const std::shared_ptr<MapRun>&) { return Flow::Blocked; },
                             [](const std::shared_ptr<HaltedChildren>&) { return Flow::Blocked; }},
                    scope.progress));
}

/// Treats an answer to another attempt as the answer to the current one, which is abandoned.
bool accept_again(Run& run, const AttemptId& answered) {
  const Execution& execution = run.execution();
  if (!execution.scopes.contains(answered.scope)) return false;
  const Scope& scope = execution.scopes[answered.scope];
  if (scope.epoch == answered.epoch || !std::holds_alternative<RunningTask>(scope.progress)) return false;
  run.command(AbandonTask{.attempt = {answered.scope, scope.epoch}});
  return true;
}

/// Returns whether the attempt is the current one.
bool counts(Run& run, const AttemptId& attempt) {
  if (planted(PlantedBug::AnswerAcceptedTwice) && accept_again(run, attempt)) return true;
  return is_doing<RunningTask>(run.execution(), attempt);
}

template <class TaskNotice>
bool deliver(Run& run, const TaskNotice& notice) requires requires {
  task_told(run, notice);
}
{
  if (!counts(run, notice.attempt)) return false;
  settle(run, notice.attempt.scope, task_told(run, notice));
  return true;
}

template <class MapNotice>
bool deliver(Run& run, const MapNotice& notice) requires requires {
  map_run_told(run, notice);
}
{
  if (!is_doing<std::shared_ptr<MapRun>>(run.execution(), notice.attempt)) return false;
  settle(run, notice.attempt.scope, map_run_told(run, notice));
  return true;
}

bool deliver(Run& run, TaskSucceeded&& notice) {
  if (!counts(run, notice.attempt)) return false;
  settle(run, notice.attempt.scope, task_told(run, std::move(notice)));
  return true;
}

bool deliver(Run& run, const TaskSucceeded& notice) { return deliver(run, TaskSucceeded{notice}); }

bool deliver(Run& run, const TimerFired& notice) {
  if (notice.timer.scope == execution_timer) {
    if (notice.timer.epoch != run.execution().redrives) return false;  // it was redriven since
    run.time_out(deadline(run.execution()));
    return true;
  }
  if (!is_current(run.execution(), notice.timer)) return false;
  timer_fired(run, notice.timer.scope);
  return true;
}

bool deliver(Run& run, const StopRequested& notice) {
  run.stop({notice.error, notice.cause});
  return true;
}

bool deliver(Run& run, const Resumed&) {
  run.resume();
  return true;
}

bool deliver(Run& run, const MapRunUpdated& notice) {
  const Scopes& scopes = run.execution().scopes;
  for (std::uint32_t number = 0; number < scopes.size(); ++number) {
    const ScopeSlot slot{number};
    const auto* map_run = std::get_if<std::shared_ptr<MapRun>>(&scopes[slot].progress);
    if (!map_run || arn_of(**map_run) != notice.arn) continue;
    settle(run, slot, map_run_updated(run, slot, notice));
    return true;
  }
  return false;
}

bool deliver(Run& run, const LimitReached& notice) {
  run.fail_all(notice.reason);
  return true;
}

void go_on(Run& run) {
  run.run_ready();
  if (!run.execution().running()) run.close_down();
}

/// Returns true when the execution is certainly before its deadline; fast, and true for most.
bool is_young(const Execution& execution, TimePoint now) {
  return now - execution.started_at < express_duration_max && !execution.machine().timeout;
}

template <class Told>
bool tell(Execution& execution, Told&& told, TimePoint now, Step& step) {
  if (!execution.running()) return false;
  Run run{execution, now, step};
  // A notice at the instant of the deadline is too late; a shell's timers may be late, too.
  const bool in_time = is_young(execution, now) || now < deadline(execution);
  const bool changed = in_time ? deliver(run, std::forward<Told>(told)) : true;
  if (!in_time) run.time_out(deadline(execution));
  go_on(run);
  return changed;
}

/// The only notice to an execution that has ended.
bool tell(Execution& execution, const RedriveRequested&, TimePoint now, Step& step) {
  if (!has_frontier(execution)) return false;
  Run run{execution, now, step};
  run.redrive();
  go_on(run);
  return true;
}

}  // namespace

void start(Execution& execution, TimePoint now, Step& step) {
  Run run{execution, now, step};
  execution.started_at = now;
  run.open_machine();
  run.command(SetTimer{{execution_timer, 0}, deadline(execution)});
  go_on(run);
}

void refuse(Execution& execution, ErrorOutput reason, TimePoint now, Step& step) {
  Run run{execution, now, step};
  execution.started_at = now;
  run.open_machine();
  run.fail_all(reason);
  go_on(run);
}

bool step(Execution& execution, const Notice& notice, TimePoint now, Step& step) {
  return std::visit([&](const auto& told) { return tell(execution, told, now, step); }, notice);
}

bool step(Execution& execution, TaskSucceeded&& notice, TimePoint now, Step& step) {
  return tell(execution, std::move(notice), now, step);
}

bool step(Execution& execution, const TimerFired& notice, TimePoint now, Step& step) {
  return tell(execution, notice, now, step);
}

}  // namespace stepstorm::execution
