// A system whose means are known exactly from theory, and for which usually a recursion computes every single order.
//
// A heavily loaded queue changes slowly: to know its mean waiting time to 2 % takes hundreds of millions of orders.
// With the recursion as a control variate, few simulated orders suffice. Each simulated run is paired with the
// recursion on the same random numbers; the estimate is the mean of their differences plus the recursion's mean over
// many more runs of its own. Both terms are independent, and their sum estimates the simulator's mean without assuming
// that the simulator is right: where simulator and recursion differ, the estimate differs from theory by as much, or
// its interval is wide.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "metrics/histogram.hpp"
#include "selftest/experiment.hpp"
#include "simulation/scenario.hpp"
#include "world/time.hpp"

namespace stepstorm::selftest {

/// Orders start until the end; those from the end of the warm-up on are measured.
struct Period {
  world::Time warm_up{0};
  world::Time end{0};
};

/// The observations of a run, simulated or by recursion. Equal for both, to the nanosecond.
struct Observation {
  std::uint64_t started = 0;   // orders, measured
  std::uint64_t failed = 0;    // measured orders that failed
  std::uint64_t attempts = 0;  // of all orders
  double open_mean = 0;
  metrics::Histogram response;              // of measured orders
  std::vector<metrics::Histogram> waiting;  // by station, of the measured orders' attempts
  friend bool operator==(const Observation&, const Observation&) = default;
};

/// A quantity whose exact value is known.
struct Quantity {
  std::string name;
  std::string unit;
  double expected = 0;
  std::function<double(const Observation&)> of;
  /// Dominated by few long busy periods: over short runs it is so skewed that Student's t intervals are too narrow.
  /// Left out of a quick selftest.
  bool rare = false;
};

struct Model {
  std::string title;
  double orders_per_second = 0;
  std::function<simulation::Scenario(const Period&)> scenario;
  std::function<Observation(const Period&, std::uint64_t seed)> recursion;  // may be empty
  std::vector<Quantity> quantities;
};

struct Runs {
  std::size_t count = 0;     // each with a seed of its own
  std::uint64_t orders = 0;  // measured, in each
  std::uint64_t warm_up = 0;
};

struct Effort {
  Runs simulated;
  Runs recursed;
};

/// Makes an experiment that checks a model's quantities, and that its simulated orders equal those of the recursion.
[[nodiscard]] Experiment experiment(Model model, const Effort& effort, const Options& options);

}  // namespace stepstorm::selftest
