// One worker: takes attempts, waits for each one's service time, asks its behaviour for the outcome, and answers.
// Reads no clock and sends nothing itself: time is an argument, and messages are collected in `output`. Does not
// enforce its capacity; the orchestrator does.
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

namespace stepstorm::workers {

/// The form of the cause for a failure that a behaviour raises.
enum class FailureForm {
  Lambda,  // {"errorMessage": ..., "errorType": ...} as text. Source: semantics.md 6.4
  Plain,   // the message itself
};

/// A random error with which an attempt ends, instead of the behaviour's outcome.
struct RandomError {
  std::string type;
  std::string message;
  double probability = 0;  // share of all attempts; the sum for one worker is at most 1
};

/// A function's environment serves one attempt at a time and is kept for the next; an attempt that finds none starts
/// one.
struct ColdStarts {
  world::Distribution time;  // added to the service time
  std::chrono::nanoseconds keep_alive = std::chrono::minutes{10};
};

struct WorkerOptions {
  world::Distribution service_time;  // default: 0
  std::vector<RandomError> errors;
  std::optional<ColdStarts> cold_starts;
  /// A Lambda function's own timeout: an attempt that takes longer, or hangs, ends as Sandbox.Timedout. At most 15
  /// minutes.
  std::chrono::nanoseconds time_limit = std::chrono::minutes{15};
  std::optional<std::chrono::nanoseconds> heartbeat_interval;  // absent: no heartbeats
};

/// Draws for an attempt come from a stream named after it, and therefore do not depend on the worker or on its other
/// attempts. `resource`: the stream of the resource.
enum class Drawn : std::uint64_t { ServiceTime, Error, Choice, OutcomeTime, Template, AnswerDelay };
[[nodiscard]] world::Stream attempt_stream(
    const world::Stream& resource, std::uint64_t execution, std::uint32_t visit, std::uint32_t number, Drawn what);

/// Messages of a worker to its orchestrator, and whether the worker has died. Answers come before the death.
struct WorkerOutput {
  messages::TaskAnswers answers;
  messages::Heartbeats heartbeats;
  std::optional<std::string> crash;  // the reason
};

class WorkerHost {
 public:
  /// `random`: the stream of the resource. `faults`: null for no faults.
  WorkerHost(WorkerOptions options,
             FailureForm failure_form,
             std::unique_ptr<Behaviour> behaviour,
             world::Stream random,
             std::uint32_t number = 0,
             std::shared_ptr<faults::FaultSource> faults = nullptr);

  /// `wake` is called, on any thread, when there is an awaited outcome; call timers_due then.
  void wake_by(std::function<void()> wake) { behaviour_->wake_by(std::move(wake)); }

  void run(messages::RunTasks&& tasks, TimePoint now);
  /// Handles due timers and awaited outcomes.
  void timers_due(TimePoint now);
  /// Returns when to call timers_due at the latest; may be too early, never too late. `never` when there is no timer.
  [[nodiscard]] TimePoint next_timer() const {
    return link_ ? std::min(timers_.next(), link_->next_timer()) : timers_.next();
  }

  /// Messages that were collected and not taken yet.
  [[nodiscard]] WorkerOutput& output() { return output_; }

  /// Number of attempts sent here and not answered yet, including those that a fault holds on their way, without
  /// accepted ones, which do not occupy the worker.
  std::size_t working() const { return work_.size() + (link_ ? link_->held() : 0) - accepted_.size(); }

  /// Must be called with all answers that are taken. Returns the number of answers that free capacity; the others
  /// belong to accepted attempts, which did not occupy the worker.
  std::size_t count_ends(const messages::TaskAnswers& answers);

 private:
  struct Planned {
    std::shared_ptr<faults::FaultInjector> plan;  // keeps alive the targets of pointers in `injected`
    faults::Injection injected;
    std::optional<Outcome> late;  // the outcome of a delayed answer
  };
  struct Work {
    messages::Task task;
    TimePoint limit;
    std::unique_ptr<Planned> planned;  // null: nothing goes wrong
    bool accepted = false;             // to be answered later
  };
  using Token = std::pair<std::uint32_t, std::uint32_t>;  // a task's: slot and generation
  enum class Due : std::uint32_t { Completion, Limit, Heartbeat, Answer };
  struct alignas(8) Timer {  // fits one word: every attempt has one
    Timer() = default;
    Timer(orchestration::SlabKey work, Due at) : slot(work.slot), due(at), generation(work.generation) {
      assert(slot == work.slot);
    }
    orchestration::SlabKey work() const {
      return {slot, generation};
    }  // finds nothing when the work is over before a heartbeat is due

    std::uint32_t slot : 30 = 0;
    Due due : 2 = Due::Completion;
    std::uint32_t generation = 0;
  };

  faults::FaultInjector* plan_for(const messages::RunTask& task);
  void receive(messages::RunTask&& task, TimePoint now);
  void arrive(messages::RunTask&& task, TimePoint now);
  void arrive_all(std::vector<messages::RunTask>&& tasks, TimePoint now);
  void begin(messages::RunTask&& task, TimePoint now);
  void begin(messages::RunTask&& task, const faults::Injection& injected, TimePoint now);
  void work_on(messages::RunTask&& task, const faults::Injection& injected, TimePoint now);
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
  orchestration::SlabKey hold(Work&& work, TimePoint at, Due due);
  Work let_go(std::uint32_t work);
  void fire_due(TimePoint now);
  void fire(const Timer& timer, TimePoint now);
  void send_heartbeat(orchestration::SlabKey work, TimePoint now);
  void set_heartbeat(orchestration::SlabKey work, TimePoint now);

  WorkerOptions options_;
  FailureForm failure_form_;
  std::unique_ptr<Behaviour> behaviour_;
  bool has_own_times_;     // the behaviour's tasks
  bool may_answer_later_;  // the behaviour
  world::Sampler service_time_;
  world::Sampler cold_start_;
  std::vector<TimePoint> idle_environments_;  // idle since, the latest last
  world::Stream random_;
  std::uint32_t number_;  // within its resource
  std::shared_ptr<faults::FaultSource> faults_;
  std::shared_ptr<faults::FaultInjector> plan_;  // the plan last used
  orchestration::Slab<Work> work_;
  std::map<Token, std::uint32_t> awaited_;  // slot in work_
  std::set<Token> accepted_;                // accepted attempts whose answers have not been taken
  orchestration::TimerHeap<Timer> timers_;
  std::unique_ptr<Link> link_;  // null until a fault holds a message
  WorkerOutput output_;
};

}  // namespace stepstorm::workers
