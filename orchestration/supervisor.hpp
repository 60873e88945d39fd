// Supervisor: decides what happens to the workers of one resource when a worker ends: which workers stop, which restart
// and when, and when to give up. Takes events and returns commands; reads no clock and starts nothing itself.
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

/// The resource is given up after more than `restarts` restarts within `window`.
struct RestartIntensity {
  std::uint32_t restarts = 1;
  std::chrono::nanoseconds window = std::chrono::seconds{5};
};

/// The delay before a restart: `initial` for the first restart in a window, multiplied by `rate` for each further one,
/// at most `max`. With jitter, drawn uniformly between zero and that delay.
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
  std::optional<std::chrono::nanoseconds> restore_after;  // absent: a given-up resource stays down until restore()
};

using ChildIndex = std::uint32_t;

/// Starts this child, for the first time or again.
struct StartWorker {
  ChildIndex child = 0;
};
/// Stops this child; call Supervisor::exited when it has ended.
struct StopWorker {
  ChildIndex child = 0;
};
/// Reports that the resource is down after too many restarts. Its remaining children are being stopped.
struct GiveUp {
  std::string cause;
};
/// Reports that the resource is up again; StartWorker for its children follows.
struct Restored {};

using SupervisorCommand = std::variant<StartWorker, StopWorker, GiveUp, Restored>;

enum class ExitKind { Normal, Abnormal };

class Supervisor {
 public:
  /// `children` has one element for each child. Restart delays draw from the stream `jitter`.
  Supervisor(const SupervisorOptions& options, std::vector<RestartType> children, world::Stream jitter);

  /// Each of these returns the commands to carry out now, in order.
  [[nodiscard]] std::vector<SupervisorCommand> start();
  [[nodiscard]] std::vector<SupervisorCommand> exited(ChildIndex child, ExitKind kind, TimePoint now);
  [[nodiscard]] std::vector<SupervisorCommand> timers_due(TimePoint now);
  /// Does nothing unless the resource is down.
  [[nodiscard]] std::vector<SupervisorCommand> restore();

  /// Returns the time by which to call timers_due; `never` without a timer.
  [[nodiscard]] TimePoint next_timer() const;

  bool down() const { return down_; }

 private:
  enum class ChildState {
    Ended,  // not to be started again, or not before the resource is restored
    Running,
    Stopping,    // told to stop; restarts afterwards
    Discarding,  // told to stop; does not restart
    Due,         // starts at `restart_at`, once no child is Stopping
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
