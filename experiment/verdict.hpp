// What was demanded of an experiment, and whether it was so: thresholds on the whole run, and a steady-state hypothesis
// before, during and after the faults.
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

/// The metrics of a whole run by name, in the order in which they are documented: response_time_ms, success_rate ...
[[nodiscard]] const std::vector<std::string_view>& metric_names();
/// Those that are known of each phase.
[[nodiscard]] const std::vector<std::string_view>& phase_metric_names();

/// What kind of metric it is; nothing is measured in it. nullopt: there is none of that name.
[[nodiscard]] std::optional<metrics::Metric> kind_of(std::string_view metric);

/// The kind of a metric of a part of a run; nullopt: it is none.
[[nodiscard]] std::optional<metrics::Metric> selected_kind_of(std::string_view metric);

/// A run's metric of that name, which there must be; of a part of a run, one that is measured.
[[nodiscard]] metrics::Metric metric_of(std::string_view metric, const RunRecord& run);
[[nodiscard]] metrics::Metric metric_of(std::string_view metric, const PhaseTotals& phase);

struct ThresholdResult {
  std::string metric;
  std::string expression;
  std::optional<double>
      value;  // of the run in which it does not hold, else of the first; nullopt: nothing was measured
  bool held = false;
  bool aborted = false;  // it has stopped a run
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

/// Something that did not hold.
struct Failure {
  enum class Kind { Invariant, Demand };
  Kind kind = Kind::Demand;
  std::string name;  // what did not hold: the same words in every run of the experiment
  std::string what;  // how it showed

  /// Whether both are about the same thing.
  bool is_like(const Failure& other) const { return kind == other.kind && name == other.name; }
};

/// All that did not hold of one run; violated invariants first.
[[nodiscard]] std::vector<Failure> failures(const Experiment& experiment, const RunRecord& run);

}  // namespace stepstorm::experiment
