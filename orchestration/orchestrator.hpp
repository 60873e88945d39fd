// Holds executions from their start to their end and keeps their timers. Decides nothing about them: what an execution
// does is execution::step's to say, who performs a task its binding's and the performers' (performers/performer.hpp).
// One call is: steps of executions; their commands, which go to performers, timers and the agenda; and after each step
// what leaves, by the outbox.
// Told the time with everything else; reads no clock, draws only from named streams.
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
  /// The sender and the observer must outlive it. Both are called in the middle of its calls, and must not call back.
  Orchestrator(EngineOptions options, OrchestratorPart part, TaskSender& sender, Observer& observer, TimePoint now);
  Orchestrator(const Orchestrator&) = delete;
  Orchestrator& operator=(const Orchestrator&) = delete;

  // ---- told by others
  void start(messages::StartExecution&& request, TimePoint now);
  void stop(const messages::StopExecution& request, TimePoint now);
  /// An execution that this orchestrator has held before goes on.
  void redrive(messages::Redrive&& redrive, TimePoint now);
  void update_map_run(const messages::UpdateMapRun& request, TimePoint now);
  /// What was put off is done, as much of it as may be done at once. To be called soon after each call that leaves
  /// is_behind, when others have had their turn.
  void catch_up(TimePoint now);
  [[nodiscard]] bool is_behind() const { return agenda_.is_behind(); }
  /// Answers with a token that names nothing change nothing and are counted; so are those that come too late.
  void answers(messages::TaskAnswers&& answers, TimePoint now);
  void heartbeats(const messages::Heartbeats& heartbeats, TimePoint now);
  /// false: there is no such activity that is polled for.
  bool poll(messages::PollActivity&& request, TimePoint now);
  /// The verdict is given to the request's caller.
  void say(messages::SayWithToken&& request, TimePoint now);
  void worker_up(WorkerIndex worker, ResourceIndex resource, std::uint32_t capacity, std::string name, TimePoint now);
  /// Every attempt that the worker had fails.
  void worker_down(WorkerIndex worker, const std::string& reason, TimePoint now);
  /// Attempts that wait for the resource, and all that come until it is restored, fail at once.
  void resource_down(ResourceIndex resource, const std::string& cause, TimePoint now);
  void resource_restored(ResourceIndex resource, TimePoint now);

  // ---- time
  void timers_due(TimePoint now);
  /// When to call timers_due at the latest; possibly too early, not too late. never: there is no timer.
  [[nodiscard]] TimePoint next_timer() const;

  // ---- sending: tasks gather until flush is called
  std::size_t unsent() const { return outbox_.unsent(); }
  void flush() { outbox_.flush(); }

  // ---- reading
  messages::Counters counters() const;
  std::size_t open() const { return executions_.size(); }
  /// By its open executions, right within a quarter where they are many or have gone far.
  std::uint64_t held_bytes() const { return room_.held_bytes() + other_bytes(); }
  /// Attempts that wait for a worker of this resource.
  std::uint32_t queued(ResourceIndex resource) const { return dispatcher_.queued(resource); }

 private:
  struct Hands;  // carries out the commands of one step

  // ---- executions come and go
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
  /// Now, or as soon as the quota of state transitions lets it.
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
  TimePoint now_;  // of the call
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
