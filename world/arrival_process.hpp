// Arrival processes: how executions start over time, independent of how they end.
// Rates are arrivals per second, from 0 to 1,000 million. The constant rate and the trace are exact; the others are
// Poisson processes whose rate is given or itself random.
#pragma once

#include <array>
#include <optional>
#include <variant>
#include <vector>

#include "world/finding.hpp"
#include "world/time.hpp"

namespace stepstorm::world {

/// Evenly spaced, the first one after one interval.
struct ConstantRate {
  double per_second = 0;  // more than 0
};
struct PoissonArrivals {
  double per_second = 0;  // more than 0
};
/// The rate goes linearly from one value to the other; the process ends after `duration`.
struct Ramp {
  double from_per_second = 0;
  double to_per_second = 0;
  Duration duration{0};  // more than 0
};
/// As k6's ramping-arrival-rate: each stage goes linearly from the rate reached to its own. Ends after the last stage.
struct Stages {
  struct Stage {
    Duration duration{0};  // not negative; 0 is a jump
    double to_per_second = 0;
  };
  double from_per_second = 0;
  std::vector<Stage> stages;  // at least one takes time
};
/// Two rates in turn, each for an exponentially distributed time: a Markov-modulated Poisson process. Begins in its
/// stationary distribution.
struct OnOff {
  double on_per_second = 0;  // more than 0
  double off_per_second = 0;
  Duration mean_on{0};   // more than 0
  Duration mean_off{0};  // more than 0
};
/// A day that repeats: the rate at each full hour from 0:00, linear in between.
struct Diurnal {
  std::array<double, 24> per_second{};  // at least one is more than 0
};
struct Trace {
  std::vector<Time> times;  // not negative, never goes back
};

using ArrivalProcess = std::variant<ConstantRate, PoissonArrivals, Ramp, Stages, OnOff, Diurnal, Trace>;

/// The first thing wrong with it.
[[nodiscard]] std::optional<OptionFinding> check(const ArrivalProcess& process);

}  // namespace stepstorm::world
