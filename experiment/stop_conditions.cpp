#include "experiment/stop_conditions.hpp"

#include <algorithm>

#include "experiment/verdict.hpp"

namespace stepstorm::experiment {
namespace {

using metrics::Gauge;
using metrics::Rate;
using metrics::Trend;

/// Returns the number of intervals in this time, at least one.
std::size_t intervals_in(world::Duration time, world::Duration interval) {
  return static_cast<std::size_t>(std::max<std::int64_t>(1, (time + interval - world::Duration{1}) / interval));
}

}  // namespace

const std::vector<std::string_view>& guardrail_metric_names() {
  static const std::vector<std::string_view> names{"response_time_ms", "success_rate", "failure_rate", "open"};
  return names;
}

metrics::Metric guardrail_kind(std::string_view metric) {
  if (is_selected(metric)) return *selected_kind_of(metric);
  if (metric == "response_time_ms") return Trend{};
  if (metric == "open") return Gauge{};
  return Rate{};
}

StopConditions::StopConditions(const Experiment& experiment, Selection& selection)
    : experiment_(experiment), selection_(selection), intervals_(1) {
  for (const Guardrail& guardrail : experiment.guardrails)
    intervals_kept_ = std::max(intervals_kept_, intervals_in(guardrail.over, experiment.interval));
}

void StopConditions::ended(const orchestration::EndedExecution& ended) {
  if (intervals_kept_ == 0 || ended.execution.id >= orchestration::child_id) return;
  Interval& now = intervals_.back();
  now.succeeded += std::holds_alternative<execution::Succeeded>(ended.execution.status);
  now.responses.push_back(ended.execution.ended_at - ended.execution.started_at);
}

std::optional<Stop> StopConditions::interval_ended(const simulation::Simulation& simulation) {
  for (const Guardrail& guardrail : experiment_.guardrails)
    if (is_selected(guardrail.metric) && !intervals_.back().selected.contains(guardrail.metric))
      intervals_.back().selected[guardrail.metric] = selection_.take_new(guardrail.metric);
  auto stop = failed_threshold(simulation);
  if (!stop) stop = left_guardrail(simulation);
  intervals_.emplace_back();
  while (intervals_.size() > std::max<std::size_t>(1, intervals_kept_)) intervals_.pop_front();
  return stop;
}

world::Time StopConditions::waits_for() const {
  world::Time until{0};
  for (const Demand& demand : experiment_.scenario.thresholds)
    until = std::max(until, demand.abort_after.value_or(until));
  for (const Guardrail& guardrail : experiment_.guardrails) until = std::max<world::Time>(until, guardrail.over);
  return until;
}

std::optional<Stop> StopConditions::failed_threshold(const simulation::Simulation& simulation) const {
  if (simulation.now() <= experiment_.scenario.warm_up) return std::nullopt;
  std::optional<RunRecord> so_far;
  for (const Demand& demand : experiment_.scenario.thresholds) {
    if (!demand.abort_after || simulation.now() < *demand.abort_after) continue;
    if (!so_far) so_far.emplace().result = simulation.result();
    const auto selected = selection_.so_far(demand.metric, world::seconds(so_far->result.measured));
    const auto value = metrics::value_of(
        demand.threshold, selected && is_selected(demand.metric) ? *selected : metric_of(demand.metric, *so_far));
    if (value && !demand.threshold.holds(*value))
      return Stop{simulation.now(), false, demand.metric, demand.threshold.text, *value, simulation.open()};
  }
  return std::nullopt;
}

std::optional<Stop> StopConditions::left_guardrail(const simulation::Simulation& simulation) const {
  if (simulation.now() <= experiment_.scenario.warm_up) return std::nullopt;
  for (const Guardrail& guardrail : experiment_.guardrails) {
    if (simulation.now() < guardrail.over) continue;
    const auto value = value_of(guardrail, simulation.open());
    if (value && !guardrail.bounds.holds(*value))
      return Stop{simulation.now(), true, guardrail.metric, guardrail.bounds.text, *value, simulation.open()};
  }
  return std::nullopt;
}

std::optional<double> StopConditions::value_of(const Guardrail& guardrail, std::uint64_t open) const {
  if (guardrail.metric == "open") return metrics::value_of(guardrail.bounds, Gauge{static_cast<double>(open)});
  const std::size_t wanted = intervals_in(guardrail.over, experiment_.interval);
  if (is_selected(guardrail.metric)) return selected_value_of(guardrail, wanted);
  metrics::Histogram responses;
  std::uint64_t succeeded = 0;
  for (std::size_t back = 1; back <= std::min(wanted, intervals_.size()); ++back) {
    const Interval& interval = intervals_[intervals_.size() - back];
    succeeded += interval.succeeded;
    for (const world::Duration response : interval.responses) responses.record(response);
  }
  if (guardrail.metric == "response_time_ms") return metrics::value_of(guardrail.bounds, Trend{&responses});
  const std::uint64_t ended = responses.count();
  const std::uint64_t hits = guardrail.metric == "success_rate" ? succeeded : ended - succeeded;
  return metrics::value_of(guardrail.bounds, Rate{hits, ended});
}

std::optional<double> StopConditions::selected_value_of(const Guardrail& guardrail, std::size_t wanted) const {
  Gathered gathered;
  for (std::size_t back = 1; back <= std::min(wanted, intervals_.size()); ++back) {
    const auto& selected = intervals_[intervals_.size() - back].selected;
    if (const auto samples = selected.find(guardrail.metric); samples != selected.end())
      samples->second.add_to(gathered);
  }
  const SelectedMetric metric = parse_selected(guardrail.metric).value();
  return metrics::value_of(guardrail.bounds, metric_of(metric.measure, gathered, world::seconds(guardrail.over)));
}

}  // namespace stepstorm::experiment
