// One worker: takes attempts, lets each take its service time, asks its behaviour what comes of it, and answers.
// Reads no clock and sends nothing itself: told the time, it collects what is to be sent. Keeps to the capacity that
// it announced only because its orchestrator does.
#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "faults/fault.hpp"
#include "messages/messages.hpp"
#include "orchestration/slab.hpp"
#include "orchestration/timer_heap.hpp"
#include "values/timestamp.hpp"
#include "workers/behaviour.hpp"
#include "workers/link.hpp"
#include "world/distribution.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

/// How a failure that a behaviour raises is put into the answer's cause.
enum class FailureForm {
  Lambda,  // {"errorMessage": ..., "errorType": ...} as text. Source: semantics.md 6.4
  Plain,   // the message itself
};

/// An error that an attempt ends with, instead of what the behaviour would do.
struct RandomError {
  std::string type;
  std::string message;
  double probability = 0;  // of all attempts; those of one worker sum to 1 at most
};

/// A function's environment serves one attempt at a time and is kept for the next; a new one has to be started first.
struct ColdStarts {
  world::Distribution time;  // is added to the service time
  std::chrono::nanoseconds keep_alive = std::chrono::minutes{10};
};

struct WorkerOptions {
  world::Distribution service_time;  // none
  std::vector<RandomError> errors;
  std::optional<ColdStarts> cold_starts;
  /// Whatever takes longer, or hangs, ends as Sandbox.Timedout: a Lambda function's own timeout, at most 15 minutes.
  std::chrono::nanoseconds time_limit = std::chrono::minutes{15};
  std::optional<std::chrono::nanoseconds> heartbeat_interval;  // absent: no heartbeats
};

/// What is drawn for an attempt comes from a stream named after it, so that it does not depend on which worker has it,
/// nor on what else that worker does. `resource`: the stream of its resource.
enum class Drawn : std::uint64_t { ServiceTime, Error, Choice, OutcomeTime, Template, AnswerDelay };
[[nodiscard]] world::Stream attempt_stream(
    const world::Stream& resource, std::uint64_t execution, std::uint32_t visit, std::uint32_t number, Drawn what);

/// What a worker wants to be sent to its orchestrator, and whether it has died. Answers come before the death.
struct WorkerOutput {
  messages::TaskAnswers answers;
  messages::Heartbeats heartbeats;
  std::optional<std::string> crash;  // the reason
};

class WorkerHost {
 public:
  /// `random`: of the resource. `faults`: what is planned to go wrong; null: nothing ever is.
  WorkerHost(WorkerOptions options,
             FailureForm failure_form,
             std::unique_ptr<Behaviour> behaviour,
             world::Stream random,
             std::uint32_t number = 0,
             std::shared_ptr<FaultSource> faults = nullptr);

  /// `wake` is called, on any thread, when timers_due is to be called for an outcome that was awaited.
  void wake_by(std::function<void()> wake) { behaviour_->wake_by(std::move(wake)); }

  void run(messages::RunTasks&& tasks, TimePoint now);
  /// Besides timers: what has become of attempts that were awaited.
  void timers_due(TimePoint now);
  /// When to call timers_due at the latest; possibly too early, not too late. never: there is no timer.
  [[nodiscard]] TimePoint next_timer() const {
    return link_ ? std::min(timers_.next(), link_->next_timer()) : timers_.next();
  }

  /// What has gathered and was not taken out yet.
  [[nodiscard]] WorkerOutput& output() { return output_; }

  /// Attempts sent here and not answered yet, those that a fault holds on their way among them; not those that it has
  /// accepted and is free of.
  std::size_t working() const { return work_.size() + (link_ ? link_->held() : 0) - accepted_.size(); }

  /// To be told of all answers that are taken out. How many of them end work; the others are of attempts that it had been
  /// free of since they were accepted.
  std::size_t count_ends(const messages::TaskAnswers& answers);

