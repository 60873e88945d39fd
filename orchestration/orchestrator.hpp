// Orchestrator: holds executions from start to end and keeps their timers. Decides nothing about them: execution::step
// decides what an execution does, the state's binding decides which performer runs a task (performers/performer.hpp).
// Each call takes steps of executions, carries out their commands (performers, timers, agenda) and after each step
// sends its output through the outbox.
// Reads no clock: every call is given the time. Draws random numbers only from named streams.
// Source: semantics.md 5.1 and 6.4 (error names), 6.5 (tokens).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "execution/step.hpp"
#include "messages/messages.hpp"
#include "orchestration/agenda.hpp"
#include "orchestration/bound_machines.hpp"
#include "orchestration/dispatcher.hpp"
#include "orchestration/engine_options.hpp"
#include "orchestration/id_index.hpp"
#include "orchestration/observer.hpp"
#include "orchestration/open_execution.hpp"
#include "orchestration/outbox.hpp"
#include "orchestration/performers/performers.hpp"
#include "orchestration/room.hpp"
#include "orchestration/timer_wheel.hpp"
#include "orchestration/transition_gate.hpp"
#include "values/timestamp.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

class Orchestrator {
 public:
  /// `sender` and `observer` must outlive the orchestrator. Both are called during its calls and must not call back.
  Orchestrator(EngineOptions options, OrchestratorPart part, TaskSender& sender, Observer& observer, TimePoint now);
  Orchestrator(const Orchestrator&) = delete;
  Orchestrator& operator=(const Orchestrator&) = delete;

  // ---- messages
  void start(messages::StartExecution&& request, TimePoint now);
  void stop(const messages::StopExecution& request, TimePoint now);
  /// Continues an execution that this orchestrator has held before.
  void redrive(messages::Redrive&& redrive, TimePoint now);
  void update_map_run(const messages::UpdateMapRun& request, TimePoint now);
  /// Does deferred work, up to the limit of one call. While is_behind() is true after a call, call this soon, after
  /// yielding to others.
  void catch_up(TimePoint now);
  [[nodiscard]] bool is_behind() const { return agenda_.is_behind(); }
  /// Passes answers to their executions. Answers with an unknown token, and late answers, are dropped and counted.
  void answers(messages::TaskAnswers&& answers, TimePoint now);
  void heartbeats(const messages::Heartbeats& heartbeats, TimePoint now);
  /// Returns false when no polled activity has this ARN.
  bool poll(messages::PollActivity&& request, TimePoint now);
  /// Handles a call with a task token; the verdict goes to the request's caller.
  void say(messages::SayWithToken&& request, TimePoint now);
  void worker_up(WorkerIndex worker, ResourceIndex resource, std::uint32_t capacity, std::string name, TimePoint now);
  /// Fails every attempt that the worker had.
  void worker_down(WorkerIndex worker, const std::string& reason, TimePoint now);
  /// Fails attempts that wait for the resource, and all new ones until it is restored.
  void resource_down(ResourceIndex resource, const std::string& cause, TimePoint now);
  void resource_restored(ResourceIndex resource, TimePoint now);

  // ---- time
  void timers_due(TimePoint now);
  /// Returns the time by which to call timers_due: possibly before the first timer, never after it. Returns `never`
  /// without a timer.
  [[nodiscard]] TimePoint next_timer() const;

  // ---- sending: tasks are collected until flush()
  std::size_t unsent() const { return outbox_.unsent(); }
  void flush() { outbox_.flush(); }

  // ---- reading
  messages::Counters counters() const;
  std::size_t open() const { return executions_.size(); }
  /// Estimates the memory held by open executions, in bytes; accurate to a quarter if they are many or long.
  std::uint64_t held_bytes() const { return room_.held_bytes() + other_bytes(); }
  /// Returns the number of attempts that wait for a worker of this resource.
  std::uint32_t queued(ResourceIndex resource) const { return dispatcher_.queued(resource); }

 private:
  struct Hands;  // carries out the commands of one step

  // ---- start and end of executions
  void open(messages::StartExecution&& request,
            std::unique_ptr<Family> family,
            std::uint64_t order,
            const execution::StartChild* as_child = nullptr,
            const FoundMachine* of = nullptr);
  void bring_back(execution::Execution&& execution, std::unique_ptr<Family> family);
  void prepare(execution::Execution& execution, messages::StartExecution&& request) const;
  void take_on(SlabKey key, OpenExecution& open, std::unique_ptr<Family> family);
  void start_child(SlabKey parent, execution::StartChild&& command);
  void redrive_child(SlabKey parent, const execution::RedriveChild& command);
  void start_nested(SlabKey parent, messages::TaskToken token);
  void finish(SlabKey key, OpenExecution& open);
  void tell_parent(const Parent& parent, const execution::Execution& ended);
  std::optional<std::string> refusal(const execution::StateMachine& state_machine) const;
  std::uint64_t other_bytes() const;

  // ---- steps
  void begin(TimePoint now) { now_ = now, agenda_.begin(); }
  /// Delivers the notice now, or once the quota of state transitions allows it.
  template <class Told>
  void tell(SlabKey key, Told&& notice);
  template <class Told>
  void tell_now(SlabKey key, Told&& notice);
  void tell_any(SlabKey key, execution::Notice&& notice);
  template <class Advance>
  void advance(SlabKey key, OpenExecution& open, const Advance& take_step);
  void carry_out(SlabKey key, OpenExecution& open);
  void do_pending();
  void let_through();
  void trace(std::uint64_t who, std::uint64_t what);

  // ---- answers
  void tell_answer(messages::TaskAnswer&& answer);
  void drop_answer(messages::TaskAnswer&& answer, const Attempt& attempt);
  void end_attempt(const Attempt& attempt);
  messages::TokenVerdict hear(messages::SayWithToken& request);

  EngineOptions options_;
  OrchestratorPart part_;
  messages::Counters counters_;
  TimePoint now_;  // time of the current call
  Outbox outbox_;
  Agenda agenda_;
  OpenExecutions executions_;
  IdIndex<OpenExecution> by_id_;
  Room room_;
  TimerWheel<TimerTarget> timers_;
  std::optional<TransitionGate> transitions_;
  world::Stream executions_stream_;
  world::Stream names_stream_;
  std::uint64_t next_child_;
  execution::Step step_;
  Dispatcher dispatcher_;
  BoundMachines machines_;
  PerformerContext context_;
  Performers performers_;
};

}  // namespace stepstorm::orchestration
