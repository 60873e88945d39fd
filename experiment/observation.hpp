// Observes one run of an experiment beyond a simulation's measurements: time series, totals of states, single orders,
// and the phases before, during and after the faults.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "execution/execution.hpp"
#include "experiment/experiment.hpp"
#include "metrics/histogram.hpp"
#include "orchestration/observer.hpp"
#include "simulation/simulation.hpp"

namespace stepstorm::experiment {

/// One value per interval, from the beginning to the end of the last order. Counts are those of the interval; levels
/// (queued, busy, open) are sampled at its end.
struct Series {
  struct Resource {
    std::string name;
    std::uint64_t servers = 0;
    std::vector<std::int64_t> queued;
    std::vector<std::int64_t> busy;
  };
  world::Duration interval{0};
  std::vector<std::uint64_t> started;
  std::vector<std::uint64_t> succeeded;
  std::map<std::string, std::vector<std::uint64_t>> failed;  // by error name
  std::vector<std::uint64_t> retries;
  std::vector<std::uint64_t> open;
  std::vector<std::optional<world::Duration>> response_p50;  // of orders that ended in the interval
  std::vector<std::optional<world::Duration>> response_p99;
  std::vector<Resource> resources;
};

/// Totals of one state, over orders and the children of their Distributed Maps. An attempt is one attempt at the work
/// of a Task, Parallel or Map state.
struct StateTotals {
  std::uint64_t entered = 0;
  std::uint64_t attempts = 0;
  std::uint64_t retries = 0;  // attempts after a failed one
  std::uint64_t failed = 0;   // failed attempts
  std::uint64_t caught = 0;   // exits through a catcher
  world::Duration time{0};    // sum over visits, from entering to leaving the state or to the end of the execution

  std::uint64_t retried() const { return retries; }
};

/// A transition from one state to another, or from a Parallel or Map to the first state inside.
struct StateTransition {
  asl::StateIndex from = 0;
  asl::StateIndex to = 0;
  bool by_catcher = false;
  friend auto operator<=>(const StateTransition&, const StateTransition&) = default;
};

/// One order, with its history, for the report.
struct Story {
  std::uint64_t order = 0;
  std::string execution;  // name of the execution
  world::Time started{0};
  world::Duration response{0};
  std::string status;
  std::string error;
  std::string cause;
  std::vector<std::string> history;  // one line per event
};
[[nodiscard]] Story story_of(const orchestration::EndedExecution& ended, TimePoint epoch);

/// Returns true for LambdaFunctionScheduled, ActivityScheduled and TaskScheduled.
[[nodiscard]] bool begins_attempt(execution::EventType type);
/// Returns true for LambdaFunctionFailed, ActivityTimedOut, TaskSubmitFailed ...
[[nodiscard]] bool fails_attempt(execution::EventType type);
/// Returns the error name of an event that fails an attempt.
[[nodiscard]] std::string error_of_attempt(const execution::HistoryEvent& event);
/// Returns whether the event begins, or ends with failure or success, the work of a Task, Parallel or Map.
[[nodiscard]] bool begins_work(execution::EventType type);
[[nodiscard]] bool ends_work(execution::EventType type);

enum class Phase { Before, During, After };
inline constexpr std::array phases{Phase::Before, Phase::During, Phase::After};
[[nodiscard]] Phase phase_at(const FaultTime& faults, world::Time time);
/// Returns the length of a phase within the load's duration, in seconds.
[[nodiscard]] double length_of(const Experiment& experiment, Phase phase);

/// Totals of the orders that started in one phase.
struct PhaseTotals {
  std::uint64_t succeeded = 0;
  std::uint64_t ended = 0;
  metrics::Histogram response;
  std::uint64_t succeeded_later = 0;  // succeeded after the phase
  std::uint64_t brought = 0;          // started before the phase, succeeded in it

  /// Returns the number of orders that succeeded in the phase, regardless of when they started.
  std::uint64_t served() const { return succeeded - succeeded_later + brought; }
};

/// Gathers the observations from ended executions.
class Observation {
 public:
  /// The experiment must outlive this object.
  Observation(const Experiment& experiment, TimePoint epoch);

  void ended(const orchestration::EndedExecution& ended);
  /// Called at the end of each interval.
  void interval_ended(const simulation::Simulation& simulation, const simulation::Scenario& scenario);

  const Series& series() const { return series_; }
  const std::vector<StateTotals>& states() const { return states_; }  // by state index of the scenario's machine
  const std::map<StateTransition, std::uint64_t>& steps() const { return steps_; }
  const PhaseTotals& phase(Phase phase) const { return phases_[static_cast<std::size_t>(phase)]; }
  /// Returns the slowest orders, slowest first.
  std::vector<Story> slowest() const;
  /// Returns the first order of each error name.
  const std::vector<Story>& failed() const { return failed_; }

 private:
  void count_states(const orchestration::EndedExecution& ended);
  void count_step(const orchestration::EndedExecution& ended, const execution::HistoryEvent& entered);
  void count_end(const execution::Execution& ended);
  void keep_story(const orchestration::EndedExecution& ended);
  Phase phase_at(world::Time time) const { return experiment::phase_at(faults_, time); }
  PhaseTotals& totals_of(Phase phase) { return phases_[static_cast<std::size_t>(phase)]; }

  const Experiment& experiment_;
  FaultTime faults_;
  TimePoint epoch_;
  Series series_;
  std::vector<StateTotals> states_;
  std::map<StateTransition, std::uint64_t> steps_;
  std::array<PhaseTotals, phases.size()> phases_;
  std::multimap<world::Duration, Story, std::greater<>> slowest_;
  std::vector<Story> failed_;

  // of the current interval
  std::uint64_t succeeded_ = 0;
  std::uint64_t retries_ = 0;
  std::map<std::string, std::uint64_t> errors_;
  metrics::Histogram response_;
  std::uint64_t started_before_ = 0;
};

}  // namespace stepstorm::experiment
