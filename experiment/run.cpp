#include "experiment/run.hpp"

#include <algorithm>
#include <utility>

#include "simulation/stepping.hpp"

namespace stepstorm::experiment {
namespace {

using simulation::Simulation;

/// A quota delays executions by a time that the grammar of histories cannot know.
std::chrono::nanoseconds lateness_of(const simulation::Scenario& scenario) {
  const bool held_back = scenario.quotas && scenario.quotas->state_transition;
  return held_back ? std::chrono::hours{24} : std::chrono::hours{0};
}

/// Runs in steps: to the end of each interval, and to each planned death of a worker in between.
class Course {
 public:
  Course(const Experiment& experiment, std::uint64_t seed, WithFaults faults, const Stage& stage)
      : experiment_(experiment),
        with_faults_(faults == WithFaults::Yes),
        stage_(stage),
        observation_(experiment, stage.epoch),
        checker_(experiment, stage.epoch, std::max(stage.lateness, lateness_of(experiment.scenario))),
        selection_(experiment, stage.epoch, !stage.shell),
        parts_(experiment, stage.epoch, !stage.shell),
        stop_conditions_(experiment, selection_),
        simulation_(experiment.scenario, seed, options()) {}

  void go(const GoOn& go_on) {
    for (world::Time end = experiment_.interval; pass_interval(end, go_on); end = end_after(end)) {
      observe();
      if (with_faults_ && !cut_at_ && (stopped_ = stop_conditions_.interval_ended(simulation_)))
        return simulation_.cut_short();
    }
    observation_.interval_ended(simulation_, experiment_.scenario);
  }

  RunRecord record() {
    RunRecord record;
    record.result = simulation_.result();
    record.series = observation_.series();
    record.states = observation_.states();
    record.steps = observation_.steps();
    for (const Phase phase : phases) record.by_phase[static_cast<std::size_t>(phase)] = observation_.phase(phase);
    record.slowest = observation_.slowest();
    record.failed = observation_.failed();
    record.invariants = checker_.results(simulation_.so_far().started,
                                         simulation_.shell().ledger(),
                                         stopped_ || cut_at_ ? RunEnd::Stopped : RunEnd::Finished);
    record.selected = selection_.results(simulation_.shell().ledger().effects(), record.series.started.size());
    record.recovery = with_faults_ && !cut_at_ && !stopped_ ? selection_.recovery() : std::nullopt;
    record.parts = parts_.results(simulation_.shell().ledger().effects());
    record.faults = counts();
    record.stopped = stopped_;
    return record;
  }

 private:
  simulation::SimulationOptions options() {
    simulation::SimulationOptions options;
    if (with_faults_) options.faults = experiment_.faults;
    options.books_by_order = true;
    options.shell = stage_.shell;
    options.epoch = stage_.epoch;
    options.tell_taken = [this](const messages::RunTask& task, std::chrono::nanoseconds waited) {
      waits_.taken(task, waited);
    };
    options.tell_end = [this](const orchestration::EndedExecution& ended) {
      observation_.ended(ended);
      checker_.ended(ended);
      const auto visits = visits_in(ended, waits_.take(ended.execution.id));
      selection_.ended(ended, visits);
      parts_.ended(ended, visits);
      if (with_faults_) stop_conditions_.ended(ended);
    };
    return options;
  }

  /// Bounds the intervals of the series; later events count in the last one.
  std::size_t intervals_max() const {
    return 1'000 + 2 * static_cast<std::size_t>(experiment_.scenario.duration / experiment_.interval);
  }

  void observe() {
    if (intervals_ == intervals_max()) return;
    observation_.interval_ended(simulation_, experiment_.scenario);
    ++intervals_;
  }

