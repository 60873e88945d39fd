// Time for actors: dates for CAF's clock, and few wake-ups for all timers of an actor.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include <caf/actor_clock.hpp>

#include "messages/messages.hpp"
#include "orchestration/alarm.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::actors {

/// Maps the instants of CAF's clock, real or virtual, to dates.
struct Calendar {
  TimePoint date;  // the date of `instant`
  caf::actor_clock::time_point instant;

  TimePoint date_of(caf::actor_clock::time_point at) const { return date + (at - instant); }
  caf::actor_clock::time_point instant_of(TimePoint at) const { return instant + (at - date); }
};

/// The next due time of each actor on a virtual clock. CAF's own timers cannot be cancelled, so they include deadlines
/// that were already met, and time must not jump to those.
class DueTimes {
 public:
  std::size_t add() {
    times_.push_back(never);
    return times_.size() - 1;
  }
  void set(std::size_t actor, TimePoint at) { times_[actor] = at; }
  TimePoint earliest() const {
    const auto earliest = std::min_element(times_.begin(), times_.end());
    return earliest == times_.end() ? never : *earliest;
  }

 private:
  std::vector<TimePoint> times_;
};

/// The time settings that all actors of one system share.
struct Timing {
  Calendar calendar;
  std::chrono::nanoseconds slack{0};  // wake-ups are rounded up to a multiple of it, so that several become one
  std::shared_ptr<DueTimes> due{};    // null on the wall clock

  template <class Actor>
  TimePoint now(Actor* self) const {
    return calendar.date_of(self->clock().now());
  }
};

/// Wakes an actor for its earliest timer with as few CAF timers as possible: they are expensive and cannot be
/// cancelled.
class WakeUps {
 public:
  explicit WakeUps(const Timing& timing) : timing_(timing), actor_(timing.due ? timing.due->add() : 0) {}
  ~WakeUps() {
    if (timing_.due) timing_.due->set(actor_, never);
  }
  WakeUps(const WakeUps&) = delete;
  WakeUps& operator=(const WakeUps&) = delete;

  /// Call when a wake-up arrives; then call set() for the next one.
  void rang(TimePoint now) { static_cast<void>(alarm_.rang(now)); }

  template <class Actor>
  void set(Actor* self, TimePoint at) {
    if (at != never) at = put_off(at);
    if (timing_.due) timing_.due->set(actor_, at);
    if (alarm_.wants(at)) self->scheduled_send(self, timing_.calendar.instant_of(at), messages::WakeUp{});
  }

 private:
  TimePoint put_off(TimePoint at) const {
    if (timing_.slack.count() == 0) return at;
    const auto slots = (at.time_since_epoch() + timing_.slack - std::chrono::nanoseconds{1}) / timing_.slack;
    return TimePoint{slots * timing_.slack};
  }

  Timing timing_;
  std::size_t actor_;  // index into the due times
  orchestration::Alarm alarm_;
};

}  // namespace stepstorm::actors
