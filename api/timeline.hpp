// The passage of time in an account: by the wall clock, or virtually, from one due event to the next.
//
// On the virtual clock the account's engine is used on one thread only, the timeline's; `post` queues work for it. Time
// jumps to the next due event when no work is left and the engine waits for nothing outside; posted work goes first. On
// the wall clock `post` calls the work at once, and the engine has its own threads.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "actors/system.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::api {

/// Stops a virtual clock that would run for ever: limits between two pieces of posted work.
struct TimeBounds {
  std::chrono::nanoseconds time = std::chrono::days{366 * 20};
  std::uint64_t turns = 20'000'000;  // activations of actors
};

struct TimelineState {
  bool simulated = false;
  bool paused = false;
  std::string stopped;  // why a virtual clock has stopped although an event is due; empty: it has not
  TimePoint now;
  TimePoint next = never;  // the next due event; `never` on the wall clock
};

class Timeline {
 public:
  /// `waits`: returns whether the engine waits for something outside, so that virtual time must not move.
  Timeline(actors::System& engine, bool simulated, TimeBounds bounds, std::function<bool()> waits);
  ~Timeline();
  Timeline(const Timeline&) = delete;
  Timeline& operator=(const Timeline&) = delete;

  void post(std::function<void()> work);

  // ---- to be called by posted work
  TimelineState state() const;
  void pause(bool paused) { paused_ = paused; }
  /// Moves virtual time by `by`, even while the engine waits for an answer from outside; then calls `done`.
  void advance(std::chrono::nanoseconds by, std::function<void()> done);

 private:
  struct Advance {
    TimePoint until;
    std::function<void()> done;
  };

  void run();
  bool do_posted();
  bool go_on();
  bool go_on_to(TimePoint until);
  bool exhausted();

  actors::System& engine_;
  const bool simulated_;
  const TimeBounds bounds_;
  const std::function<bool()> waits_;

  std::mutex mutex_;
  std::condition_variable something_posted_;
  std::deque<std::function<void()>> posted_;
  bool ending_ = false;

  // used on the timeline's thread only
  std::deque<Advance> advances_;
  bool paused_ = false;
  std::string stopped_;
  TimePoint quiet_since_;
  std::uint64_t turns_then_ = 0;
  std::thread thread_;  // last, because it uses all other members
};

}  // namespace stepstorm::api
