// Collects a recursion's orders into an Observation, by the simulator's rules of measurement.
#pragma once

#include <cstddef>

#include "metrics/wide.hpp"
#include "selftest/model.hpp"

namespace stepstorm::selftest {

class OrderLog {
 public:
  OrderLog(const Period& period, std::size_t stations) : period_(period) { seen_.waiting.resize(stations); }

  /// Counts an attempt, also one that is refused.
  void attempt() { ++seen_.attempts; }
  /// Records that a server takes an attempt: when its order arrived, when the attempt was asked for, when service
  /// began.
  void taken(std::size_t station, world::Time arrived, world::Time asked, world::Time begun);
  void order(world::Time arrived, world::Time left, bool failed);

  [[nodiscard]] Observation observation() const;

 private:
  Period period_;
  Observation seen_;
  metrics::WideSum open_ = 0;
};

}  // namespace stepstorm::selftest
