// Measures a list of metrics of parts of one run: for the whole run, by phase and over time.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "books/effect_book.hpp"
#include "experiment/experiment.hpp"
#include "experiment/observation.hpp"
#include "experiment/selected_metric.hpp"
#include "experiment/state_visits.hpp"
#include "metrics/threshold.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {

/// Samples of a metric within a short time.
struct Samples {
  std::vector<world::Duration> times;
  std::uint64_t count = 0;
  std::uint64_t total = 0;

  void record(std::optional<world::Duration> time, bool hit);
  void add_to(Gathered& out) const;
};

/// A metric of a part of a run.
struct Selected {
  SelectedMetric metric;
  Gathered whole;                                // samples that began in the measured time
  std::array<Gathered, phases.size()> by_phase;  // by the phase in which they began
  /// By the interval in which the sample ended: the median of times, the share of a rate, or the count per second.
  std::vector<std::optional<double>> series;
  std::vector<std::optional<double>> series_p99;  // of times
};

/// Returns the tags of an input, by name.
[[nodiscard]] std::map<std::string, std::string> tags_of(const simulation::Scenario& scenario, const Json& input);

/// Returns the names of the metrics to select: those with labels in thresholds, hypothesis, guardrails and
/// `experiment.measured`, and all metrics of the hypothesis.
[[nodiscard]] std::vector<std::string> names_to_select(const Experiment& experiment);

class Selection {
 public:
  /// The experiment must outlive this object. `knows_waits`: whether the waiting times of attempts are known; otherwise
  /// there are no times of queueing and work.
  Selection(const Experiment& experiment, TimePoint epoch, bool knows_waits);

  /// `visits`: the execution's completed visits. Children must end before the executions that have started them;
  /// otherwise they are not counted in metrics with conditions.
  void ended(const orchestration::EndedExecution& ended, const std::vector<StateVisit>& visits);

  /// Returns a metric over the executions that have ended so far; nullopt when it is not measured here.
  [[nodiscard]] std::optional<metrics::Metric> so_far(const std::string& name, double seconds) const;
  /// Returns the samples of a metric since the last call.
  [[nodiscard]] Samples take_new(const std::string& name);
  /// Returns all metrics by name; `intervals`: number of intervals that have passed.
  [[nodiscard]] std::map<std::string, Selected> results(const books::EffectBook& book, std::size_t intervals);
  /// Returns the time from the end of the last fault to the first interval from which on each probe of the hypothesis
  /// holds in every ten consecutive intervals up to the end of the load, over samples that end in them. nullopt: there
  /// is no such interval, or nothing to recover from.
  [[nodiscard]] std::optional<world::Duration> recovery() const;

 private:
  struct Sample {
    TimePoint began;
    TimePoint ended;
    std::optional<world::Duration> time;
    bool hit = true;
  };
  struct Slot {
    SelectedMetric metric;
    Gathered whole;
    std::array<Gathered, phases.size()> by_phase;
    std::vector<Samples> intervals;
    Samples fresh;
    std::set<std::uint64_t> orders;  // of effects: orders for which the conditions hold
  };
  struct Open {
    std::set<std::string> visited;
    std::map<std::string, std::vector<Sample>> pending;  // by metric, until its conditions are decided
  };

  void record(Slot& slot, const Sample& sample);
  void add_samples(const SelectedMetric& metric,
                   const orchestration::EndedExecution& ended,
                   const std::vector<StateVisit>& visits,
                   std::vector<Sample>& out) const;
  void conclude(const execution::Execution& execution, Open&& open);
  void count_effects(const books::EffectBook& book);
  bool holds_in(const Probe& probe, std::size_t first, std::size_t count) const;
  std::size_t interval_of(TimePoint at) const;

  const Experiment& experiment_;
  FaultTime faults_;
  TimePoint epoch_;
  bool knows_waits_;
  bool counted_effects_ = false;
  std::map<std::string, Slot> slots_;
  std::map<std::uint64_t, Open> open_;  // by order
};

}  // namespace stepstorm::experiment
