#include <algorithm>
#include <cmath>
#include <utility>

#include "experiment/verdict.hpp"
#include "graph/diagram.hpp"
#include "graph/dot.hpp"
#include "graph/layout.hpp"
#include "graph/svg.hpp"
#include "launch/version.hpp"
#include "metrics/interval.hpp"
#include "report/experiment_findings.hpp"
#include "report/experiment_report.hpp"
#include "report/json/experiment_run_json.hpp"
#include "report/json/numbers_json.hpp"
#include "values/words.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
namespace {

using experiment::Experiment;
using experiment::InvariantResult;
using experiment::Phase;
using experiment::RunRecord;

constexpr int report_version = 1;

// ---- the state machine's picture

graph::StateSummary summary_of(const experiment::StateTotals& state, bool is_fail_state) {
  graph::StateSummary summary;
  summary.entered = static_cast<int>(state.entered);
  summary.caught = static_cast<int>(state.caught);
  summary.failed = static_cast<int>(state.failed);
  summary.retried = static_cast<int>(state.retried());
  const std::uint64_t gone_on = state.retried() + state.caught;
  const std::uint64_t fatal = state.failed - std::min(state.failed, gone_on);  // failed attempts that nothing followed
  const std::uint64_t without_success = is_fail_state ? state.entered : state.caught + fatal;
  summary.succeeded = static_cast<int>(state.entered - std::min(state.entered, without_success));
  if (state.entered == 0) return summary;
  summary.time = state.time / static_cast<std::int64_t>(state.entered);
  summary.outcome = fatal > 0 || is_fail_state ? graph::Outcome::Failed
                    : state.caught > 0         ? graph::Outcome::Caught
                                               : graph::Outcome::Succeeded;
  return summary;
}

graph::RunSummary summary_of(const RunRecord& run, const asl::Machine& machine) {
  graph::RunSummary summary;
  const auto& orders = run.result.all_orders;
  const std::uint64_t ended = orders.started - run.result.unended;
  summary.status = percent(share(orders.succeeded, ended)) + " SUCCEEDED";
  if (run.result.unended > 0) summary.status += " of those ended, " + grouped(run.result.unended) + " OPEN";
  summary.executions = std::max<std::uint64_t>(2, orders.started);
  summary.succeeded = orders.succeeded;
  summary.nouns = plural(run.result.noun);
  summary.duration = std::chrono::nanoseconds{std::llround(run.result.response.mean().count())};
  for (std::size_t index = 0; index < run.states.size(); ++index)
    summary.states.push_back(
        summary_of(run.states[index], std::holds_alternative<asl::FailState>(machine.states[index].detail)));
  summary.states.resize(machine.states.size());
  for (const auto& [step, count] : run.steps)
    summary.transitions[{step.from, step.to, step.by_catcher}] = static_cast<int>(count);
  return summary;
}

/// Returns the graph as SVG; empty when Graphviz cannot lay it out.
std::string graph_svg(const RunRecord& run, const execution::StateMachine& state_machine) {
  const asl::Machine& machine = *state_machine.machine;
  const auto diagram = graph::diagram_of(machine, state_machine.name, summary_of(run, machine));
  const auto layout = graph::lay_out(graph::to_dot(diagram));
  return layout ? graph::to_svg(diagram, *layout) : std::string{};
}

Json examples_json(const InvariantResult& result, const std::string& replay) {
  Json examples = Json::array();
  for (const experiment::Violation& violation : result.examples) {
    Json example = story_json(violation.order);
    example["subject"] = violation.subject;
    example["what"] = violation.what;
    example["replay"] = replay;
    examples.push_back(std::move(example));
  }
  return examples;
}

Json invariants_json(const ExperimentReport& report) {
  Json json = Json::array();
  for (const auto& [experiment, control] : invariants_of(report)) {
    json.push_back({{"name", experiment.name},
                    {"description", experiment.description},
                    {"applies", experiment.applies},
                    {"checked", experiment.checked},
                    {"of", experiment.subject},
                    {"executions", experiment.executions},
                    {"effects", experiment.effects},
                    {"violations", experiment.violations},
                    {"open", experiment.open},
                    {"undecided", experiment.is_undecided()},
                    {"examples", examples_json(experiment, report.command)}});
    if (control)
      json.back()["control"] = {{"checked", control->checked},
                                {"violations", control->violations},
                                {"open", control->open},
                                {"examples", examples_json(*control, report.command)}};
  }
  return json;
}

Json window_json(world::Time begin, world::Time end) {
  return Json::array({Json{{"start_s", world::seconds(begin)}, {"end_s", world::seconds(end)}}});
}

Json faults_json(const ExperimentReport& report) {
  const Experiment& experiment = *report.experiment;
  const auto counts = fault_counts(report);
  const world::Time whole = experiment.scenario.duration;
  Json json = Json::array();
  for (std::size_t index = 0; index < counts.size(); ++index) {
    const faults::Fault& fault = experiment.faults[index];
    const auto end = fault.window.duration ? std::min(whole, fault.window.begin + *fault.window.duration) : whole;
    json.push_back({{"name", fault.name},
                    {"kind", faults::kind_name(fault.action)},
                    {"target", target_text(fault.target)},
                    {"windows", window_json(fault.window.begin, end)},
                    {"offered", counts[index].offered},
                    {"fired", counts[index].fired}});
  }
  for (const KillSummary& kill : kill_summaries(experiment))
    json.push_back({{"name", kill.fault},
                    {"kind", "kill"},
                    {"target", kill.resource},
                    {"windows", window_json(kill.first, kill.last)},
                    {"offered", kill.count},
                    {"fired", kill.count}});
  return json;
}

Json interval_json(const std::vector<double>& all) {
  if (all.empty()) return nullptr;
  if (all.size() == 1) return {{"mean", all.front()}};
  const auto interval = metrics::interval(all, 0.95);
  return {{"mean", interval.mean}, {"half_width_95", interval.half_width}};
}

/// Compares run by run, since both have the same seeds.
Json difference_json(const std::vector<double>& with_faults, const std::vector<double>& without) {
  if (without.empty()) return nullptr;
  std::vector<double> differences;
  for (std::size_t run = 0; run < without.size(); ++run) differences.push_back(with_faults[run] - without[run]);
  Json json = interval_json(differences);
  if (differences.size() > 1)
    json["significant"] = std::abs(json["mean"].get<double>()) > json["half_width_95"].get<double>();
  return json;
}

Json intervals_json(const ExperimentReport& report) {
  Json json = Json::array();
  for (const Measure& measure : measures_of(report)) {
    const auto with_faults = values(report.runs, measure);
    const auto without = values(report.controls, measure);
    json.push_back({{"metric", measure.name},
                    {"experiment", interval_json(with_faults)},
                    {"control", interval_json(without)},
                    {"difference", difference_json(with_faults, without)}});
  }
  return json;
}

Json thresholds_json(const ExperimentReport& report) {
  Json json = Json::array();
  for (const experiment::ThresholdResult& result : check_thresholds(*report.experiment, report.runs))
    json.push_back({{"metric", result.metric},
                    {"expression", result.expression},
                    {"value", or_null(result.value)},
                    {"held", result.held},
                    {"aborted", result.aborted}});
  return json;
}

Json trips_json(const std::vector<const RunRecord*>& runs) {
  Json json = Json::array();
  for (const RunRecord* run : runs)
    json.push_back({{"seed", run->result.seed},
                    {"at_s", world::seconds(run->stopped->at)},
                    {"value", run->stopped->value},
                    {"open", run->stopped->open}});
  return json;
}

Json guardrails_json(const ExperimentReport& report) {
  Json json = Json::array();
  for (const experiment::Guardrail& guardrail : report.experiment->guardrails) {
    const auto stopped = stopped_by(guardrail, report);
    json.push_back({{"metric", guardrail.metric},
                    {"bounds", guardrail.bounds.text},
                    {"over_s", world::seconds(guardrail.over)},
                    {"held", stopped.empty()},
                    {"tripped", trips_json(stopped)}});
  }
  return json;
}

Json hypothesis_json(const ExperimentReport& report) {
  Json json = Json::array();
  for (const experiment::ProbeResult& probe : check_hypothesis(*report.experiment, report.runs)) {
    json.push_back({{"title", probe.name}, {"metric", probe.metric}, {"tolerance", probe.tolerance}});
    for (const Phase phase : experiment::phases) {
      const auto& in_phase = probe.by_phase[static_cast<std::size_t>(phase)];
      json.back()[std::string{phase_names[static_cast<std::size_t>(phase)]}] = {{"value", or_null(in_phase.value)},
                                                                                {"held", in_phase.held}};
    }
  }
  return json;
}

Json reasons_json(const ExperimentReport& report) {
  Json json = Json::array();
  for (const auto& result : check_thresholds(*report.experiment, report.runs))
    if (!result.held)
      json.push_back(result.metric + " " + result.expression + ", but it is " + number_or_none(result.value));
  for (const auto& probe : check_hypothesis(*report.experiment, report.runs))
    if (!probe.held()) json.push_back("steady state: " + probe.name + " is not " + probe.tolerance);
  if (!report.cut.empty()) json.push_back("it ended early: " + report.cut);
  for (const RunRecord& run : report.runs)
    if (run.stopped) json.push_back(stop_text(run));
  for (const auto& [experiment, control] : invariants_of(report))
    for (const auto& [result, where] :
         {std::pair{&experiment, ""}, std::pair{control ? &*control : nullptr, " in the control"}})
      if (result && result->violations > 0) json.push_back(result->name + ": " + checked_text(*result) + where);
  return json;
}

}  // namespace

