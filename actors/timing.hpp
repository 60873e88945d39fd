// An actor's relation to time: dates for CAF's clock, and one wake-up at a time for all timers of an actor.
#pragma once

#include <chrono>

#include <caf/actor_clock.hpp>

#include "asl/timestamp.hpp"
#include "messages/messages.hpp"

namespace stepstorm::actors {

/// Gives the instants of CAF's clock, real or virtual, a date.
struct Calendar {
  TimePoint date;  // when `instant` was
  caf::actor_clock::time_point instant;

  TimePoint date_of(caf::actor_clock::time_point at) const { return date + (at - instant); }
  caf::actor_clock::time_point instant_of(TimePoint at) const { return instant + (at - date); }
};

/// How actors of one system deal with time.
struct Timing {
  Calendar calendar;
  std::chrono::nanoseconds slack{0};  // wake-ups are put off to the next multiple of it, so that several become one

  template <class Actor>
  TimePoint now(Actor* self) const {
    return calendar.date_of(self->clock().now());
  }
};

/// Lets CAF wake an actor up for its earliest timer. CAF's timers are dear and cannot be cancelled: there is one per
/// actor, and one more only when an earlier timer appears. A wake-up that has become pointless does no harm.
class Alarm {
 public:
  explicit Alarm(const Timing& timing) : timing_(timing) {}

  /// Whoever was woken up says so, and sets the alarm again afterwards.
  void rang(TimePoint now) {
    if (set_to_ <= now) set_to_ = never;
  }

  template <class Actor>
  void set(Actor* self, TimePoint at) {
    if (at == never) return;
    at = put_off(at);
    if (set_to_ <= at) return;
    set_to_ = at;
    self->scheduled_send(self, timing_.calendar.instant_of(set_to_), messages::WakeUp{});
  }

 private:
  TimePoint put_off(TimePoint at) const {
    if (timing_.slack.count() == 0) return at;
    const auto slots = (at.time_since_epoch() + timing_.slack - std::chrono::nanoseconds{1}) / timing_.slack;
    return TimePoint{slots * timing_.slack};
  }

  Timing timing_;
  TimePoint set_to_ = never;
};

}  // namespace stepstorm::actors
