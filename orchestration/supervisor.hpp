// Decides what happens to the workers of one resource when one of them ends: who is stopped, who is started again and
// when, and when to give up. Told what has happened, it answers with commands; reads no clock, starts nothing itself.
// Source: Erlang/OTP supervisor behaviour (strategies, restart types, intensity); restart back-off is our addition.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "values/timestamp.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

enum class RestartStrategy {
  OneForOne,   // only the child that ended
  OneForAll,   // all children
  RestForOne,  // the child that ended and those started after it
};

enum class RestartType {
  Permanent,  // is always restarted
  Transient,  // is restarted when it ended abnormally
  Temporary,  // is never restarted
};

/// More than `restarts` restarts within `window` are too many: the resource is given up.
struct RestartIntensity {
  std::uint32_t restarts = 1;
  std::chrono::nanoseconds window = std::chrono::seconds{5};
};

/// The wait before a restart: `initial` for the first restart of a window, times `rate` for each further one, at most
/// `max`; with jitter, uniformly between none and that.
struct RestartBackoff {
  std::chrono::nanoseconds initial = std::chrono::milliseconds{100};
  double rate = 2.0;
  std::chrono::nanoseconds max = std::chrono::seconds{10};
  bool jitter = true;
};

struct SupervisorOptions {
  RestartStrategy strategy = RestartStrategy::OneForOne;
  RestartType restart = RestartType::Permanent;
  RestartIntensity intensity;
  RestartBackoff backoff;
  std::optional<std::chrono::nanoseconds> restore_after;  // absent: a given-up resource stays down until told otherwise
};

using ChildIndex = std::uint32_t;

/// Start this child, for the first time or again.
struct StartWorker {
  ChildIndex child = 0;
};
/// End this child; tell `exited` when it has.
struct StopWorker {
  ChildIndex child = 0;
};
/// Restarts were too many: the resource is down. Its remaining children are being stopped.
struct GiveUp {
  std::string cause;
};
/// The resource is up again; StartWorker for its children follows.
struct Restored {};

using SupervisorCommand = std::variant<StartWorker, StopWorker, GiveUp, Restored>;

enum class ExitKind { Normal, Abnormal };

class Supervisor {
 public:
  /// One child per element. `jitter` is the stream that back-offs draw from.
  Supervisor(const SupervisorOptions& options, std::vector<RestartType> children, world::Stream jitter);

  /// Each returns what is to be done now, in this order.
  [[nodiscard]] std::vector<SupervisorCommand> start();
  [[nodiscard]] std::vector<SupervisorCommand> exited(ChildIndex child, ExitKind kind, TimePoint now);
  [[nodiscard]] std::vector<SupervisorCommand> timers_due(TimePoint now);
  /// Does nothing unless the resource is down.
  [[nodiscard]] std::vector<SupervisorCommand> restore();

  /// When to call timers_due at the latest; never: there is no timer.
  [[nodiscard]] TimePoint next_timer() const;

  bool down() const { return down_; }

 private:
  enum class ChildState {
    Ended,  // will not be started again, or not before the resource is restored
    Running,
    Stopping,    // told to end, to be started again
    Discarding,  // told to end, for good
    Due,         // to be started at `restart_at`, once no child is Stopping
  };
  struct Child {
    RestartType restart;
    ChildState state = ChildState::Ended;
    TimePoint restart_at;
  };

  void restart(ChildIndex ended, TimePoint now);
  void stop_others(ChildIndex ended, TimePoint restart_at);
  void stop(ChildIndex child, TimePoint restart_at);
  void discard(ChildIndex child);
  void start(ChildIndex child);
  void start_due(TimePoint now);
  void give_up(TimePoint now);
  bool too_many_restarts(TimePoint now);
  std::chrono::nanoseconds backoff();
  bool any_stopping() const;
  std::vector<SupervisorCommand> take_commands();

  SupervisorOptions options_;
  std::vector<Child> children_;
  world::Stream jitter_;
  std::deque<TimePoint> restarts_;  // within the window
  std::optional<TimePoint> restore_at_;
  bool down_ = false;
  std::vector<SupervisorCommand> commands_;
};

}  // namespace stepstorm::orchestration