Json report_json(const ExperimentReport& report) {
  const Experiment& experiment = *report.experiment;
  const asl::Machine& machine = *experiment.scenario.state_machine->machine;
  const Verdict verdict = verdict_of(report);
  return {{"stepstorm", "experiment report"},
          {"version", report_version},
          {"title", experiment.scenario.title},
          {"description", experiment.description},
          {"state_machine", experiment.scenario.state_machine->name},
          {"clock", report.clock == launch::Clock::Wall ? "wall" : "virtual"},
          {"noun", noun_of(experiment.scenario)},
          {"load_s", world::seconds(experiment.scenario.duration)},
          {"seed", report.runs.front().result.seed},
          {"command", report.command},
          {"partial", report.cut.empty() ? Json(false) : Json(report.cut)},
          {"verdict",
           {{"held", verdict == Verdict::Held && report.cut.empty()},
            {"exit_code", exit_code_of(report)},
            {"summary", verdict_text(report)},
            {"reasons", reasons_json(report)}}},
          {"hypothesis", hypothesis_json(report)},
          {"thresholds", thresholds_json(report)},
          {"guardrails", guardrails_json(report)},
          {"invariants", invariants_json(report)},
          {"faults", faults_json(report)},
          {"experiment", run_json(report.runs.front(), machine)},
          {"control", report.controls.empty() ? Json(nullptr) : run_json(report.controls.front(), machine)},
          {"replications", replications_json(report.runs)},
          {"intervals", intervals_json(report)},
          {"graph_svg", graph_svg(report.runs.front(), *experiment.scenario.state_machine)},
          {"configuration", report.configuration},
          {"stepstorm_version", launch::version()}};
}

}  // namespace stepstorm::report
