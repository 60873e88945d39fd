#include "selftest/order_log.hpp"

#include <algorithm>

namespace stepstorm::selftest {

void OrderLog::taken(std::size_t station, world::Time arrived, world::Time asked, world::Time begun) {
  if (arrived >= period_.warm_up) seen_.waiting[station].record(begun - asked);
}

void OrderLog::order(world::Time arrived, world::Time left, bool failed) {
  const auto measured = std::min(left, period_.end) - std::max(arrived, period_.warm_up);
  if (measured.count() > 0) open_ += static_cast<std::uint64_t>(measured.count());
  if (arrived < period_.warm_up) return;
  ++seen_.started;
  if (failed) ++seen_.failed;
  seen_.response.record(left - arrived);
}

Observation OrderLog::observation() const {
  Observation seen = seen_;
  seen.open_mean = static_cast<double>(open_) / world::ns(period_.end - period_.warm_up);
  return seen;
}

}  // namespace stepstorm::selftest
