// How time passes in an account: with the wall clock, or virtually, from one thing that is due to the next.
//
// On the virtual clock the account's engine belongs to one thread, the timeline's, and so does all that works with it:
// `post` is the way there. Time moves to what is due next when nothing else is left to do and nothing outside is waited
// for; what was posted goes first. On the wall clock `post` calls at once, and the engine runs by itself.
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

/// What stops a virtual clock that would go on for ever: so much between two things that are posted.
struct TimeBounds {
  std::chrono::nanoseconds time = std::chrono::days{366 * 20};
  std::uint64_t turns = 20'000'000;  // of actors
};

struct TimelineState {
  bool simulated = false;
  bool paused = false;
  std::string stopped;  // why a virtual clock does not go on though something is due; empty: it does
  TimePoint now;
  TimePoint next = never;  // when something is due; never on the wall clock
};

class Timeline {
 public:
  /// `waits` says whether something outside is waited for, so that virtual time must not move.
  Timeline(actors::System& engine, bool simulated, TimeBounds bounds, std::function<bool()> waits);
  ~Timeline();
  Timeline(const Timeline&) = delete;
  Timeline& operator=(const Timeline&) = delete;

  void post(std::function<void()> work);

  // ---- to be called by what was posted
  TimelineState state() const;
  void pause(bool paused) { paused_ = paused; }
  /// Moves virtual time by so much, even while an answer from outside is waited for; then calls `done`.
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

  // of the timeline's thread
  std::deque<Advance> advances_;
  bool paused_ = false;
  std::string stopped_;
  TimePoint quiet_since_;
  std::uint64_t turns_then_ = 0;
  std::thread thread_;  // last: it uses all the rest
};

}  // namespace stepstorm::api
