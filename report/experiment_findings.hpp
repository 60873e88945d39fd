// Findings of an experiment over all of its runs: the words and numbers that its page and its JSON share.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "faults/fault.hpp"
#include "report/experiment_report.hpp"

namespace stepstorm::report {

inline constexpr std::array<std::string_view, 3> phase_names{"before", "during", "after"};

/// One invariant's results over all replications: experiment and control.
struct InvariantPair {
  experiment::InvariantResult experiment;
  std::optional<experiment::InvariantResult> control;

  bool held() const { return experiment.violations == 0 && (!control || control->violations == 0); }
  /// Returns whether the invariant held, but was checked on nothing or on only a part in the experiment.
  bool is_undecided() const { return held() && experiment.is_undecided(); }
};
[[nodiscard]] std::vector<InvariantPair> invariants_of(const ExperimentReport& report);

/// A figure compared between experiment and control.
struct Measure {
  std::string name;
  std::function<double(const simulation::SimulationResult&)> of;
  std::string (*text)(double);
  bool always = true;  // false: shown only when it is not zero
};
/// Returns the measures that apply to these runs.
[[nodiscard]] std::vector<Measure> measures_of(const ExperimentReport& report);
[[nodiscard]] std::vector<double> values(const std::vector<experiment::RunRecord>& runs, const Measure& measure);
/// Returns the mean; 0 for an empty list.
[[nodiscard]] double mean(const std::vector<double>& all);

/// Returns part / whole; 0 when `whole` is 0.
[[nodiscard]] double share(std::uint64_t part, std::uint64_t whole);

/// The worker deaths of one fault with a name, reported on one line.
struct KillSummary {
  std::string fault;
  std::string resource;
  world::Time first{0};
  world::Time last{0};
  std::uint64_t count = 0;
};
[[nodiscard]] std::vector<KillSummary> kill_summaries(const experiment::Experiment& experiment);
/// Returns the counts of all runs together, in the order of the fault plan.
[[nodiscard]] std::vector<experiment::FaultCount> fault_counts(const ExperimentReport& report);

/// Returns the runs that the guardrail stopped.
[[nodiscard]] std::vector<const experiment::RunRecord*> stopped_by(const experiment::Guardrail& guardrail,
                                                                   const ExperimentReport& report);

// ---- in words

/// Returns the number as `%.6g`; where that has an exponent, with 9 decimals (below 1) or none.
[[nodiscard]] std::string formatted_number(double number);
/// Returns `stopped at 1 min 05 s by the guardrail success_rate rate>0.5: it is 0.42; 37 orders were open, seed 7`.
[[nodiscard]] std::string stop_text(const experiment::RunRecord& run);
[[nodiscard]] std::string verdict_text(const ExperimentReport& report);
[[nodiscard]] std::string number_or_none(const std::optional<double>& value);
/// Returns `5,876 books checked` or `349 of 5,876 books`, and how many orders were open and therefore not judged.
[[nodiscard]] std::string checked_text(const experiment::InvariantResult& result);
[[nodiscard]] std::string guardrail_span(const experiment::Guardrail& guardrail);
[[nodiscard]] std::string window_text(const faults::FaultWindow& window);
[[nodiscard]] std::string target_text(const faults::FaultTarget& target);

}  // namespace stepstorm::report
