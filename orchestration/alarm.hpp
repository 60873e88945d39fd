// Alarm: tracks the wake-up messages in flight to one recipient, so that no more are sent than needed.
// A wake-up cannot be cancelled. A new one is sent only when a timer is due before every wake-up in flight; no wake-up
// is sent twice, however often nearer timers come and go before a far one.
#pragma once

#include <vector>

#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

class Alarm {
 public:
  /// Returns whether a wake-up must be sent for a timer due at `at`, and if so records it as in flight. `at` is `never`
  /// when there is no timer.
  [[nodiscard]] bool wants(TimePoint at) {
    if (at >= next_) return false;
    if (next_ != never) later_.push_back(next_);
    next_ = at;
    return true;
  }

  /// Records that a wake-up has arrived. Returns false when an earlier wake-up for the same instant already served it.
  bool rang(TimePoint now) {
    if (next_ > now) return false;
    next_ = never;
    for (; next_ == never && !later_.empty(); later_.pop_back())
      if (later_.back() > now) next_ = later_.back();
    return true;
  }

 private:
  TimePoint next_ = never;        // the earliest wake-up in flight
  std::vector<TimePoint> later_;  // the other wake-ups, latest first
};

}  // namespace stepstorm::orchestration
