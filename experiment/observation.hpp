// What is observed of one run of an experiment, beyond what a simulation measures: time series, what each state did,
// orders worth looking at, and the phases before, during and after the faults.
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

/// One value for each interval of time, from the beginning to the end of the last order. What is counted is counted in
/// the interval in which it happened; what is a level is looked at when the interval ends.
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
  std::vector<std::optional<world::Duration>> response_p50;  // of orders that have ended in the interval
  std::vector<std::optional<world::Duration>> response_p99;
  std::vector<Resource> resources;
};

/// What one state did, in orders and in the children of their Distributed Maps. An attempt is one at the work of a Task,
/// a Parallel or a Map state.
struct StateTotals {
  std::uint64_t entered = 0;
  std::uint64_t attempts = 0;
  std::uint64_t retries = 0;  // attempts after one that has failed
  std::uint64_t failed = 0;   // attempts
  std::uint64_t caught = 0;   // left by a catcher
  world::Duration time{0};    // from entering it to leaving it, or to the end of the execution; of all of them

  std::uint64_t retried() const { return retries; }
};

/// From one state to another, or from a Parallel or Map to the first state inside.
struct StateTransition {
  asl::StateIndex from = 0;
  asl::StateIndex to = 0;
  bool by_catcher = false;
  friend auto operator<=>(const StateTransition&, const StateTransition&) = default;
};

/// One order that a person may want to look at.
struct Story {
  std::uint64_t order = 0;
  std::string execution;  // its name
  world::Time started{0};
  world::Duration response{0};
  std::string status;
  std::string error;
  std::string cause;
  std::vector<std::string> history;  // a line for each event
};
[[nodiscard]] Story story_of(const orchestration::EndedExecution& ended, TimePoint epoch);

/// LambdaFunctionScheduled, ActivityScheduled or TaskScheduled.
[[nodiscard]] bool begins_attempt(execution::EventType type);
/// LambdaFunctionFailed, ActivityTimedOut, TaskSubmitFailed ...
[[nodiscard]] bool fails_attempt(execution::EventType type);
/// The error's name of an event that fails an attempt.
[[nodiscard]] std::string error_of_attempt(const execution::HistoryEvent& event);
/// The same of the work of Tasks, Parallels and Maps; it ends by failing or succeeding.
[[nodiscard]] bool begins_work(execution::EventType type);
[[nodiscard]] bool ends_work(execution::EventType type);

enum class Phase { Before, During, After };
inline constexpr std::array phases{Phase::Before, Phase::During, Phase::After};
[[nodiscard]] Phase phase_at(const FaultTime& faults, world::Time time);
/// Of a phase, in seconds of the load's time.
[[nodiscard]] double length_of(const Experiment& experiment, Phase phase);

/// Orders by the phase in which they started.
struct PhaseTotals {
  std::uint64_t succeeded = 0;
  std::uint64_t ended = 0;
  metrics::Histogram response;
  std::uint64_t succeeded_later = 0;  // of those that succeeded, after the phase
  std::uint64_t brought = 0;          // started before the phase, succeeded in it

  /// Orders that have succeeded in the phase, whenever they started.
  std::uint64_t served() const { return succeeded - succeeded_later + brought; }
};

/// Gathers it all from ended executions.
class Observation {
 public:
  /// The experiment must outlive it.
  Observation(const Experiment& experiment, TimePoint epoch);

  void ended(const orchestration::EndedExecution& ended);
  /// An interval has passed.
  void interval_ended(const simulation::Simulation& simulation, const simulation::Scenario& scenario);

  const Series& series() const { return series_; }
  const std::vector<StateTotals>& states() const { return states_; }  // by state index of the scenario's machine
  const std::map<StateTransition, std::uint64_t>& steps() const { return steps_; }
  const PhaseTotals& phase(Phase phase) const { return phases_[static_cast<std::size_t>(phase)]; }
  /// The slowest first; and of each error name the first.
  std::vector<Story> slowest() const;
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

  // of the interval that has not ended yet
  std::uint64_t succeeded_ = 0;
  std::uint64_t retries_ = 0;
  std::map<std::string, std::uint64_t> errors_;
  metrics::Histogram response_;
  std::uint64_t started_before_ = 0;
};

}  // namespace stepstorm::experiment
