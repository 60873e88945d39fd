// An experiment as data: a load simulation, what goes wrong in it, and what must hold nevertheless.
// `config/experiment_file` reads it; `experiment/run` runs it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/own_invariant.hpp"
#include "faults/fault.hpp"
#include "metrics/threshold.hpp"
#include "orchestration/binding.hpp"
#include "simulation/scenario.hpp"

namespace stepstorm::experiment {

/// A worker dies at a planned time, whatever it is doing.
struct Kill {
  std::string fault;  // whose plan it is part of
  world::Time at{0};
  orchestration::ResourceIndex resource = 0;
  std::uint32_t worker = 0;
};

using simulation::Demand;

/// Bounds that a metric must not leave, lest the run be stopped.
struct Guardrail {
  std::string metric;
  metrics::Threshold bounds;
  world::Duration over = std::chrono::seconds{10};  // the span of time before now that is looked at
};

/// What is normal, before, during and after the faults.
struct Probe {
  std::string name;
  std::string metric;
  std::vector<metrics::Threshold> tolerance;  // all of them; at least one
  std::string tolerance_text;                 // as it was written
};
struct Hypothesis {
  std::string title;
  std::vector<Probe> probes;
};

struct Experiment {
  simulation::Scenario scenario;
  std::string description;
  faults::FaultPlan faults;
  std::vector<Kill> kills;  // in order of time
  Hypothesis hypothesis;
  std::vector<OwnInvariant> invariants = {};
  std::vector<Guardrail> guardrails;
  std::vector<std::string> measured;                   // metrics of a part of the run that are wanted besides
  world::Duration interval = std::chrono::seconds{1};  // of the time series, and of looking whether to stop
};

/// Whether it says what must be: by thresholds, guardrails or a hypothesis. Invariants must hold of every one.
[[nodiscard]] bool demands_anything(const Experiment& experiment);

/// From the beginning of the first fault to the end of the last one: what a hypothesis calls "during". Both ends lie
/// within the scenario's duration; without faults they are both its end.
struct FaultTime {
  world::Time begin{0};
  world::Time end{0};
};
[[nodiscard]] FaultTime fault_time(const Experiment& experiment);

}  // namespace stepstorm::experiment
