// An experiment as data: a load simulation, its faults, and what must hold nevertheless.
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

/// Kills a worker at a planned time, idle or busy.
struct Kill {
  std::string fault;  // name of the fault
  world::Time at{0};
  orchestration::ResourceIndex resource = 0;
  std::uint32_t worker = 0;
};

using simulation::Demand;

/// Bounds of a metric; a run that leaves them is stopped.
struct Guardrail {
  std::string metric;
  metrics::Threshold bounds;
  world::Duration over = std::chrono::seconds{10};  // the window before now over which the metric is taken
};

/// A metric of the steady-state hypothesis, checked before, during and after the faults.
struct Probe {
  std::string name;
  std::string metric;
  std::vector<metrics::Threshold> tolerance;  // all must hold; at least one
  std::string tolerance_text;                 // as written in the file
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
  std::vector<std::string> measured;                   // further metrics of parts of the run
  world::Duration interval = std::chrono::seconds{1};  // of the time series, and of the checks whether to stop
};

/// Returns whether the experiment has thresholds, guardrails or a hypothesis. Invariants apply to every experiment.
[[nodiscard]] bool demands_anything(const Experiment& experiment);

/// The time from the beginning of the first fault to the end of the last one: "during" in a hypothesis. Within the
/// scenario's duration; without faults, both are its end.
struct FaultTime {
  world::Time begin{0};
  world::Time end{0};
};
[[nodiscard]] FaultTime fault_time(const Experiment& experiment);

}  // namespace stepstorm::experiment
