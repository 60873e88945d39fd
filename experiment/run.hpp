// One run of an experiment, with its faults or without them, on one seed: what was measured, what was observed, and
// whether the invariants held. Equal arguments give equal results, to the byte.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "experiment/experiment.hpp"
#include "experiment/invariants.hpp"
#include "experiment/observation.hpp"
#include "experiment/stop_conditions.hpp"
#include "simulation/simulation.hpp"

namespace stepstorm::experiment {

enum class WithFaults : bool { No, Yes };

struct FaultCount {
  std::uint64_t offered = 0;
  std::uint64_t fired = 0;
};

struct RunRecord {
  simulation::SimulationResult result;
  Series series;
  std::vector<StateTotals> states;  // by state index
  std::map<Step, std::uint64_t> steps;
  std::array<PhaseTotals, phases.size()> by_phase;
  std::vector<Story> slowest;
  std::vector<Story> failed;
  std::vector<InvariantResult> invariants;
  std::vector<FaultCount> faults;  // by place in the plan
  std::optional<Stop> stopped;     // before its time: then orders may be open
};

/// After each interval, asked whether to go on.
using GoOn = std::function<bool(const simulation::Simulation&)>;

/// nullopt: told not to go on.
[[nodiscard]] std::optional<RunRecord> run(const Experiment& experiment,
                                           std::uint64_t seed,
                                           WithFaults faults,
                                           const GoOn& go_on);

}  // namespace stepstorm::experiment
