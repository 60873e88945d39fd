// One run of an experiment, with its faults or without them, on one seed: what was measured, what was observed, and
// whether the invariants held. In virtual time, equal arguments give equal results, to the byte.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include <tl/expected.hpp>

#include "experiment/experiment.hpp"
#include "experiment/invariants.hpp"
#include "experiment/observation.hpp"
#include "experiment/parts.hpp"
#include "experiment/selection.hpp"
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
  std::map<StateTransition, std::uint64_t> steps;
  std::array<PhaseTotals, phases.size()> by_phase;
  std::vector<Story> slowest;
  std::vector<Story> failed;
  std::vector<InvariantResult> invariants;
  std::map<std::string, Selected> selected;  // metrics of a part of the run, by name: those that are asked for
  Parts parts;
  std::optional<world::Duration> recovery;  // Selection::recovery
  std::vector<FaultCount> faults;           // by place in the plan
  std::optional<Stop> stopped;              // before its time: then orders may be open
};

/// After each interval or slice of one, and whenever much has been done, asked whether to go on.
using GoOn = std::function<bool(const simulation::Simulation&)>;

/// Where and when it runs: by default in the engine, in virtual time.
struct Stage {
  simulation::MakeShell shell;  // none: the engine
  TimePoint epoch = simulation::default_epoch;
  world::Duration slice = world::Duration::max();  // how long it may go on unasked; at most an interval
  world::Duration grace = world::Duration::max();  // for orders that are open when it is told not to go on
  std::uint64_t grace_work = 300'000;              // likewise, in Simulation::work: some tenths of a second
  std::chrono::nanoseconds lateness{0};            // by how much timers may go off late
};

/// Told not to go on, it starts no more orders and lets those end that are open. What was measured until then is a
/// partial result, and only orders that have ended are judged.
[[nodiscard]] RunRecord run(
    const Experiment& experiment, std::uint64_t seed, WithFaults faults, const GoOn& go_on, const Stage& stage);

enum class NoRecord {
  ToldToEnd,
  Stuck,  // in its load: no time passes any more
};

/// In the engine.
[[nodiscard]] tl::expected<RunRecord, NoRecord> run(const Experiment& experiment,
                                                    std::uint64_t seed,
                                                    WithFaults faults,
                                                    const GoOn& go_on);

}  // namespace stepstorm::experiment
