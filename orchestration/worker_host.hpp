// One worker: takes attempts, lets each take its service time, asks its behaviour what comes of it, and answers.
// Reads no clock and sends nothing itself: told the time, it collects what is to be sent. Keeps to the capacity that
// it announced only because its orchestrator does.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "asl/timestamp.hpp"
#include "messages/messages.hpp"
#include "orchestration/behaviour.hpp"
#include "orchestration/service_time.hpp"
#include "orchestration/slab.hpp"
#include "orchestration/timer_wheel.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

/// How a failure that a behaviour raises is put into the answer's cause.
enum class FailureForm {
  Lambda,  // {"errorMessage": ..., "errorType": ...} as text. Source: semantics.md 6.4
  Plain,   // the message itself
};

struct WorkerOptions {
  ServiceTime service_time;  // none
  /// Whatever takes longer, or hangs, ends as Sandbox.Timedout: a Lambda function's own timeout, at most 15 minutes.
  std::chrono::nanoseconds time_limit = std::chrono::minutes{15};
  std::optional<std::chrono::nanoseconds> heartbeat_interval;  // absent: no heartbeats
};

/// What a worker wants to be sent to its orchestrator, and whether it has died. Answers come before the death.
struct WorkerOutput {
  messages::TaskAnswers answers;
  messages::Heartbeats heartbeats;
  std::optional<std::string> crash;  // the reason
};

class WorkerHost {
 public:
  WorkerHost(WorkerOptions options,
             FailureForm failure_form,
             std::unique_ptr<Behaviour> behaviour,
             world::Stream service_times,
             TimePoint now);

  void run(messages::RunTasks&& tasks, TimePoint now);
  void timers_due(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_timer() const;

  /// What has gathered since it was last asked.
  [[nodiscard]] WorkerOutput take_output();

  /// Attempts begun and not answered.
  std::size_t working() const { return work_.size(); }

 private:
  struct Work {
    messages::RunTask task;
    TimePoint limit;
    TimerHandle heartbeat;
  };
  enum class Due : std::uint8_t { Completion, Limit, Heartbeat };
  struct Timer {
    std::uint32_t work = 0;
    Due due = Due::Completion;
  };

  void begin(messages::RunTask&& task, TimePoint now);
  void complete(messages::RunTask&& task, TimePoint limit);
  void answer(messages::TaskToken token, decltype(messages::TaskAnswer::result) result);
  messages::Failed failure(const Raise& raised) const;
  std::uint32_t hold(messages::RunTask&& task, TimePoint limit, TimePoint at, Due due);
  messages::RunTask let_go(std::uint32_t work);
  void fire(const Timer& timer, TimePoint now);
  void send_heartbeat(std::uint32_t work, TimePoint now);
  void set_heartbeat(std::uint32_t work, TimePoint now);

  WorkerOptions options_;
  FailureForm failure_form_;
  std::unique_ptr<Behaviour> behaviour_;
  world::Stream service_times_;
  Slab<Work> work_;
  TimerWheel<Timer> timers_;
  WorkerOutput output_;
};

}  // namespace stepstorm::orchestration
