// What a recursion sees of its orders, measured as the simulator measures.
#pragma once

#include <cstddef>

#include "metrics/wide.hpp"
#include "selftest/model.hpp"

namespace stepstorm::selftest {

class OrderLog {
 public:
  OrderLog(const Period& period, std::size_t stations) : period_(period) { seen_.waiting.resize(stations); }

  /// An attempt is made, whether or not there is room for it.
  void attempt() { ++seen_.attempts; }
  /// An attempt that was asked for by an order that had arrived then.
  void taken(std::size_t station, world::Time arrived, world::Time asked, world::Time begun);
  void order(world::Time arrived, world::Time left, bool failed);

  [[nodiscard]] Observation observation() const;

 private:
  Period period_;
  Observation seen_;
  metrics::WideSum open_ = 0;
};

}  // namespace stepstorm::selftest
