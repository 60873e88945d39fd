// A system of which theory knows the mean behaviour and, mostly, a recursion every single order.
//
// A heavily loaded queue changes slowly: hundreds of millions of orders are needed before its mean waiting time is known
// to 2 %. The recursion makes do with few simulated ones. Each simulated run is paired with the recursion on the same
// random numbers; what is estimated is the mean of their differences, plus the recursion's mean over many more runs of
// its own (a control variate). Both are independent, and their sum is an estimate of what the simulator does, whatever
// that is: where the two go different ways, it is off by as much, or its interval is wide.
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

/// What can be seen of a run, by either way of making it. Equal for a simulation and its recursion, to the nanosecond.
struct Observation {
  std::uint64_t started = 0;   // orders, measured
  std::uint64_t failed = 0;    // of them
  std::uint64_t attempts = 0;  // of all orders
  double open_mean = 0;
  metrics::Histogram response;              // of measured orders
  std::vector<metrics::Histogram> waiting;  // by station, of the measured orders' attempts
  friend bool operator==(const Observation&, const Observation&) = default;
};

/// Something that is known exactly.
struct Quantity {
  std::string name;
  std::string unit;
  double expected = 0;
  std::function<double(const Observation&)> of;
  /// Decided by few long busy periods: over short runs it is so skewed that Student's t promises too much. Left out of
  /// a quick selftest.
  bool rare = false;
};

struct Model {
  std::string title;
  double orders_per_second = 0;
  std::function<simulation::Scenario(const Period&)> scenario;
  std::function<Observation(const Period&, std::uint64_t seed)> recursion;  // where there is one
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

/// The quantities of a model, and whether its simulated orders are those of the recursion.
[[nodiscard]] Experiment experiment(Model model, const Effort& effort, const Options& options);

}  // namespace stepstorm::selftest
