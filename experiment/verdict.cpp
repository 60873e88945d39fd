#include "experiment/verdict.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace stepstorm::experiment {
namespace {

using metrics::Counter;
using metrics::Gauge;
using metrics::Metric;
using metrics::Rate;
using metrics::Trend;

double per_task(const messages::Counters& counters) {
  const auto wanted = counters.attempts - counters.retries;
  return wanted == 0 ? 1 : static_cast<double>(counters.attempts) / static_cast<double>(wanted);
}

std::uint64_t without_success(const simulation::OrderCounts& orders) {
  return orders.failed + orders.timed_out + orders.aborted;
}

std::uint64_t ended(const simulation::OrderCounts& orders) { return orders.succeeded + without_success(orders); }

struct RunMetric {
  std::string_view name;
  Metric (*of)(const RunRecord&);
};

Metric counted(std::uint64_t count, const RunRecord& run) {
  return Counter{count, world::seconds(run.result.measured)};
}

const std::vector<RunMetric>& run_metrics() {
  static const std::vector<RunMetric> all = {
      {"response_time_ms", [](const RunRecord& run) -> Metric { return Trend{&run.result.response}; }},
      {"success_rate",
       [](const RunRecord& run) -> Metric {
         return Rate{run.result.orders.succeeded, ended(run.result.orders)};
       }},
      {"failure_rate",
       [](const RunRecord& run) -> Metric {
         return Rate{without_success(run.result.orders), ended(run.result.orders)};
       }},
      {"orders_started", [](const RunRecord& run) { return counted(run.result.orders.started, run); }},
      {"orders_succeeded", [](const RunRecord& run) { return counted(run.result.orders.succeeded, run); }},
      {"orders_failed", [](const RunRecord& run) { return counted(without_success(run.result.orders), run); }},
      {"orders_throttled",
       [](const RunRecord& run) {
         return counted(run.result.orders.throttled + run.result.orders.limit_exceeded, run);
       }},
      {"orders_shed", [](const RunRecord& run) { return counted(run.result.orders.shed, run); }},
      {"executions_started", [](const RunRecord& run) { return counted(run.result.orders.started, run); }},
      {"executions_succeeded", [](const RunRecord& run) { return counted(run.result.orders.succeeded, run); }},
      {"executions_failed", [](const RunRecord& run) { return counted(without_success(run.result.orders), run); }},
      {"executions_throttled",
       [](const RunRecord& run) {
         return counted(run.result.orders.throttled + run.result.orders.limit_exceeded, run);
       }},
      {"executions_shed", [](const RunRecord& run) { return counted(run.result.orders.shed, run); }},
      {"attempts", [](const RunRecord& run) { return counted(run.result.counters.attempts, run); }},
      {"retries", [](const RunRecord& run) { return counted(run.result.counters.retries, run); }},
      {"retries_refused", [](const RunRecord& run) { return counted(run.result.counters.retries_refused, run); }},
      {"circuit_openings", [](const RunRecord& run) { return counted(run.result.counters.circuit_openings, run); }},
      {"circuit_refused", [](const RunRecord& run) { return counted(run.result.counters.circuit_refused, run); }},
      {"attempts_per_task", [](const RunRecord& run) -> Metric { return Gauge{per_task(run.result.counters)}; }},
      {"open_max", [](const RunRecord& run) -> Metric { return Gauge{static_cast<double>(run.result.open_max)}; }},
      {"open_mean", [](const RunRecord& run) -> Metric { return Gauge{run.result.open_mean}; }},
      {"cost_dollars", [](const RunRecord& run) -> Metric { return Gauge{run.result.dollars}; }},
      {"recovery_time_s", [](const RunRecord& run) -> Metric {
         return Gauge{run.recovery ? std::optional{world::seconds(*run.recovery)} : std::nullopt};
       }}};
  return all;
}

struct PhaseMetric {
  std::string_view name;
  Metric (*of)(const PhaseTotals&);
};

const std::vector<PhaseMetric>& phase_metrics() {
  static const std::vector<PhaseMetric> all = {
      {"response_time_ms", [](const PhaseTotals& phase) -> Metric { return Trend{&phase.response}; }},
      {"success_rate",
       [](const PhaseTotals& phase) -> Metric {
         return Rate{phase.succeeded, phase.ended};
       }},
      {"failure_rate", [](const PhaseTotals& phase) -> Metric {
         return Rate{phase.ended - phase.succeeded, phase.ended};
       }}};
  return all;
}

template <class Named>
std::vector<std::string_view> names_of(const std::vector<Named>& all) {
  std::vector<std::string_view> names;
  for (const Named& each : all) names.push_back(each.name);
  return names;
}

template <class Named>
const Named& named(const std::vector<Named>& all, std::string_view name) {
  return *std::find_if(all.begin(), all.end(), [&](const Named& each) { return each.name == name; });
}

bool has_stopped(const Demand& demand, const RunRecord& run) {
  return run.stopped && !run.stopped->by_guardrail && run.stopped->metric == demand.metric &&
         run.stopped->expression == demand.threshold.text;
}

ThresholdResult check(const Demand& demand, std::span<const RunRecord> runs) {
  ThresholdResult result{demand.metric, demand.threshold.text, std::nullopt, true, false};
  for (const RunRecord& run : runs) {
    const auto value = value_of(demand.threshold, metric_of(demand.metric, run));
    const bool held = value && demand.threshold.holds(*value);
    if (&run == &runs.front() || (result.held && !held)) result.value = value;
    result.held = result.held && held;
    result.aborted = result.aborted || has_stopped(demand, run);
  }
  return result;
}

/// Adds up the totals of all runs.
PhaseTotals sum(std::span<const RunRecord> runs, Phase phase) {
  PhaseTotals totals;
  for (const RunRecord& run : runs) {
    const PhaseTotals& one = run.by_phase[static_cast<std::size_t>(phase)];
    totals.succeeded += one.succeeded;
    totals.ended += one.ended;
    totals.response.merge(one.response);
  }
  return totals;
}

/// Merges the samples of a metric of a part of the runs over all runs.
Gathered sum(std::span<const RunRecord> runs, const std::string& metric, Phase phase) {
  Gathered sum;
  for (const RunRecord& run : runs) sum.merge(run.selected.at(metric).by_phase[static_cast<std::size_t>(phase)]);
  return sum;
}

ProbeResult::InPhase check(const Probe& probe, const Metric& metric) {
  ProbeResult::InPhase result{value_of(probe.tolerance.front(), metric), true};
  for (const metrics::Threshold& threshold : probe.tolerance) {
    const auto value = value_of(threshold, metric);
    result.held = result.held && value && threshold.holds(*value);
  }
  return result;
}

// ---- failures

std::string showed(const std::optional<double>& value) {
  if (!value) return "nothing was measured";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", *value);
  return text.data();
}

std::string showed(const InvariantResult& result) { return result.examples.front().text(); }

/// A phase without measurements holds.
ProbeResult::InPhase check(const Probe& probe,
                           const Experiment& experiment,
                           std::span<const RunRecord> runs,
                           Phase phase) {
  if (is_selected(probe.metric)) {
    const Gathered gathered = sum(runs, probe.metric, phase);
    const double seconds = length_of(experiment, phase) * static_cast<double>(runs.size());
    const Measure measure = runs.front().selected.at(probe.metric).metric.measure;
    if (gathered.total == 0 || seconds <= 0) return {std::nullopt, true};
    return check(probe, metric_of(measure, gathered, seconds));
  }
  const PhaseTotals totals = sum(runs, phase);
  if (totals.ended == 0) return {std::nullopt, true};
  return check(probe, named(phase_metrics(), probe.metric).of(totals));
}

/// Names the failure after the probe and its failed phases, "orders succeed rate>0.95 during and after the faults":
/// failing in other phases is another failure.
Failure failure_of(const ProbeResult& probe) {
  constexpr std::array<std::string_view, phases.size()> names{"before", "during", "after"};
  Failure failure{Failure::Kind::Demand, probe.name + ' ' + probe.tolerance, {}};
  for (std::size_t phase = 0; phase < names.size(); ++phase) {
    if (probe.by_phase[phase].held) continue;
    const bool first = failure.what.empty();
    failure.name += (first ? " " : " and ") + std::string{names[phase]};
    failure.what += (first ? "" : ", ") + showed(probe.by_phase[phase].value) + ' ' + std::string{names[phase]};
  }
  failure.name += " the faults";
  return failure;
}

}  // namespace

