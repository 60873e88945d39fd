#include "report/experiment_findings.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <utility>

#include "values/words.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
namespace {

using experiment::Experiment;
using experiment::InvariantResult;
using experiment::RunRecord;
using simulation::SimulationResult;

/// Returns each invariant's results over all replications.
std::vector<InvariantResult> sum_of_invariants(const std::vector<RunRecord>& runs) {
  std::vector<InvariantResult> sums;
  for (const RunRecord& run : runs) {
    if (sums.empty()) {
      sums = run.invariants;
      continue;
    }
    for (std::size_t index = 0; index < sums.size(); ++index) {
      const InvariantResult& result = run.invariants[index];
      InvariantResult& sum = sums[index];
      sum.checked += result.checked;
      sum.open += result.open;
      sum.executions += result.executions;
      sum.effects += result.effects;
      sum.violations += result.violations;
      sum.examples.insert(sum.examples.end(), result.examples.begin(), result.examples.end());
    }
  }
  return sums;
}

std::uint64_t ended(const simulation::OrderCounts& orders) {
  return orders.succeeded + orders.failed + orders.timed_out + orders.aborted;
}

/// Returns a dash for NaN, which stands for an unmeasured value.
template <class Text>
std::string or_dash(double value, Text text) {
  return std::isnan(value) ? "–" : text(value);
}

/// Formats a time for readers: 1.21 s.
std::string as_time(double time_ms) {
  return or_dash(time_ms,
                 [](double value) { return short_time(std::chrono::duration<double, std::nano>{value * 1e6}); });
}

std::string as_share(double value) { return or_dash(value, percent); }

double percentile_ms(const SimulationResult& run, double percentile) {
  return run.response.count() == 0 ? std::nan("") : world::milliseconds(run.response.value_at_percentile(percentile));
}

std::string as_count(double value) { return grouped(static_cast<std::uint64_t>(std::llround(value))); }
std::string as_dollars(double value) { return "$" + short_number(value); }

const std::vector<Measure>& measures() {
  static const std::vector<Measure> all = {
      {"success_rate",
       [](const auto& run) {
         return ended(run.orders) == 0 ? std::nan("") : share(run.orders.succeeded, ended(run.orders));
       },
       as_share},
      {"throughput_per_s", [](const auto& run) { return run.throughput_per_s(); }, short_number},
      {"response_mean_ms",
       [](const auto& run) { return run.response.count() == 0 ? std::nan("") : run.response.mean().count() / 1e6; },
       as_time},
      {"response_p50_ms", [](const auto& run) { return percentile_ms(run, 50); }, as_time},
      {"response_p99_ms", [](const auto& run) { return percentile_ms(run, 99); }, as_time},
      {"open_mean", [](const auto& run) { return run.open_mean; }, short_number},
      {"open_at_end", [](const auto& run) { return static_cast<double>(run.open_at_end); }, as_count},
      {"attempts", [](const auto& run) { return static_cast<double>(run.counters.attempts); }, as_count},
      {"retries", [](const auto& run) { return static_cast<double>(run.counters.retries); }, as_count},
      {"dollars", [](const auto& run) { return run.dollars; }, as_dollars},
      {"orders_shed", [](const auto& run) { return static_cast<double>(run.orders.shed); }, as_count, false},
      {"retries_refused",
       [](const auto& run) { return static_cast<double>(run.counters.retries_refused); },
       as_count,
       false},
      {"circuit_openings",
       [](const auto& run) { return static_cast<double>(run.counters.circuit_openings); },
       as_count,
       false},
      {"circuit_refused",
       [](const auto& run) { return static_cast<double>(run.counters.circuit_refused); },
       as_count,
       false}};
  return all;
}

std::string counted_noun(std::uint64_t count, const std::string& noun) { return count == 1 ? noun : plural(noun); }

bool is_stopped(const ExperimentReport& report) {
  return std::any_of(
      report.runs.begin(), report.runs.end(), [](const RunRecord& run) { return run.stopped.has_value(); });
}

}  // namespace

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

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
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

std::vector<Measure> measures_of(const ExperimentReport& report) {
  std::vector<Measure> shown;
  for (const Measure& measure : measures())
    if (measure.always || mean(values(report.runs, measure)) > 0 || mean(values(report.controls, measure)) > 0)
      shown.push_back(measure);
  if (noun_of(report.experiment->scenario) != "order")
    for (Measure& measure : shown)
      if (measure.name == "orders_shed") measure.name = "executions_shed";
  return shown;
}

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

std::vector<const RunRecord*> stopped_by(const experiment::Guardrail& guardrail, const ExperimentReport& report) {
  std::vector<const RunRecord*> runs;
  for (const RunRecord& run : report.runs)
    if (run.stopped && run.stopped->by_guardrail && run.stopped->metric == guardrail.metric &&
        run.stopped->expression == guardrail.bounds.text)
      runs.push_back(&run);
  return runs;
}

// ---- in words

std::string formatted_number(double number) {
  std::array<char, 340> text{};
  std::snprintf(text.data(), text.size(), "%.6g", number);
  if (std::string_view{text.data()}.find('e') != std::string_view::npos)
    std::snprintf(text.data(), text.size(), std::abs(number) < 1 ? "%.9f" : "%.0f", number);
  return text.data();
}

std::string stop_text(const RunRecord& run) {
  const experiment::Stop& stop = *run.stopped;
  return "stopped at " + in_words(stop.at) + " by the " + (stop.by_guardrail ? "guardrail " : "threshold ") +
         stop.metric + ' ' + stop.expression + ": it is " + formatted_number(stop.value) + "; " +
         counted(stop.open, run.result.noun) + (stop.open == 1 ? " was" : " were") + " open, seed " +
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

std::string number_or_none(const std::optional<double>& value) {
  return value ? formatted_number(*value) : std::string{"nothing measured"};
}

std::string checked_text(const InvariantResult& result) {
  if (!result.applies && result.violations == 0) return "not applicable";
  const std::string subjects = grouped(result.checked) + ' ' + counted_noun(result.checked, result.subject);
  std::string text = result.violations == 0 ? subjects + " checked" : grouped(result.violations) + " of " + subjects;
  if (result.effects > 0) text += ", " + grouped(result.effects) + ' ' + counted_noun(result.effects, "effect");
  if (result.executions > 0)
    text += ", " + grouped(result.executions) + ' ' + counted_noun(result.executions, result.noun);
  return result.open == 0 ? text : text + ", " + grouped(result.open) + ' ' + counted_noun(2, result.noun) + " open";
}

std::string guardrail_span(const experiment::Guardrail& guardrail) {
  return guardrail.metric == "open" ? "at any time" : "over the last " + in_words(guardrail.over);
}

std::string window_text(const faults::FaultWindow& window) {
  std::string text = "from " + in_words(window.begin);
  if (window.duration) text += " to " + in_words(window.begin + *window.duration);
  if (window.periodic) text += ", " + in_words(window.periodic->on) + " of each " + in_words(window.periodic->period);
  if (window.ramps) text += ", growing";
  return text;
}

std::string target_text(const faults::FaultTarget& target) {
  std::string text;
  const auto add = [&](const std::optional<std::string>& name) {
    if (name) text += (text.empty() ? "" : " ") + *name;
  };
  add(target.state_machine), add(target.state), add(target.resource);
  return text.empty() ? "every task" : text;
}

}  // namespace stepstorm::report