 private:
  struct Planned {
    std::shared_ptr<FaultInjector> plan;  // that what is injected points into
    Injection injected;
    std::optional<Outcome> late;  // what is to be answered later
  };
  struct Work {
    messages::Task task;
    TimePoint limit;
    std::unique_ptr<Planned> planned;  // null: nothing goes wrong
    bool accepted = false;             // and answered later
  };
  using Token = std::pair<std::uint32_t, std::uint32_t>;  // a task's: slot and generation
  enum class Due : std::uint32_t { Completion, Limit, Heartbeat, Answer };
  struct alignas(8) Timer {  // small and moved in one word: there is one for all that is worked on
    Timer() = default;
    Timer(SlabKey work, Due at) : slot(work.slot), due(at), generation(work.generation) { assert(slot == work.slot); }
    SlabKey work() const { return {slot, generation}; }  // which is over when a heartbeat is due too late

    std::uint32_t slot : 30 = 0;
    Due due : 2 = Due::Completion;
    std::uint32_t generation = 0;
  };

  FaultInjector* plan_for(const messages::RunTask& task);
  void receive(messages::RunTask&& task, TimePoint now);
  void arrive(messages::RunTask&& task, TimePoint now);
  void arrive_all(std::vector<messages::RunTask>&& tasks, TimePoint now);
  void begin(messages::RunTask&& task, TimePoint now);
  void begin(messages::RunTask&& task, const Injection& injected, TimePoint now);
  void work_on(messages::RunTask&& task, const Injection& injected, TimePoint now);
  void jump_clock(std::chrono::nanoseconds by, TimePoint now);
  Link& link(TimePoint now);
  void send_from(std::size_t first, TimePoint now);
  void complete(std::uint32_t held, TimePoint now);
  void complete_or_defer(Work&& work, TimePoint now);
  bool defer(Work& work, TimePoint now);
  void complete_planned(Work&& work, TimePoint now);
  void finish_planned(Work&& work, Outcome&& outcome, TimePoint now);
  void conclude_planned(Work&& work, Outcome&& outcome, TimePoint now);
  void conclude(Work&& work, Outcome&& outcome, TimePoint now);
  Outcome outcome_of(messages::Task& task, TimePoint now);
  world::Stream stream_of(const messages::Task& task, Drawn what) const;
  std::chrono::nanoseconds duration_of(const messages::Task& task, TimePoint now);
  std::chrono::nanoseconds service_time_of(const messages::Task& task, world::Stream& random);
  bool takes_warm_environment(TimePoint now);
  void keep_environment(TimePoint now);
  void do_at_once(messages::Task&& task, TimePoint now);
  void await(Work&& work, TimePoint now);
  void take_outcomes(TimePoint now);
  void take(LaterOutcome&& later, TimePoint now);
  void succeed(messages::TaskToken token, Payload&& output, TimePoint now);
  void answer(messages::TaskToken token, decltype(messages::TaskAnswer::result) result);
  messages::Failed failure(const Raise& raised) const;
  SlabKey hold(Work&& work, TimePoint at, Due due);
  Work let_go(std::uint32_t work);
  void fire_due(TimePoint now);
  void fire(const Timer& timer, TimePoint now);
  void send_heartbeat(SlabKey work, TimePoint now);
  void set_heartbeat(SlabKey work, TimePoint now);

  WorkerOptions options_;
  FailureForm failure_form_;
  std::unique_ptr<Behaviour> behaviour_;
  bool has_own_times_;     // the behaviour's tasks
  bool may_answer_later_;  // the behaviour
  world::Sampler service_time_;
  world::Sampler cold_start_;
  std::vector<TimePoint> idle_environments_;  // since when, the latest last
  world::Stream random_;
  std::uint32_t number_;  // within its resource
  std::shared_ptr<FaultSource> faults_;
  std::shared_ptr<FaultInjector> plan_;  // as it was last looked at
  Slab<Work> work_;
  std::map<Token, std::uint32_t> awaited_;  // where it lies in work_
  std::set<Token> accepted_;                // whose answers have not been taken out
  TimerHeap<Timer> timers_;
  std::unique_ptr<Link> link_;  // null until a fault holds a message
  WorkerOutput output_;
};

}  // namespace stepstorm::orchestration
