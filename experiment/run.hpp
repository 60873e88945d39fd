// Runs an experiment once, with or without its faults, on one seed. Returns measurements, observations, and the
// results of the invariants. In virtual time, equal arguments give equal results, byte for byte.
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
  std::map<std::string, Selected> selected;  // requested metrics of parts of the run, by name
  Parts parts;
  std::optional<world::Duration> recovery;  // Selection::recovery
  std::vector<FaultCount> faults;           // in the order of the fault plan
  std::optional<Stop> stopped;              // if stopped early; orders may then be open
};

/// Returns whether to go on; called after each interval or slice, and regularly while much work is done.
using GoOn = std::function<bool(const simulation::Simulation&)>;

/// Where and when an experiment runs: by default in the engine, in virtual time.
struct Stage {
  simulation::MakeShell shell;  // empty: the engine
  TimePoint epoch = simulation::default_epoch;
  world::Duration slice = world::Duration::max();  // the longest time between calls of GoOn; at most an interval
  world::Duration grace = world::Duration::max();  // for open orders after the run was told to stop
  std::uint64_t grace_work = 300'000;              // the same limit in Simulation::work: tenths of a second
  std::chrono::nanoseconds lateness{0};            // how late timers may fire
};

/// When GoOn returns false, the run starts no more orders and lets open ones end. The result is then partial, and only
/// ended orders are judged.
[[nodiscard]] RunRecord run(
    const Experiment& experiment, std::uint64_t seed, WithFaults faults, const GoOn& go_on, const Stage& stage);

enum class NoRecord {
  ToldToEnd,
  Stuck,  // the load starts orders without end, so that no time passes
};

/// Runs in the engine, in virtual time.
[[nodiscard]] tl::expected<RunRecord, NoRecord> run(const Experiment& experiment,
                                                    std::uint64_t seed,
                                                    WithFaults faults,
                                                    const GoOn& go_on);

}  // namespace stepstorm::experiment
