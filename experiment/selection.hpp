// Measures metrics of parts of one run: those of a list of names, of the whole run, of its phases and over time.
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

/// What gathers of a metric in a short time.
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
  Gathered whole;                                // of what began in the measured time
  std::array<Gathered, phases.size()> by_phase;  // by when it began
  /// By interval in which it ended: the median of times, the share of a rate, the number per second of what is counted.
  std::vector<std::optional<double>> series;
  std::vector<std::optional<double>> series_p99;  // of times
};

/// The tags that an input has, by name.
[[nodiscard]] std::map<std::string, std::string> tags_of(const simulation::Scenario& scenario, const Json& input);

/// The names of all metrics that are measured so: those with labels that thresholds, hypothesis and guardrails have and
/// `experiment.measured` lists, and all of the hypothesis.
[[nodiscard]] std::vector<std::string> names_to_select(const Experiment& experiment);

class Selection {
 public:
  /// The experiment must outlive it. `knows_waits`: whether it is told how long attempts wait for workers; without that,
  /// there are no times of queueing and work.
  Selection(const Experiment& experiment, TimePoint epoch, bool knows_waits);

  /// `visits`: of the execution, those that it left. Children come before those that have started them, or else are not
  /// counted where the metric has a condition.
  void ended(const orchestration::EndedExecution& ended, const std::vector<StateVisit>& visits);

  /// Of what has ended so far; nullopt: it is none of those that are measured here.
  [[nodiscard]] std::optional<metrics::Metric> so_far(const std::string& name, double seconds) const;
  /// What has come to a metric since the last time.
  [[nodiscard]] Samples take_new(const std::string& name);
  /// By name; `intervals`: so many of the experiment's have passed.
  [[nodiscard]] std::map<std::string, Selected> results(const orchestration::EffectBook& book, std::size_t intervals);
  /// From the end of the last fault until each probe of the hypothesis holds in all ten intervals in a row that follow, of
  /// what ends in them, to the end of the load. nullopt: it never does, or there is nothing to recover from.
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
    std::set<std::uint64_t> orders;  // for which its conditions hold, of effects
  };
  struct Open {
    std::set<std::string> visited;
    std::map<std::string, std::vector<Sample>> pending;  // by metric, until it is known whether its conditions hold
  };

  void record(Slot& slot, const Sample& sample);
  void add_samples(const SelectedMetric& metric,
                   const orchestration::EndedExecution& ended,
                   const std::vector<StateVisit>& visits,
                   std::vector<Sample>& out) const;
  void conclude(const execution::Execution& execution, Open&& open);
  void count_effects(const orchestration::EffectBook& book);
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
