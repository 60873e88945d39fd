// Conditions that stop a run with faults early: a threshold with k6's `abortOnFail` that does not hold for the
// measurements so far, or a guardrail that is left. Checked at the end of each interval of the experiment; a metric
// without measurements stops nothing.
// Source: k6 documentation, "Thresholds", abortOnFail and delayAbortEval.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/experiment.hpp"
#include "experiment/selection.hpp"
#include "metrics/threshold.hpp"
#include "orchestration/observer.hpp"
#include "simulation/simulation.hpp"

namespace stepstorm::experiment {

/// The metrics of guardrails: response_time_ms, success_rate and failure_rate of the orders that have ended within the
/// guardrail's window; open, at the moment. In addition, metrics of a part of the run, over data that became known
/// within the window.
[[nodiscard]] const std::vector<std::string_view>& guardrail_metric_names();
/// Returns an empty metric of the right kind.
[[nodiscard]] metrics::Metric guardrail_kind(std::string_view metric);

/// Why a run was stopped.
struct Stop {
  world::Time at{0};
  bool by_guardrail = false;  // false: by a threshold
  std::string metric;
  std::string expression;
  double value = 0;
  std::uint64_t open = 0;  // orders that had not ended
};

class StopConditions {
 public:
  /// The experiment and the selection must outlive this object.
  StopConditions(const Experiment& experiment, Selection& selection);

  void ended(const orchestration::EndedExecution& ended);
  /// Called at the end of each interval; returns why to stop, if so.
  [[nodiscard]] std::optional<Stop> interval_ended(const simulation::Simulation& simulation);
  /// Until this time the passage of time alone may decide something.
  world::Time waits_for() const;
  /// The number of intervals that decide together; without events in more intervals, nothing is decided.
  std::size_t looks_back() const { return intervals_kept_; }

 private:
  struct Interval {
    std::uint64_t succeeded = 0;
    std::vector<world::Duration> responses;
    std::map<std::string, Samples> selected;  // by metric
  };

  std::optional<Stop> failed_threshold(const simulation::Simulation& simulation) const;
  std::optional<Stop> left_guardrail(const simulation::Simulation& simulation) const;
  std::optional<double> value_of(const Guardrail& guardrail, std::uint64_t open) const;

  std::optional<double> selected_value_of(const Guardrail& guardrail, std::size_t wanted) const;

  const Experiment& experiment_;
  Selection& selection_;
  std::size_t intervals_kept_ = 0;
  std::deque<Interval> intervals_;  // the last one has not ended
};

}  // namespace stepstorm::experiment
