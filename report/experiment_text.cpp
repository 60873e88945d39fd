#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "experiment/verdict.hpp"
#include "report/cost_report.hpp"
#include "report/experiment_findings.hpp"
#include "report/experiment_page.hpp"
#include "report/experiment_report.hpp"
#include "report/policies_report.hpp"
#include "report/schedule_report.hpp"
#include "values/words.hpp"

namespace stepstorm::report {
namespace {

using experiment::Experiment;
using experiment::InvariantResult;
using experiment::Phase;
using experiment::RunRecord;
using simulation::SimulationResult;

void print_schedules(const std::vector<RunRecord>& runs, const std::string& whose, ExperimentPage& page) {
  for (const RunRecord& run : runs) {
    if (!run.result.schedule) continue;
    page.block(terminal::cell(whose, 12), schedule_text(*run.result.schedule, run.result.noun));
    if (const std::string text = bottleneck_text(*run.result.schedule, run.result.noun); !text.empty())
      page.line(page.painted(terminal::Ink::Bad, text));
  }
}

/// Prints the conditions of the run, ahead of its results.
void print_clock(const ExperimentReport& report, ExperimentPage& page) {
  if (!report.cut.empty())
    page.line(page.painted(terminal::Ink::Bad,
                           "PARTIAL: " + report.cut + "; what was measured until then, in " +
                               std::to_string(report.runs.size() + report.controls.size()) + " of " +
                               counted(report.planned, "run")));
  std::uint64_t unended = 0;
  for (const RunRecord& run : report.runs) unended += run.result.unended;
  for (const RunRecord& run : report.controls) unended += run.result.unended;
  if (unended > 0)
    page.line(page.painted(
        terminal::Ink::Bad,
        grouped(unended) + ' ' + plural(noun_of(report.experiment->scenario)) + " were still open at the end"));
  if (report.clock == launch::Clock::Virtual) return;
  page.heading("wall clock: the load's generator");
  print_schedules(report.runs, "experiment", page);
  print_schedules(report.controls, "control", page);
  page.line("Runs went one after the other. What happened cannot be repeated: only arrivals and draws have a seed.");
}

/// Returns `before ✓ 0.999791    during ✗ 0           after ✗ 0.00214534  `, aligned in columns to compare probes.
std::string phases_text(const experiment::ProbeResult& probe) {
  constexpr std::size_t phase_columns = 20;
  std::string text;
  for (const Phase phase : experiment::phases) {
    const auto& in_phase = probe.by_phase[static_cast<std::size_t>(phase)];
    text += terminal::cell(std::string{phase_names[static_cast<std::size_t>(phase)]} + (in_phase.held ? " ✓ " : " ✗ ") +
                               number_or_none(in_phase.value),
                           phase_columns);
  }
  return text;
}

void print_demands(const ExperimentReport& report, ExperimentPage& page) {
  const auto thresholds = check_thresholds(*report.experiment, report.runs);
  if (!thresholds.empty()) page.heading("thresholds");
  for (const experiment::ThresholdResult& result : thresholds)
    page.checked(result.held, result.metric + " " + result.expression, number_or_none(result.value));

  const auto probes = check_hypothesis(*report.experiment, report.runs);
  if (!probes.empty()) page.heading("steady state: " + report.experiment->hypothesis.title);
  for (const experiment::ProbeResult& probe : probes) {
    const std::string name = probe.name + " " + probe.tolerance;
    const std::string text = phases_text(probe);
    const auto fits_behind = [&](std::size_t columns) {
      return 2 * indent + std::max(columns, terminal::columns_of(name) + indent) + terminal::columns_of(text) <=
             page.columns();
    };
    const bool fits = fits_behind(0);
    page.checked(probe.held(), name, fits ? text : "", fits_behind(name_columns) ? name_columns : 0);
    if (!fits) page.line("    " + text);
  }
  for (const RunRecord& run : report.runs)
    if (run.recovery)
      page.line("recovered " + in_words(*run.recovery) + " after the last fault" +
                (report.runs.size() > 1 ? ", seed " + std::to_string(run.result.seed) : ""));
}

void print_examples(const InvariantResult& result, const std::string& where, ExperimentPage& page) {
  for (const experiment::Violation& violation : result.examples) page.block("    ", where + violation.text());
}

void print_guardrails(const ExperimentReport& report, ExperimentPage& page) {
  const auto& guardrails = report.experiment->guardrails;
  if (!guardrails.empty()) page.heading("guardrails");
  for (const experiment::Guardrail& guardrail : guardrails)
    page.checked(stopped_by(guardrail, report).empty(),
                 guardrail.metric + " " + guardrail.bounds.text,
                 guardrail_span(guardrail));
}

/// Prints the control's result after the experiment's when both say the same, else below it.
void print_invariants(const ExperimentReport& report, ExperimentPage& page) {
  page.heading("invariants");
  for (const auto& pair : invariants_of(report)) {
    const auto& [experiment, control] = pair;
    const std::string text = checked_text(experiment);
    const bool same = control && checked_text(*control) == text;
    if (pair.is_undecided())
      page.undecided(experiment.name, text + (same ? "; control too" : ""));
    else
      page.checked(pair.held(), experiment.name, text + (same ? "; control too" : ""));
    print_examples(experiment, "", page);
    if (!control) continue;
    if (!same) page.below("control: " + checked_text(*control));
    print_examples(*control, "in the control ", page);
  }
}

void print_faults(const ExperimentReport& report, ExperimentPage& page) {
  const Experiment& experiment = *report.experiment;
  if (experiment.faults.empty() && experiment.kills.empty()) return;
  page.heading("faults");
  const auto counts = fault_counts(report);
  for (std::size_t index = 0; index < counts.size(); ++index) {
    const faults::Fault& fault = experiment.faults[index];
    const std::string count = grouped(counts[index].fired) + " fired of " + grouped(counts[index].offered) + " offered";
    page.line(terminal::cell(terminal::shortened(fault.name, name_columns), name_columns + indent) +
              (counts[index].fired == 0 ? page.painted(terminal::Ink::Bad, "NEVER FIRED: " + count) : count));
    page.below(std::string{faults::kind_name(fault.action)} + ", " + target_text(fault.target) + ", " +
               window_text(fault.window));
  }
  for (const KillSummary& kill : kill_summaries(experiment))
    page.line(terminal::cell(terminal::shortened(kill.fault, name_columns), name_columns + indent) +
              counted(kill.count, "death") + " of " + kill.resource + " from " + in_words(kill.first) + " to " +
              in_words(kill.last));
}

/// Prints the policies of the first run.
void print_policies(const ExperimentReport& report, ExperimentPage& page) {
  const auto& policies = report.runs.front().result.policies;
  if (!policies) return;
  page.heading(report.runs.size() > 1 ? "policies, in the first run" : "policies");
  for (const PolicyRow& policy : policy_rows(*policies, noun_of(report.experiment->scenario)))
    page.block(terminal::cell(policy.label, name_columns + indent), policy.text);
}

void print_comparison(const ExperimentReport& report, ExperimentPage& page) {
  const bool has_control = !report.controls.empty();
  page.heading(terminal::cell("measured", name_columns + 2 * indent) + terminal::cell("experiment", 16) +
               (has_control ? "control" : ""));
  for (const Measure& measure : measures_of(report)) {
    const double with_faults = mean(values(report.runs, measure));
    const double without = mean(values(report.controls, measure));
    page.line(terminal::cell(measure.name, name_columns + indent) + terminal::cell(measure.text(with_faults), 16) +
              (has_control ? measure.text(without) : ""));
  }
}

/// Prints the cost of the first run and of its control.
void print_costs(const ExperimentReport& report, ExperimentPage& page) {
  const SimulationResult& run = report.runs.front().result;
  const bool has_control = !report.controls.empty();
  const auto text = [](const std::optional<double>& dollars) {
    return dollars ? "$" + short_number(*dollars) : std::string{"–"};
  };
  const auto rows = cost_rows(run);
  const auto beside = has_control ? cost_rows(report.controls.front().result) : std::vector<CostRow>{};
  page.heading("cost in " + run.region + (report.runs.size() > 1 ? ", of the first run" : ""));
  for (const CostRow& row : rows) {
    const auto same =
        std::find_if(beside.begin(), beside.end(), [&](const CostRow& each) { return each.name == row.name; });
    page.line(terminal::cell(row.name, name_columns + indent) + terminal::cell(text(row.dollars), 16) +
              (same == beside.end() ? "" : text(same->dollars)));
  }
}

/// Prints the tags of the first run.
void print_tags(const ExperimentReport& report, ExperimentPage& page) {
  constexpr std::size_t value_columns = 24;
  const std::string nouns = plural(noun_of(report.experiment->scenario));
  const auto row = [&](const std::string& first, const std::array<std::string, 4>& figures) {
    return first + terminal::cell(figures[0], 14) + terminal::cell(figures[1], 12) + terminal::cell(figures[2], 14) +
           figures[3];
  };
  for (const auto& [tag, values] : report.runs.front().parts.tags) {
    page.heading(row(terminal::cell("by " + tag, value_columns + indent), {nouns, "succeeded", "p50", "p99"}));
    for (const auto& [value, figures] : values)
      page.line(row(terminal::cell(terminal::shortened(value, value_columns - 2), value_columns),
                    {grouped(figures.ended),
                     figures.ended == 0 ? "–" : percent(share(figures.succeeded, figures.ended)),
                     short_time(figures.response.value_at_percentile(50)),
                     short_time(figures.response.value_at_percentile(99))}));
  }
}

/// Prints the effects of the first run.
void print_effects(const ExperimentReport& report, ExperimentPage& page) {
  const auto& effects = report.runs.front().parts.effects;
  if (effects.empty()) return;
  page.heading(terminal::cell("effects", name_columns + 2 * indent) + terminal::cell("took place", 16) + "undone");
  for (const auto& [name, figures] : effects)
    page.line(terminal::cell(terminal::shortened(name, name_columns), name_columns + indent) +
              terminal::cell(grouped(figures.count), 16) + grouped(figures.undone));
}

/// Returns the cause given by one of the orders that failed with this error.
std::string cause_of(const std::string& error, const ExperimentReport& report) {
  for (const RunRecord& run : report.runs)
    for (const experiment::Story& story : run.failed)
      if (story.error == error && !story.cause.empty()) return story.cause;
  return {};
}

void print_errors(const ExperimentReport& report, ExperimentPage& page) {
  constexpr std::size_t cause_columns = 240;
  std::map<std::string, std::uint64_t> errors;
  for (const RunRecord& run : report.runs)
    for (const auto& [name, count] : run.result.errors) errors[name] += count;
  if (errors.empty()) return;
  page.heading(plural(noun_of(report.experiment->scenario)) + " that failed");
  for (const auto& [name, count] : errors) {
    page.line(terminal::cell(name, name_columns + indent) + grouped(count));
    if (const std::string cause = cause_of(name, report); !cause.empty())
      page.block("    ", terminal::shortened(cause, cause_columns));
  }
}

}  // namespace

void print_report(const ExperimentReport& report, const terminal::Terminal& terminal, std::ostream& out) {
  const simulation::Scenario& scenario = report.experiment->scenario;
  const SimulationResult& first = report.runs.front().result;
  const bool held = verdict_of(report) == Verdict::Held;
  ExperimentPage page(terminal, out);
  const std::string verdict = (held ? "✓ " : "✗ ") + verdict_text(report);
  const bool fits = terminal::columns_of(scenario.title) + indent + terminal::columns_of(verdict) <= page.columns();
  out << terminal::paint(terminal, terminal::Ink::Bold, scenario.title) << (fits ? "  " : "\n  ")
      << terminal::paint(terminal, held ? terminal::Ink::Good : terminal::Ink::Bad, verdict) << '\n';
  page.line(scenario.state_machine->name + ", seed " + std::to_string(first.seed) + ", " + in_words(scenario.duration) +
            ", " + counted(report.runs.size(), "run") + ", " + grouped(first.all_orders.started) + ' ' +
            plural(noun_of(scenario)) + (report.runs.size() > 1 ? " in the first" : ""));
  print_clock(report, page);
  for (const RunRecord& run : report.runs)
    if (run.stopped) page.line(page.painted(terminal::Ink::Bad, stop_text(run)));
  print_demands(report, page);
  print_guardrails(report, page);
  print_invariants(report, page);
  print_faults(report, page);
  print_policies(report, page);
  print_comparison(report, page);
  print_costs(report, page);
  print_tags(report, page);
  print_effects(report, page);
  print_errors(report, page);
}

}  // namespace stepstorm::report
