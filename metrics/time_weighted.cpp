#include "metrics/time_weighted.hpp"

namespace stepstorm::metrics {

void TimeWeighted::restart(Time now) {
  assert(now >= since_);
  begin_ = now;
  since_ = now;
  area_ = 0;
  max_ = value_;
}

double TimeWeighted::mean(Time now) const {
  if (now == begin_) return static_cast<double>(value_);
  return static_cast<double>(area(now)) / static_cast<double>((now - begin_).count());
}

}  // namespace stepstorm::metrics
