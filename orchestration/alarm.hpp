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
    if (at == never || (!on_their_way_.empty() && on_their_way_.back() <= at)) return false;
    on_their_way_.push_back(at);
    return true;
  }

  /// A wake-up has come. false: it is one of those that came before with another of its instant.
  bool rang(TimePoint now) {
    const bool expected = !on_their_way_.empty() && on_their_way_.back() <= now;
    while (!on_their_way_.empty() && on_their_way_.back() <= now) on_their_way_.pop_back();
    return expected;
  }

 private:
  std::vector<TimePoint> on_their_way_;  // each earlier than the one before it
};

}  // namespace stepstorm::orchestration
