// The wake-ups of one party that are on their way: which one is wanted next, so that there are never more of them than
// needed. One cannot be called back; there is another one only when an earlier timer appears, and none is asked for
// twice, however often nearer timers come and go before a far one.
#pragma once

#include <vector>

#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

class Alarm {
 public:
  /// Whether a wake-up for what is due at `at` has to be sent; if so, it counts as on its way. never: nothing is due.
  [[nodiscard]] bool wants(TimePoint at) {
    if (at >= next_) return false;
    if (next_ != never) later_.push_back(next_);
    next_ = at;
    return true;
  }

  /// A wake-up has come. false: it is one of those that came before with another of its instant.
  bool rang(TimePoint now) {
    if (next_ > now) return false;
    next_ = never;
    for (; next_ == never && !later_.empty(); later_.pop_back())
      if (later_.back() > now) next_ = later_.back();
    return true;
  }

 private:
  TimePoint next_ = never;        // the earliest of those on their way
  std::vector<TimePoint> later_;  // the others, each earlier than the one before it
};

}  // namespace stepstorm::orchestration
