// An actor's relation to time: dates for CAF's clock, and one wake-up at a time for all timers of an actor.
#pragma once

#include <chrono>

#include <caf/actor_clock.hpp>

#include "messages/messages.hpp"
#include "orchestration/alarm.hpp"
#include "values/timestamp.hpp"

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

/// Lets CAF wake an actor up for its earliest timer: CAF's own timers are expensive and cannot be cancelled.
class WakeUps {
 public:
  explicit WakeUps(const Timing& timing) : timing_(timing) {}

  /// An actor that was woken up says so, and asks for the next wake-up afterwards.
  void rang(TimePoint now) { static_cast<void>(alarm_.rang(now)); }

  template <class Actor>
  void set(Actor* self, TimePoint at) {
    if (at != never) at = put_off(at);
    if (alarm_.wants(at)) self->scheduled_send(self, timing_.calendar.instant_of(at), messages::WakeUp{});
  }

 private:
  TimePoint put_off(TimePoint at) const {
    if (timing_.slack.count() == 0) return at;
    const auto slots = (at.time_since_epoch() + timing_.slack - std::chrono::nanoseconds{1}) / timing_.slack;
    return TimePoint{slots * timing_.slack};
  }

  Timing timing_;
  orchestration::Alarm alarm_;
};

}  // namespace stepstorm::actors
