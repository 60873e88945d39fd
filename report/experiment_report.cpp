#include "report/experiment_report.hpp"

#include <algorithm>

#include "experiment/verdict.hpp"
#include "report/experiment_findings.hpp"
#include "terminal/exit_code.hpp"

namespace stepstorm::report {

using experiment::RunRecord;

Verdict verdict_of(const ExperimentReport& report) {
  const auto held = [](const auto& results, auto is_held) {
    return std::all_of(results.begin(), results.end(), is_held);
  };
  if (!held(invariants_of(report), [](const InvariantPair& pair) { return pair.held(); }))
    return Verdict::InvariantViolated;
  const bool thresholds = held(check_thresholds(*report.experiment, report.runs),
                               [](const experiment::ThresholdResult& result) { return result.held; });
  const bool hypothesis = held(check_hypothesis(*report.experiment, report.runs),
                               [](const experiment::ProbeResult& probe) { return probe.held(); });
  const bool guardrails =
      held(report.runs, [](const RunRecord& run) { return !run.stopped || !run.stopped->by_guardrail; });
  return thresholds && hypothesis && guardrails ? Verdict::Held : Verdict::DemandFailed;
}

int exit_code_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Held: return terminal::exit_held;
    case Verdict::DemandFailed: return terminal::exit_demand_failed;
    case Verdict::InvariantViolated: return terminal::exit_violated;
  }
  return terminal::exit_unusable;
}

int exit_code_of(const ExperimentReport& report) {
  const Verdict verdict = verdict_of(report);
  return verdict == Verdict::Held && !report.cut.empty() ? terminal::exit_unusable : exit_code_of(verdict);
}

}  // namespace stepstorm::report