const std::vector<std::string_view>& metric_names() {
  static const auto names = names_of(run_metrics());
  return names;
}

const std::vector<std::string_view>& phase_metric_names() {
  static const auto names = names_of(phase_metrics());
  return names;
}

std::optional<Metric> kind_of(std::string_view metric) {
  static const RunRecord nothing;
  for (const RunMetric& known : run_metrics())
    if (known.name == metric) return known.of(nothing);
  return std::nullopt;
}

std::optional<Metric> selected_kind_of(std::string_view metric) {
  static const Gathered nothing;
  if (!is_selected(metric)) return std::nullopt;
  const auto selected = parse_selected(metric);
  return selected ? std::optional{metric_of(selected->measure, nothing, 0)} : std::nullopt;
}

Metric metric_of(std::string_view metric, const RunRecord& run) {
  if (!is_selected(metric)) return named(run_metrics(), metric).of(run);
  const Selected& selected = run.selected.at(std::string{metric});
  return metric_of(selected.metric.measure, selected.whole, world::seconds(run.result.measured));
}

Metric metric_of(std::string_view metric, const PhaseTotals& phase) { return named(phase_metrics(), metric).of(phase); }

std::vector<ThresholdResult> check_thresholds(const Experiment& experiment, std::span<const RunRecord> runs) {
  std::vector<ThresholdResult> results;
  for (const Demand& demand : experiment.scenario.thresholds) results.push_back(check(demand, runs));
  return results;
}

std::vector<ProbeResult> check_hypothesis(const Experiment& experiment, std::span<const RunRecord> runs) {
  std::vector<ProbeResult> results;
  for (const Probe& probe : experiment.hypothesis.probes) {
    ProbeResult result{probe.name, probe.metric, probe.tolerance_text, {}};
    for (const Phase phase : phases)
      result.by_phase[static_cast<std::size_t>(phase)] = check(probe, experiment, runs, phase);
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<Failure> failures(const Experiment& experiment, const RunRecord& run) {
  const std::span<const RunRecord> runs{&run, 1};
  std::vector<Failure> found;
  for (const InvariantResult& result : run.invariants)
    if (result.violations > 0) found.push_back({Failure::Kind::Invariant, result.name, showed(result)});
  if (run.stopped && run.stopped->by_guardrail)
    found.push_back({Failure::Kind::Demand,
                     "guardrail " + run.stopped->metric + ' ' + run.stopped->expression,
                     showed(run.stopped->value)});
  for (const ThresholdResult& result : check_thresholds(experiment, runs))
    if (!result.held)
      found.push_back({Failure::Kind::Demand, result.metric + ' ' + result.expression, showed(result.value)});
  for (const ProbeResult& result : check_hypothesis(experiment, runs))
    if (!result.held()) found.push_back(failure_of(result));
  return found;
}

}  // namespace stepstorm::experiment