  /// Returns the end of the next interval. After an idle stretch longer than a guardrail's window, skips idle
  /// intervals.
  world::Time end_after(world::Time end) {
    const world::Time next = next_end(end);
    empty_ = next > end + experiment_.interval ? empty_ + 1 : 0;
    if (end < stop_conditions_.waits_for() || empty_ <= stop_conditions_.looks_back())
      return end + experiment_.interval;
    auto skipped = next / experiment_.interval - end / experiment_.interval - 1;
    for (; skipped > 0 && intervals_ < intervals_max(); --skipped) observe();
    return next;
  }

  /// Returns the end of the interval of the next event.
  world::Time next_end(world::Time end) const {
    const auto& kills = experiment_.kills;
    const bool kills_next = with_faults_ && !cut_at_ && killed_ < kills.size();
    const world::Time next = simulation::next_step(simulation_, end, experiment_.interval);
    return kills_next ? std::min(next, simulation::step_with(kills[killed_].at, end, experiment_.interval)) : next;
  }

  /// Runs to the end of an interval. Returns false when the run is over or was given up.
  bool pass_interval(world::Time end, const GoOn& go_on) {
    for (world::Time until = simulation_.now(); until < end;) {
      until += std::min(end - until, stage_.slice);
      if (!pass(until, go_on) || !look(go_on)) return false;
    }
    return true;
  }

  /// Returns false when GoOn has returned false and the time for open orders is used up.
  bool look(const GoOn& go_on) {
    if (!cut_at_ && !go_on(simulation_)) cut_short();
    return !cut_at_ ||
           (simulation_.now() - *cut_at_ < stage_.grace && simulation_.work() - cut_work_ < stage_.grace_work);
  }

  void cut_short() {
    cut_at_ = simulation_.now();
    cut_work_ = simulation_.work();
    simulation_.cut_short();
  }

  /// Runs up to this instant. Returns false when the run is over.
  bool pass(world::Time until, const GoOn& go_on) {
    const auto look_around = [&] { return look(go_on); };
    const auto& kills = experiment_.kills;
    for (; with_faults_ && !cut_at_ && killed_ < kills.size() && kills[killed_].at <= until; ++killed_) {
      if (!simulation::pass_until(simulation_, kills[killed_].at, look_around)) return false;
      simulation_.kill_worker(kills[killed_].resource, kills[killed_].worker, "killed by " + kills[killed_].fault);
    }
    return simulation::pass_until(simulation_, until, look_around);
  }

  std::vector<FaultCount> counts() const {
    std::vector<FaultCount> counts(experiment_.faults.size());
    const auto counted = simulation_.shell().fault_counts();
    for (std::size_t index = 0; index < counted.size(); ++index)
      counts[index] = {counted[index].offered, counted[index].fired};
    return counts;
  }

  const Experiment& experiment_;
  bool with_faults_;
  const Stage& stage_;
  std::size_t killed_ = 0;
  std::optional<world::Time> cut_at_;
  std::uint64_t cut_work_ = 0;
  std::size_t intervals_ = 0;  // observed intervals
  std::size_t empty_ = 0;      // number of idle intervals at the end
  Observation observation_;
  InvariantChecker checker_;
  Waits waits_;
  Selection selection_;
  PartsObserver parts_;
  StopConditions stop_conditions_;
  std::optional<Stop> stopped_;
  Simulation simulation_;
};

}  // namespace

RunRecord run(
    const Experiment& experiment, std::uint64_t seed, WithFaults faults, const GoOn& go_on, const Stage& stage) {
  Course course{experiment, seed, faults, stage};
  course.go(go_on);
  return course.record();
}

tl::expected<RunRecord, NoRecord> run(const Experiment& experiment,
                                      std::uint64_t seed,
                                      WithFaults faults,
                                      const GoOn& go_on) {
  Stage stage;
  stage.grace = {};
  RunRecord record = run(experiment, seed, faults, go_on, stage);
  if (record.result.stuck) return tl::unexpected{NoRecord::Stuck};
  if (record.result.partial && !record.stopped) return tl::unexpected{NoRecord::ToldToEnd};
  return record;
}

}  // namespace stepstorm::experiment
