#include "app/experiment_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <utility>

#include "app/experiment.hpp"
#include "app/simulation_report.hpp"
#include "app/words.hpp"
#include "asl/overload.hpp"
#include "experiment/verdict.hpp"
#include "graph/diagram.hpp"
#include "graph/dot.hpp"
#include "graph/layout.hpp"
#include "graph/svg.hpp"
#include "metrics/interval.hpp"

namespace stepstorm::app {
namespace {

using experiment::Experiment;
using experiment::InvariantResult;
using experiment::Phase;
using experiment::RunRecord;
using experiment::Series;
using experiment::Story;
using simulation::SimulationResult;

constexpr int report_version = 1;

double seconds(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e9; }
double milliseconds(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

// ---- invariants over all runs

/// Of all replications together.
std::vector<InvariantResult> sum_of_invariants(const std::vector<RunRecord>& runs) {
  std::vector<InvariantResult> sums;
  for (const RunRecord& run : runs) {
    if (sums.empty()) {
      sums = run.invariants;
      continue;
    }
    for (std::size_t index = 0; index < sums.size(); ++index) {
      const auto& [invariant, checked, violations, examples] = run.invariants[index];
      sums[index].checked += checked;
      sums[index].violations += violations;
      sums[index].examples.insert(sums[index].examples.end(), examples.begin(), examples.end());
    }
  }
  return sums;
}

/// The experiment's, and beside it the control's.
struct InvariantPair {
  InvariantResult experiment;
  std::optional<InvariantResult> control;

  bool held() const { return experiment.violations == 0 && (!control || control->violations == 0); }
};

std::vector<InvariantPair> invariants_of(const ExperimentReport& report) {
  auto experiments = sum_of_invariants(report.runs);
  auto controls = sum_of_invariants(report.controls);
  std::vector<InvariantPair> pairs;
  for (std::size_t index = 0; index < experiments.size(); ++index) {
    pairs.push_back({std::move(experiments[index]), std::nullopt});
    if (!controls.empty()) pairs.back().control = std::move(controls[index]);
  }
  return pairs;
}

// ---- what is compared between experiment and control

struct Measure {
  std::string name;
  std::function<double(const SimulationResult&)> of;
  std::string (*text)(double);
};

double per_second(std::uint64_t count, const SimulationResult& result) {
  return result.measured.count() == 0 ? 0 : static_cast<double>(count) / seconds(result.measured);
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::uint64_t ended(const simulation::OrderCounts& orders) {
  return orders.succeeded + orders.failed + orders.timed_out + orders.aborted;
}

std::string as_milliseconds(double value) { return short_number(value) + " ms"; }
std::string as_count(double value) { return grouped(static_cast<std::uint64_t>(std::llround(value))); }
std::string as_dollars(double value) { return "$" + short_number(value); }

const std::vector<Measure>& measures() {
  static const std::vector<Measure> all = {
      {"success_rate", [](const auto& run) { return share(run.orders.succeeded, ended(run.orders)); }, percent},
      {"throughput_per_s", [](const auto& run) { return per_second(run.orders.succeeded, run); }, short_number},
      {"response_mean_ms", [](const auto& run) { return run.response.mean().count() / 1e6; }, as_milliseconds},
      {"response_p50_ms",
       [](const auto& run) { return milliseconds(run.response.value_at_percentile(50)); },
       as_milliseconds},
      {"response_p99_ms",
       [](const auto& run) { return milliseconds(run.response.value_at_percentile(99)); },
       as_milliseconds},
      {"open_mean", [](const auto& run) { return run.open_mean; }, short_number},
      {"attempts", [](const auto& run) { return static_cast<double>(run.counters.attempts); }, as_count},
      {"retries", [](const auto& run) { return static_cast<double>(run.counters.retries); }, as_count},
      {"dollars", [](const auto& run) { return run.dollars; }, as_dollars}};
  return all;
}

std::vector<double> values(const std::vector<RunRecord>& runs, const Measure& measure) {
  std::vector<double> all;
  for (const RunRecord& run : runs) all.push_back(measure.of(run.result));
  return all;
}

double mean(const std::vector<double>& all) {
  double sum = 0;
  for (const double value : all) sum += value;
  return all.empty() ? 0 : sum / static_cast<double>(all.size());
}

// ---- the page

constexpr std::array<std::string_view, 3> phase_names{"before", "during", "after"};

/// Up to six digits, no more than it takes.
std::string formatted_number(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", number);
  return text.data();
}

constexpr std::size_t indent = 2;
constexpr std::size_t name_columns = 34;
constexpr std::size_t invariant_columns = 26;

class Page {
 public:
  Page(const Terminal& terminal, std::ostream& out) : terminal_(terminal), out_(out) {}

  void heading(const std::string& text) { out_ << '\n' << paint(terminal_, Ink::Bold, text) << '\n'; }
  void line(const std::string& text) { out_ << std::string(indent, ' ') << text << '\n'; }
  void checked(bool held, const std::string& name, const std::string& text) {
    line(paint(terminal_, held ? Ink::Good : Ink::Bad, held ? "✓ " : "✗ ") + padded(name, name_columns) + text);
  }
  std::string painted(Ink ink, const std::string& text) const { return paint(terminal_, ink, text); }

 private:
  const Terminal& terminal_;
  std::ostream& out_;
};

bool is_stopped(const ExperimentReport& report) {
  return std::any_of(
      report.runs.begin(), report.runs.end(), [](const RunRecord& run) { return run.stopped.has_value(); });
}

/// `stopped at 1 min 05 s by the guardrail success_rate rate>0.5: it is 0.42; 37 orders were open, seed 7`
std::string stop_text(const RunRecord& run) {
  const experiment::Stop& stop = *run.stopped;
  return "stopped at " + in_words(stop.at) + " by the " + (stop.by_guardrail ? "guardrail " : "threshold ") +
         stop.metric + ' ' + stop.expression + ": it is " + formatted_number(stop.value) + "; " +
         counted(stop.open, "order") + (stop.open == 1 ? " was" : " were") + " open, seed " +
         std::to_string(run.result.seed);
}

std::string verdict_text(const ExperimentReport& report) {
  switch (verdict_of(report)) {
    case Verdict::Held: return report.cut.empty() ? "held" : "held until it ended early";
    case Verdict::DemandFailed: return is_stopped(report) ? "it was stopped" : "a threshold or the hypothesis failed";
    case Verdict::InvariantViolated: return "an invariant was violated";
  }
  return {};
}

bool is_kept(const experiment::Guardrail& guardrail, const ExperimentReport& report) {
  return std::none_of(report.runs.begin(), report.runs.end(), [&](const RunRecord& run) {
    return run.stopped && run.stopped->by_guardrail && run.stopped->metric == guardrail.metric &&
           run.stopped->expression == guardrail.bounds.text;
  });
}

std::string number_or_none(const std::optional<double>& value) {
  return value ? formatted_number(*value) : std::string{"nothing measured"};
}

void print_schedules(const std::vector<RunRecord>& runs, const std::string& whose, Page& page) {
  for (const RunRecord& run : runs) {
    if (!run.result.schedule) continue;
    page.line(padded(whose, 12) + schedule_text(*run.result.schedule));
    if (const std::string text = bottleneck_text(*run.result.schedule); !text.empty())
      page.line(page.painted(Ink::Bad, text));
  }
}

/// What is to be known of how it ran before anything is read from it.
void print_clock(const ExperimentReport& report, Page& page) {
  if (!report.cut.empty())
    page.line(page.painted(Ink::Bad,
                           "PARTIAL: " + report.cut + "; what was measured until then, in " +
                               std::to_string(report.runs.size() + report.controls.size()) + " of " +
                               counted(report.planned, "run")));
  std::uint64_t unended = 0;
  for (const RunRecord& run : report.runs) unended += run.result.unended;
  for (const RunRecord& run : report.controls) unended += run.result.unended;
  if (unended > 0) page.line(page.painted(Ink::Bad, grouped(unended) + " orders were still open at the end"));
  if (report.clock == Clock::Virtual) return;
  page.heading("wall clock: the load's generator");
  print_schedules(report.runs, "experiment", page);
  print_schedules(report.controls, "control", page);
  page.line("Runs went one after the other. What happened cannot be repeated: only arrivals and draws have a seed.");
}

void print_demands(const ExperimentReport& report, Page& page) {
  const auto thresholds = check_thresholds(*report.experiment, report.runs);
  if (!thresholds.empty()) page.heading("thresholds");
  for (const experiment::ThresholdResult& result : thresholds)
    page.checked(result.held, result.metric + " " + result.expression, number_or_none(result.value));

  const auto probes = check_hypothesis(*report.experiment, report.runs);
  if (!probes.empty()) page.heading("steady state: " + report.experiment->hypothesis.title);
  for (const experiment::ProbeResult& probe : probes) {
    std::string text;
    for (const Phase phase : experiment::phases) {
      const auto& in_phase = probe.by_phase[static_cast<std::size_t>(phase)];
      text += padded(std::string{phase_names[static_cast<std::size_t>(phase)]} + " " + (in_phase.held ? "✓ " : "✗ ") +
                         number_or_none(in_phase.value),
                     22);
    }
    page.checked(probe.held(), probe.name + " " + probe.tolerance + "  ", text);
  }
}

std::string checked_text(const InvariantResult& result) {
  const std::string orders = grouped(result.checked) + (result.checked == 1 ? " order" : " orders");
  return result.violations == 0 ? orders + " checked" : grouped(result.violations) + " of " + orders;
}

void print_examples(const InvariantResult& result, const std::string& where, Page& page) {
  for (const experiment::Violation& violation : result.examples)
    page.line("    " + where + "order " + std::to_string(violation.order.order) + " " + violation.what);
}

std::string guardrail_span(const experiment::Guardrail& guardrail) {
  return guardrail.metric == "open" ? " at any time" : " over the last " + in_words(guardrail.over);
}

void print_guardrails(const ExperimentReport& report, Page& page) {
  const auto& guardrails = report.experiment->guardrails;
  if (!guardrails.empty()) page.heading("guardrails");
  for (const experiment::Guardrail& guardrail : guardrails)
    page.checked(is_kept(guardrail, report), guardrail.metric + " " + guardrail.bounds.text, guardrail_span(guardrail));
}

void print_invariants(const ExperimentReport& report, Page& page) {
  page.heading(padded("invariants", name_columns + 2 * indent) +
               (report.controls.empty() ? "" : padded("experiment", invariant_columns) + "control"));
  for (const auto& [experiment, control] : invariants_of(report)) {
    const bool held = experiment.violations == 0 && (!control || control->violations == 0);
    page.checked(held,
                 std::string{name_of(experiment.invariant)},
                 control ? padded(checked_text(experiment), invariant_columns) + checked_text(*control)
                         : checked_text(experiment));
    print_examples(experiment, "", page);
    if (control) print_examples(*control, "in the control ", page);
  }
}

std::string window_text(const orchestration::FaultWindow& window) {
  std::string text = "from " + in_words(window.begin);
  if (window.duration) text += " to " + in_words(window.begin + *window.duration);
  if (window.periodic) text += ", " + in_words(window.periodic->on) + " of each " + in_words(window.periodic->period);
  if (window.ramps) text += ", growing";
  return text;
}

std::string target_text(const orchestration::FaultTarget& target) {
  std::string text;
  const auto add = [&](const std::optional<std::string>& name) {
    if (name) text += (text.empty() ? "" : " ") + *name;
  };
  add(target.state_machine), add(target.state), add(target.resource);
  return text.empty() ? "every task" : text;
}

/// The deaths of one plan: they have a name, and are one line.
struct KillSummary {
  std::string fault;
  std::string resource;
  world::Time first{0};
  world::Time last{0};
  std::uint64_t count = 0;
};

std::vector<KillSummary> kill_summaries(const Experiment& experiment) {
  std::vector<KillSummary> summaries;
  for (const experiment::Kill& kill : experiment.kills) {
    auto known = std::find_if(
        summaries.begin(), summaries.end(), [&](const KillSummary& summary) { return summary.fault == kill.fault; });
    if (known == summaries.end())
      known =
          summaries.insert(known, {kill.fault, experiment.scenario.resources[kill.resource].name, kill.at, kill.at, 0});
    known->last = kill.at;
    ++known->count;
  }
  return summaries;
}

std::vector<experiment::FaultCount> fault_counts(const ExperimentReport& report) {
  std::vector<experiment::FaultCount> sums(report.experiment->faults.size());
  for (const RunRecord& run : report.runs)
    for (std::size_t index = 0; index < sums.size(); ++index) {
      sums[index].offered += run.faults[index].offered;
      sums[index].fired += run.faults[index].fired;
    }
  return sums;
}

void print_faults(const ExperimentReport& report, Page& page) {
  const Experiment& experiment = *report.experiment;
  if (experiment.faults.empty() && experiment.kills.empty()) return;
  page.heading("faults");
  const auto counts = fault_counts(report);
  for (std::size_t index = 0; index < counts.size(); ++index) {
    const orchestration::Fault& fault = experiment.faults[index];
    const std::string count = grouped(counts[index].fired) + " fired of " + grouped(counts[index].offered) + " offered";
    page.line(padded(shortened(fault.name, name_columns), name_columns + indent) +
              (counts[index].fired == 0 ? page.painted(Ink::Bad, "NEVER FIRED: " + count) : count));
    page.line(std::string(name_columns + indent, ' ') + std::string{kind_name(fault.action)} + ", " +
              target_text(fault.target) + ", " + window_text(fault.window));
  }
  for (const KillSummary& kill : kill_summaries(experiment))
    page.line(padded(shortened(kill.fault, name_columns), name_columns + indent) + counted(kill.count, "death") +
              " of " + kill.resource + " from " + in_words(kill.first) + " to " + in_words(kill.last));
}

void print_comparison(const ExperimentReport& report, Page& page) {
  const bool has_control = !report.controls.empty();
  page.heading(padded("measured", name_columns + 2 * indent) + padded("experiment", 16) +
               (has_control ? "control" : ""));
  for (const Measure& measure : measures()) {
    const double with_faults = mean(values(report.runs, measure));
    const double without = mean(values(report.controls, measure));
    page.line(padded(measure.name, name_columns + indent) + padded(measure.text(with_faults), 16) +
              (has_control ? measure.text(without) : ""));
  }
}

void print_errors(const ExperimentReport& report, Page& page) {
  std::map<std::string, std::uint64_t> errors;
  for (const RunRecord& run : report.runs)
    for (const auto& [name, count] : run.result.errors) errors[name] += count;
  if (errors.empty()) return;
  page.heading("orders that failed");
  for (const auto& [name, count] : errors) page.line(padded(name, name_columns + indent) + grouped(count));
}

// ---- JSON

Json story_json(const Story& story) {
  return {{"order", story.order},
          {"execution", story.execution},
          {"started_s", seconds(story.started)},
          {"response_ms", milliseconds(story.response)},
          {"status", story.status},
          {"error", story.error},
          {"history", story.history}};
}

Json stories_json(const std::vector<Story>& stories) {
  Json json = Json::array();
  for (const Story& story : stories) json.push_back(story_json(story));
  return json;
}

Json levels_json(const std::vector<std::optional<world::Duration>>& levels) {
  Json json = Json::array();
  for (const auto& level : levels) json.push_back(level ? Json(milliseconds(*level)) : Json(nullptr));
  return json;
}

Json series_json(const Series& series) {
  Json failed = Json::object();
  for (const auto& [error, counts] : series.failed) failed[error] = counts;
  Json resources = Json::object();
  for (const Series::Resource& resource : series.resources)
    resources[resource.name] = {{"queued", resource.queued}, {"busy", resource.busy}, {"servers", resource.servers}};
  return {{"interval_s", seconds(series.interval)},
          {"started", series.started},
          {"succeeded", series.succeeded},
          {"failed", std::move(failed)},
          {"open", series.open},
          {"retries", series.retries},
          {"response_p50_ms", levels_json(series.response_p50)},
          {"response_p99_ms", levels_json(series.response_p99)},
          {"resources", std::move(resources)}};
}

/// Halving the distance to 100 % again and again, ten lines each.
Json spectrum_json(const metrics::Histogram& response) {
  Json json = Json::array();
  for (int line = 10; line <= 170 && response.count() > 0; ++line) {
    const double percentile = 100 * (1 - std::pow(2, -line / 10.0));
    json.push_back({percentile, milliseconds(response.value_at_percentile(percentile))});
  }
  return json;
}

Json states_json(const RunRecord& run, const asl::Machine& machine) {
  Json json = Json::array();
  for (std::size_t index = 0; index < run.states.size(); ++index) {
    const experiment::StateTotals& state = run.states[index];
    if (state.entered == 0) continue;
    json.push_back({{"name", machine.states[index].name},
                    {"type", type_name(machine.states[index])},
                    {"entered", state.entered},
                    {"retried", state.retried()},
                    {"failed", state.failed},
                    {"caught", state.caught},
                    {"mean_ms", milliseconds(state.time) / static_cast<double>(state.entered)}});
  }
  return json;
}

Json phases_json(const RunRecord& run) {
  Json json = Json::object();
  for (const Phase phase : experiment::phases) {
    const auto& totals = run.by_phase[static_cast<std::size_t>(phase)];
    json[std::string{phase_names[static_cast<std::size_t>(phase)]}] = {
        {"ended", totals.ended},
        {"succeeded", totals.succeeded},
        {"success_rate", share(totals.succeeded, totals.ended)},
        {"response_p50_ms", milliseconds(totals.response.value_at_percentile(50))},
        {"response_p99_ms", milliseconds(totals.response.value_at_percentile(99))}};
  }
  return json;
}

/// Null: the run went on to its end.
Json stop_json(const RunRecord& run) {
  if (!run.stopped) return nullptr;
  return {{"at_s", seconds(run.stopped->at)},
          {"by", run.stopped->by_guardrail ? "guardrail" : "threshold"},
          {"metric", run.stopped->metric},
          {"expression", run.stopped->expression},
          {"value", run.stopped->value},
          {"open", run.stopped->open}};
}

/// The figures of each run with faults.
Json replications_json(const std::vector<RunRecord>& runs) {
  Json json = Json::array();
  for (const RunRecord& run : runs) {
    json.push_back(result_json(run.result));
    json.back()["phases"] = phases_json(run);
  }
  return json;
}

Json run_json(const RunRecord& run, const asl::Machine& machine) {
  Json json = result_json(run.result);
  json["stopped"] = stop_json(run);
  json["phases"] = phases_json(run);
  json["series"] = series_json(run.series);
  json["spectrum"] = spectrum_json(run.result.response);
  json["states"] = states_json(run, machine);
  json["slowest"] = stories_json(run.slowest);
  json["failed"] = stories_json(run.failed);
  return json;
}

// ---- the state machine's picture

graph::StateSummary summary_of(const experiment::StateTotals& state) {
  graph::StateSummary summary;
  summary.entered = static_cast<int>(state.entered);
  summary.caught = static_cast<int>(state.caught);
  summary.failed = static_cast<int>(state.failed);
  summary.retried = static_cast<int>(state.retried());
  summary.succeeded = summary.entered - summary.caught;
  if (state.entered == 0) return summary;
  summary.time = state.time / static_cast<std::int64_t>(state.entered);
  summary.outcome = state.caught > 0   ? graph::Outcome::Caught
                    : state.failed > 0 ? graph::Outcome::Failed
                                       : graph::Outcome::Succeeded;
  return summary;
}

graph::RunSummary summary_of(const RunRecord& run, const asl::Machine& machine) {
  graph::RunSummary summary;
  const auto& orders = run.result.all_orders;
  summary.status = percent(share(orders.succeeded, orders.started)) + " SUCCEEDED";
  summary.executions = std::max<std::uint64_t>(2, orders.started);
  summary.duration = std::chrono::nanoseconds{std::llround(run.result.response.mean().count())};
  for (const experiment::StateTotals& state : run.states) summary.states.push_back(summary_of(state));
  summary.states.resize(machine.states.size());
  for (const auto& [step, count] : run.steps)
    summary.transitions[{step.from, step.to, step.by_catcher}] = static_cast<int>(count);
  return summary;
}

/// Empty where Graphviz cannot lay it out.
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
    example["what"] = violation.what;
    example["replay"] = replay;
    examples.push_back(std::move(example));
  }
  return examples;
}

Json invariants_json(const ExperimentReport& report) {
  Json json = Json::array();
  for (const auto& [experiment, control] : invariants_of(report)) {
    json.push_back({{"name", name_of(experiment.invariant)},
                    {"description", description_of(experiment.invariant)},
                    {"checked", experiment.checked},
                    {"violations", experiment.violations},
                    {"examples", examples_json(experiment, report.command)}});
    if (control)
      json.back()["control"] = {{"checked", control->checked},
                                {"violations", control->violations},
                                {"examples", examples_json(*control, report.command)}};
  }
  return json;
}

Json window_json(world::Time begin, world::Time end) {
  return Json::array({Json{{"start_s", seconds(begin)}, {"end_s", seconds(end)}}});
}

Json faults_json(const ExperimentReport& report) {
  const Experiment& experiment = *report.experiment;
  const auto counts = fault_counts(report);
  const world::Time whole = experiment.scenario.duration;
  Json json = Json::array();
  for (std::size_t index = 0; index < counts.size(); ++index) {
    const orchestration::Fault& fault = experiment.faults[index];
    const auto end = fault.window.duration ? std::min(whole, fault.window.begin + *fault.window.duration) : whole;
    json.push_back({{"name", fault.name},
                    {"kind", kind_name(fault.action)},
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

/// Run by run, since both have the same seeds.
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
  for (const Measure& measure : measures()) {
    const auto with_faults = values(report.runs, measure);
    const auto without = values(report.controls, measure);
    json.push_back({{"metric", measure.name},
                    {"experiment", interval_json(with_faults)},
                    {"control", interval_json(without)},
                    {"difference", difference_json(with_faults, without)}});
  }
  return json;
}

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

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

Json guardrails_json(const ExperimentReport& report) {
  Json json = Json::array();
  for (const experiment::Guardrail& guardrail : report.experiment->guardrails)
    json.push_back({{"metric", guardrail.metric},
                    {"bounds", guardrail.bounds.text},
                    {"over_s", seconds(guardrail.over)},
                    {"held", is_kept(guardrail, report)}});
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
      if (result && result->violations > 0)
        json.push_back(std::string{name_of(result->invariant)} + ": " + checked_text(*result) + where);
  return json;
}

}  // namespace

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
    case Verdict::Held: return exit_held;
    case Verdict::DemandFailed: return exit_demand_failed;
    case Verdict::InvariantViolated: return exit_violated;
  }
  return exit_unusable;
}

int exit_code_of(const ExperimentReport& report) {
  const Verdict verdict = verdict_of(report);
  return verdict == Verdict::Held && !report.cut.empty() ? exit_unusable : exit_code_of(verdict);
}

void print_report(const ExperimentReport& report, const Terminal& terminal, std::ostream& out) {
  const simulation::Scenario& scenario = report.experiment->scenario;
  const SimulationResult& first = report.runs.front().result;
  const bool held = verdict_of(report) == Verdict::Held;
  Page page(terminal, out);
  out << paint(terminal, Ink::Bold, scenario.title) << "  "
      << paint(terminal, held ? Ink::Good : Ink::Bad, (held ? "✓ " : "✗ ") + verdict_text(report)) << '\n';
  page.line(scenario.state_machine->name + ", seed " + std::to_string(first.seed) + ", " + in_words(scenario.duration) +
            ", " + counted(report.runs.size(), "run") + ", " + grouped(first.all_orders.started) + " orders" +
            (report.runs.size() > 1 ? " in the first" : ""));
  print_clock(report, page);
  for (const RunRecord& run : report.runs)
    if (run.stopped) page.line(page.painted(Ink::Bad, stop_text(run)));
  print_demands(report, page);
  print_guardrails(report, page);
  print_invariants(report, page);
  print_faults(report, page);
  print_comparison(report, page);
  print_errors(report, page);
}

Json report_json(const ExperimentReport& report) {
  const Experiment& experiment = *report.experiment;
  const asl::Machine& machine = *experiment.scenario.state_machine->machine;
  const Verdict verdict = verdict_of(report);
  return {{"stepstorm", "experiment report"},
          {"version", report_version},
          {"title", experiment.scenario.title},
          {"description", experiment.description},
          {"state_machine", experiment.scenario.state_machine->name},
          {"clock", report.clock == Clock::Wall ? "wall" : "virtual"},
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
          {"stepstorm_version", STEPSTORM_VERSION}};
}

void print_plan(const Experiment& experiment, const Terminal& terminal, std::ostream& out) {
  Page page(terminal, out);
  out << paint(terminal, Ink::Bold, experiment.scenario.title) << '\n';
  constexpr std::size_t columns = 60;
  const auto bar = [&](world::Time begin, world::Time end) {
    const double whole = seconds(experiment.scenario.duration);
    const auto from = static_cast<std::size_t>(seconds(begin) / whole * columns);
    const auto to = std::max(from + 1, static_cast<std::size_t>(std::ceil(seconds(end) / whole * columns)));
    std::string text;
    for (std::size_t at = 0; at < columns; ++at) text += at >= from && at < to ? "█" : "·";
    return text;
  };
  for (const orchestration::Fault& fault : experiment.faults) {
    const world::Time whole = experiment.scenario.duration;
    const auto end = fault.window.duration ? std::min(whole, fault.window.begin + *fault.window.duration) : whole;
    page.line(bar(fault.window.begin, end) + "  " + fault.name + ": " + std::string{kind_name(fault.action)} + ", " +
              target_text(fault.target) + ", " + window_text(fault.window) +
              (fault.probability < 1 ? ", " + percent(fault.probability) : ""));
  }
  for (const KillSummary& kill : kill_summaries(experiment))
    page.line(bar(kill.first, kill.last) + "  " + kill.fault + ": " + counted(kill.count, "death") + " of " +
              kill.resource);
  for (const experiment::Demand& demand : experiment.thresholds)
    if (demand.abort_after)
      page.line("stopped unless " + demand.metric + " " + demand.threshold.text + ", from " +
                in_words(*demand.abort_after));
  for (const experiment::Guardrail& guardrail : experiment.guardrails)
    page.line("stopped unless " + guardrail.metric + " " + guardrail.bounds.text + guardrail_span(guardrail));
  page.line(padded("0", columns - in_words(experiment.scenario.duration).size()) +
            in_words(experiment.scenario.duration));
}

}  // namespace stepstorm::app
