#include "report/experiment_checks.hpp"

#include <algorithm>
#include <utility>

#include "experiment/verdict.hpp"
#include "report/experiment_findings.hpp"
#include "values/words.hpp"

namespace stepstorm::report {
namespace {

using Result = Check::Result;

Result failed_unless(bool held) { return held ? Result::Held : Result::Failed; }

Check check_of(const experiment::ThresholdResult& result) {
  return {"thresholds",
          result.metric + ' ' + result.expression,
          failed_unless(result.held),
          number_or_none(result.value),
          {}};
}

void add_demands(const ExperimentReport& report, std::vector<Check>& out) {
  for (const auto& result : check_thresholds(*report.experiment, report.runs)) out.push_back(check_of(result));
  for (const auto& probe : check_hypothesis(*report.experiment, report.runs)) {
    std::string text;
    for (std::size_t phase = 0; phase < phase_names.size(); ++phase)
      text += (phase == 0 ? "" : ", ") + number_or_none(probe.by_phase[phase].value) + ' ' +
              std::string{phase_names[phase]} + " the faults";
    out.push_back({"hypothesis", probe.name + ' ' + probe.tolerance, failed_unless(probe.held()), text, {}});
  }
  for (const auto& guardrail : report.experiment->guardrails) {
    const auto stopped = stopped_by(guardrail, report);
    out.push_back({"guardrails",
                   guardrail.metric + ' ' + guardrail.bounds.text,
                   failed_unless(stopped.empty()),
                   stopped.empty() ? guardrail_span(guardrail) : stop_text(*stopped.front()),
                   {}});
  }
}

Check check_of(const InvariantPair& pair) {
  Check check{"invariants",
              pair.experiment.name,
              pair.is_undecided() ? Result::Undecided : failed_unless(pair.held()),
              checked_text(pair.experiment),
              {}};
  if (pair.control) check.text += "; in the control " + checked_text(*pair.control);
  for (const auto& violation : pair.experiment.examples) check.findings.push_back(violation.text());
  if (pair.control)
    for (const auto& violation : pair.control->examples) check.findings.push_back("in the control " + violation.text());
  return check;
}

}  // namespace

CheckList checks_of(const ExperimentReport& report) {
  CheckList list{.title = report.experiment->scenario.title,
                 .held = verdict_of(report) == Verdict::Held,
                 .verdict = verdict_text(report),
                 .command = report.command,
                 .partial = report.cut,
                 .checks = {}};
  add_demands(report, list.checks);
  for (const InvariantPair& pair : invariants_of(report)) list.checks.push_back(check_of(pair));
  return list;
}

CheckList checks_of(const SimulationReport& report) {
  const auto held = [](const Check& check) { return check.result == Result::Held; };
  CheckList list{.title = report.scenario->title,
                 .held = true,
                 .verdict = {},
                 .command = report.command,
                 .partial = report.cut,
                 .checks = {}};
  for (const auto& result : report.thresholds) list.checks.push_back(check_of(result));
  list.held = report.cut.empty() && std::all_of(list.checks.begin(), list.checks.end(), held);
  list.verdict = list.checks.empty() ? "nothing was demanded" : list.held ? "held" : "a threshold failed";
  return list;
}

}  // namespace stepstorm::report
