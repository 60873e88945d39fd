// The mean over time of an integer that changes in steps: queue length, busy workers, open executions.
// Exact: the area under the steps is a sum of integers, so that Little's law can be checked without tolerance.
// Pure: time is an argument and never goes back.
#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstdint>

#include "metrics/wide.hpp"

namespace stepstorm::metrics {

class TimeWeighted {
 public:
  using Time = std::chrono::nanoseconds;  // since an origin of the caller's choice

  /// The value is 0 from `begin` on.
  explicit TimeWeighted(Time begin = Time{0}) : begin_(begin), since_(begin) {}

  /// Sets the value from `now` on; it must not be negative.
  void set(Time now, std::int64_t value) {
    assert(value >= 0);
    area_ += area_since_change(now);
    since_ = now;
    value_ = value;
    max_ = std::max(max_, value);
  }
  void add(Time now, std::int64_t difference) { set(now, value_ + difference); }

  /// Forgets the past but keeps the value; called at the end of a warm-up.
  void restart(Time now);

  std::int64_t value() const { return value_; }
  /// The largest value since the beginning or the last restart, however briefly it held.
  std::int64_t max() const { return max_; }
  /// The mean from the beginning or the last restart until `now`; the value itself when no time has passed.
  double mean(Time now) const;
  /// Value times nanoseconds over the same span. For a number in system, this is the sum of the times spent in it.
  WideSum area(Time now) const { return area_ + area_since_change(now); }

 private:
  WideSum area_since_change(Time now) const {
    assert(now >= since_);
    return WideSum{static_cast<std::uint64_t>(value_)} * static_cast<std::uint64_t>((now - since_).count());
  }

  Time begin_;
  Time since_;  // when the value changed last
  WideSum area_ = 0;
  std::int64_t value_ = 0;
  std::int64_t max_ = 0;
};

}  // namespace stepstorm::metrics
