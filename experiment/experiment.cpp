#include "experiment/experiment.hpp"

#include <algorithm>

namespace stepstorm::experiment {

bool demands_anything(const Experiment& experiment) {
  return !experiment.scenario.thresholds.empty() || !experiment.guardrails.empty() ||
         !experiment.hypothesis.probes.empty();
}

FaultTime fault_time(const Experiment& experiment) {
  const world::Time whole = experiment.scenario.duration;
  FaultTime time{whole, world::Time{0}};
  const auto extend = [&](world::Time begin, world::Time end) {
    time.begin = std::min(time.begin, begin);
    time.end = std::max(time.end, std::min(end, whole));
  };
  for (const faults::Fault& fault : experiment.faults)
    extend(fault.window.begin, fault.window.duration ? fault.window.begin + *fault.window.duration : whole);
  for (const Kill& kill : experiment.kills) extend(kill.at, kill.at);
  return {time.begin, std::max(time.begin, time.end)};
}

}  // namespace stepstorm::experiment
