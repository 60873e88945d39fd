// TimerHeap: for few timers that are never cancelled. Scheduling and firing take logarithmic time in contiguous memory.
// Timers for the same instant fire in the order in which they were scheduled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

template <class Value>
class TimerHeap {
 public:
  std::size_t size() const { return timers_.size(); }

  void schedule(TimePoint at, Value value) { schedule(at, value, scheduled_++); }
  /// The same, with an explicit rank: for the same instant, a lower rank fires first.
  void schedule(TimePoint at, Value value, std::uint64_t rank) {
    std::size_t place = timers_.size();
    timers_.emplace_back();
    while (place > 0) {
      const std::size_t parent = (place - 1) / 2;
      if (!comes_first(at, rank, timers_[parent])) break;
      timers_[place] = timers_[parent];
      place = parent;
    }
    timers_[place].at = at;
    timers_[place].rank = rank;
    timers_[place].value = value;
  }

  /// Returns when the first timer is due; `never` without a timer.
  TimePoint next() const { return timers_.empty() ? never : timers_.front().at; }

  /// Removes the first timer and returns its value; requires that there is one.
  Value take_first() {
    const Value first = timers_.front().value;
    const Timer last = timers_.back();
    timers_.pop_back();
    if (timers_.empty())
      give_back_memory();
    else
      put_first(last);
    return first;
  }

 private:
  struct Timer {
    TimePoint at;
    std::uint64_t rank = 0;
    Value value{};
  };

  static bool comes_first(TimePoint at, std::uint64_t rank, const Timer& other) {
    return at != other.at ? at < other.at : rank < other.rank;
  }

  /// Puts the timer in place of the removed first one, and restores the heap.
  void put_first(const Timer& timer) {
    std::size_t place = 0;
    for (std::size_t child = 1; child < timers_.size(); child = 2 * place + 1) {
      if (child + 1 < timers_.size() && comes_first(timers_[child + 1].at, timers_[child + 1].rank, timers_[child]))
        ++child;
      if (comes_first(timer.at, timer.rank, timers_[child])) break;
      timers_[place] = timers_[child];
      place = child;
    }
    timers_[place] = timer;
  }

  /// Frees the memory that a burst of timers needed.
  void give_back_memory() {
    constexpr std::size_t kept_max = 1'024;  // timers
    if (timers_.capacity() > kept_max) timers_ = std::vector<Timer>{};
  }

  std::vector<Timer> timers_;  // a binary heap: no timer fires before its parent
  std::uint64_t scheduled_ = 0;
};

}  // namespace stepstorm::orchestration
