// Checks the demands of an experiment: thresholds on the whole run, and the steady-state hypothesis before, during and
// after the faults.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/experiment.hpp"
#include "experiment/run.hpp"
#include "metrics/threshold.hpp"

namespace stepstorm::experiment {

/// Returns the names of the metrics of a whole run, in the order of the documentation: response_time_ms, success_rate
/// ...
[[nodiscard]] const std::vector<std::string_view>& metric_names();
/// Returns the names of the metrics of a phase.
[[nodiscard]] const std::vector<std::string_view>& phase_metric_names();

/// Returns an empty metric of the right kind; nullopt when there is no metric with this name.
[[nodiscard]] std::optional<metrics::Metric> kind_of(std::string_view metric);

/// Returns an empty metric of the right kind for a metric of a part of a run; nullopt when there is none with this
/// name.
[[nodiscard]] std::optional<metrics::Metric> selected_kind_of(std::string_view metric);

/// Returns a run's metric; the name must exist, and a metric of a part of a run must be measured.
[[nodiscard]] metrics::Metric metric_of(std::string_view metric, const RunRecord& run);
[[nodiscard]] metrics::Metric metric_of(std::string_view metric, const PhaseTotals& phase);

struct ThresholdResult {
  std::string metric;
  std::string expression;
  std::optional<double> value;  // of the first run that violates it, else of the first run; nullopt: not measured
  bool held = false;
  bool aborted = false;  // the threshold has stopped a run
};

/// A threshold holds when it holds in every run.
[[nodiscard]] std::vector<ThresholdResult> check_thresholds(const Experiment& experiment,
                                                            std::span<const RunRecord> runs);

struct ProbeResult {
  std::string name;
  std::string metric;
  std::string tolerance;
  struct InPhase {
    std::optional<double> value;
    bool held = false;
  };
  std::array<InPhase, phases.size()> by_phase;  // a phase in which no order has ended holds

  bool held() const { return by_phase[0].held && by_phase[1].held && by_phase[2].held; }
};
[[nodiscard]] std::vector<ProbeResult> check_hypothesis(const Experiment& experiment, std::span<const RunRecord> runs);

/// An invariant or a demand that did not hold.
struct Failure {
  enum class Kind { Invariant, Demand };
  Kind kind = Kind::Demand;
  std::string name;  // equal in every run of the experiment
  std::string what;  // the details in this run

  /// Returns whether both have the same kind and name.
  bool is_like(const Failure& other) const { return kind == other.kind && name == other.name; }
};

/// Returns all failures of one run, violated invariants first.
[[nodiscard]] std::vector<Failure> failures(const Experiment& experiment, const RunRecord& run);

}  // namespace stepstorm::experiment
