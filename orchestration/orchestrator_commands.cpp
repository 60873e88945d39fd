// Carries out the interpreter's commands: tasks go to performers, timers are set, other commands go on the agenda.
#include <utility>
#include <variant>

#include "execution/planted_bug.hpp"
#include "orchestration/orchestrator.hpp"

namespace stepstorm::orchestration {

struct Orchestrator::Hands {
  Orchestrator& of;
  SlabKey key;
  OpenExecution& open;

  void operator()(execution::RunTask& command) const;
  void operator()(const execution::AbandonTask& command) const;
  void operator()(const execution::SetTimer& command) const;
  void operator()(const execution::CancelTimer& command) const { of.timers_.cancel(timer(command.scope)); }
  void operator()(const execution::Pause&) const { of.agenda_.tell(key, execution::Resumed{}); }
  void operator()(execution::ReadObject& command) const { of.agenda_.add({key, ObjectAccess{std::move(command)}}); }
  void operator()(execution::ListObjects& command) const { of.agenda_.add({key, ObjectAccess{std::move(command)}}); }
  void operator()(execution::WriteObjects& command) const { of.agenda_.add({key, ObjectAccess{std::move(command)}}); }
  void operator()(execution::StartChild& command) const { of.agenda_.add({key, std::move(command)}); }
  void operator()(execution::RedriveChild& command) const { of.agenda_.add({key, std::move(command)}); }
  void operator()(const execution::AbandonChildren& command) const {
    abandon_children(of.executions_, open, command.attempt, of.agenda_);
  }
  void operator()(execution::ReportMapRun& command) const { of.outbox_.report(std::move(command)); }

 private:
  PerformerKind performer(const Binding& binding, const Payload& input) const;
  TimerHandle& timer(execution::ScopeSlot scope) const {
    return scope == execution::execution_timer ? open.execution_timer : open.work(scope).timer;
  }
};

void Orchestrator::carry_out(SlabKey key, OpenExecution& open) {
  const Hands hands{*this, key, open};
  for (execution::Command& command : step_.commands) std::visit(hands, command);
}

void Orchestrator::Hands::operator()(execution::RunTask& command) const {
  ScopeWork& scope = open.work(command.attempt.scope);
  if (command.number == 1) scope.visit = command.attempt.epoch;
  ++of.counters_.attempts;
  if (command.number > 1) ++of.counters_.retries;

  const Binding binding = of.machines_.binding(*open.bound, command);
  Attempt attempt{.execution = key,
                  .id = command.attempt,
                  .state = command.state,
                  .resource = binding.resource,
                  .announce = binding.announce,
                  .invoked = binding.invoked,
                  .performer = performer(binding, command.input)};
  messages::RunTask task{{{},
                          open.execution.id,
                          scope.visit,
                          command.state,
                          command.number,
                          of.machines_.fault_plan(),
                          std::move(command.input),
                          open.execution.order},
                         binding.faults,
                         of.now_};
  scope.attempt = of.performers_.with(
      attempt.performer, [&](auto& performer) { return performer.begin(attempt, std::move(task), of.now_); });
}

PerformerKind Orchestrator::Hands::performer(const Binding& binding, const Payload& input) const {
  const bool by_worker = binding.or_worker && !of.performers_.nested.knows(*input);
  return by_worker ? PerformerKind::Worker : binding.performer;
}

void Orchestrator::Hands::operator()(const execution::AbandonTask& command) const {
  const std::uint32_t slot = std::exchange(open.work(command.attempt.scope).attempt, no_attempt);
  if (slot == no_attempt) return;
  of.performers_.with(of.dispatcher_.at(slot).performer,
                      [&](auto& performer) { performer.abandon(slot, command.timed_out, of.now_); });
}

void Orchestrator::Hands::operator()(const execution::SetTimer& command) const {
  const bool is_year = command.timer.scope == execution::execution_timer &&
                       command.at == after(of.now_, execution::standard_duration_max);
  if (is_year && !of.options_.ends_after_a_year) return;
  TimerHandle& handle = timer(command.timer.scope);
  of.timers_.cancel(handle);
  if (planted(PlantedBug::TimerLost) && of.counters_.attempts % 500 == 499) return;
  handle = of.timers_.schedule(to_tick(command.at), {key, command.timer});
}

}  // namespace stepstorm::orchestration
