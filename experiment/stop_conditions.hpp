// What ends a run with faults before its time: a threshold with k6's `abortOnFail` that does not hold of what was
// measured so far, or a guardrail that is left. Looked at when an interval of the experiment ends; what has measured
// nothing yet stops nothing.
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

/// The metrics of guardrails: response_time_ms, success_rate and failure_rate, of the orders that have ended within the
/// guardrail's span of time; open, of now. Beside them metrics of a part of the run, of what has become known in that time.
[[nodiscard]] const std::vector<std::string_view>& guardrail_metric_names();
/// What kind of metric it is; nothing is measured in it.
[[nodiscard]] metrics::Metric guardrail_kind(std::string_view metric);

/// Why a run was stopped.
struct Stop {
  world::Time at{0};
  bool by_guardrail = false;  // else by a threshold
  std::string metric;
  std::string expression;
  double value = 0;
  std::uint64_t open = 0;  // orders that had not ended
};

class StopConditions {
 public:
  /// The experiment and the selection must outlive them.
  StopConditions(const Experiment& experiment, Selection& selection);

  void ended(const orchestration::EndedExecution& ended);
  /// An interval has passed.
  [[nodiscard]] std::optional<Stop> interval_ended(const simulation::Simulation& simulation);
  /// So many intervals decide together; when nothing has happened in more, nothing is decided.
  /// Until then time alone may decide something.
  world::Time waits_for() const;
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
