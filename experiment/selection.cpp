#include "experiment/selection.hpp"

#include <algorithm>
#include <utility>

#include "asl/no_references.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {
namespace {

using execution::EventType;
using execution::HistoryEvent;
using orchestration::EndedExecution;

/// The number of intervals in which the hypothesis must hold for a recovery.
constexpr std::size_t intervals_of_recovery = 10;
/// Later events count in the last interval.
constexpr std::size_t intervals_max = 200'000;

const std::string& state_of(const EndedExecution& ended, asl::StateIndex state) {
  return ended.execution.machine().states[state].name;
}

bool comes_after_entry(const EndedExecution& ended, const HistoryEvent& event) {
  return event.previous != 0 && ended.history[event.previous - 1].type == EventType::StateEntered;
}

bool is_counted(const SelectedMetric& metric, const EndedExecution& ended, const HistoryEvent& event) {
  if (metric.measure == Measure::FailedAttempts) {
    return fails_attempt(event.type) && (metric.error.empty() || metric.error == error_of_attempt(event));
  }
  return begins_attempt(event.type) && (metric.measure == Measure::Attempts || !comes_after_entry(ended, event));
}

bool holds(const Condition& condition,
           const std::set<std::string>& visited,
           const std::map<std::string, std::string>& tags) {
  switch (condition.kind) {
    case Condition::Kind::Visited: return visited.contains(condition.value);
    case Condition::Kind::NotVisited: return !visited.contains(condition.value);
    case Condition::Kind::Tag: {
      const auto tag = tags.find(condition.tag);
      return tag != tags.end() && tag->second == condition.value;
    }
  }
  return false;
}

bool is_hit(const SelectedMetric& metric, const execution::Execution& execution, const std::set<std::string>& visited) {
  const bool succeeded = std::holds_alternative<execution::Succeeded>(execution.status);
  switch (metric.measure) {
    case Measure::FailureRate: return !succeeded;
    case Measure::Reached: return visited.contains(metric.of);
    default: return succeeded;
  }
}

std::optional<double> rate_of(const metrics::Metric& metric) {
  const metrics::Threshold rate{.text = {}, .aggregation = metrics::Aggregation::Rate};
  return metrics::value_of(rate, metric);
}

Gathered gathered(const std::vector<Samples>& intervals, std::size_t first, std::size_t count) {
  Gathered sum;
  for (std::size_t index = first; index < std::min(first + count, intervals.size()); ++index)
    intervals[index].add_to(sum);
  return sum;
}

}  // namespace

void Samples::record(std::optional<world::Duration> time, bool hit) {
  if (time) times.push_back(*time);
  count += hit;
  ++total;
}

void Samples::add_to(Gathered& out) const {
  for (const world::Duration time : times) out.times.record(time);
  out.count += count;
  out.total += total;
}

std::map<std::string, std::string> tags_of(const simulation::Scenario& scenario, const Json& input) {
  std::map<std::string, std::string> tags;
  for (const simulation::Tag& tag : scenario.tags) {
    const auto values = tag.value->evaluate(input, asl::NoReferences{});
    const Json* value = values ? find_member(*values, "value") : nullptr;
    if (!value || value->is_structured() || value->is_null()) continue;
    tags.emplace(tag.name, value->is_string() ? value->get<std::string>() : to_text(*value));
  }
  return tags;
}

std::vector<std::string> names_to_select(const Experiment& experiment) {
  std::vector<std::string> names = experiment.measured;
  for (const Demand& demand : experiment.scenario.thresholds) names.push_back(demand.metric);
  for (const Guardrail& guardrail : experiment.guardrails) names.push_back(guardrail.metric);
  std::erase_if(names, [](const std::string& name) { return !is_selected(name); });
  for (const Probe& probe : experiment.hypothesis.probes) names.push_back(probe.metric);
  return names;
}

Selection::Selection(const Experiment& experiment, TimePoint epoch, bool knows_waits)
    : experiment_(experiment), faults_(fault_time(experiment)), epoch_(epoch), knows_waits_(knows_waits) {
  for (const std::string& name : names_to_select(experiment))
    if (auto metric = parse_selected(name)) slots_[name].metric = std::move(*metric);
}

// ---- as executions end

void Selection::ended(const EndedExecution& ended, const std::vector<StateVisit>& visits) {
  if (slots_.empty()) return;
  const execution::Execution& execution = ended.execution;
  Open& open = open_[execution.order];
  for (const HistoryEvent& event : ended.history)
    if (event.type == EventType::StateEntered) open.visited.insert(state_of(ended, event.state));
  for (auto& [name, slot] : slots_) {
    std::vector<Sample> samples;
    if (!is_of_executions(slot.metric.measure)) add_samples(slot.metric, ended, visits, samples);
    if (slot.metric.conditions.empty()) {
      for (const Sample& sample : samples) record(slot, sample);
    } else {
      auto& pending = open.pending[name];
      pending.insert(pending.end(), samples.begin(), samples.end());
    }
  }
  if (execution.id >= orchestration::child_id) return;
  conclude(execution, std::move(open));
  open_.erase(execution.order);
}

void Selection::add_samples(const SelectedMetric& metric,
                            const EndedExecution& ended,
                            const std::vector<StateVisit>& visits,
                            std::vector<Sample>& out) const {
  if (metric.measure == Measure::Effects) return;
  if (metric.measure == Measure::StateTime) {
    const bool needs_waits = metric.part == StatePart::Queueing || metric.part == StatePart::Work;
    if (needs_waits && !knows_waits_) return;
    for (const StateVisit& visit : visits)
      if (state_of(ended, visit.state) == metric.of)
        out.push_back({visit.entered, visit.left, visit.part(metric.part), true});
    return;
  }
  for (const HistoryEvent& event : ended.history)
    if ((begins_attempt(event.type) || fails_attempt(event.type)) && state_of(ended, event.state) == metric.of &&
        is_counted(metric, ended, event))
      out.push_back({event.at, event.at, std::nullopt, true});
}

/// Decides conditions: called when an execution and those that it has started have ended.
void Selection::conclude(const execution::Execution& execution, Open&& open) {
  const auto tags = tags_of(experiment_.scenario, *execution.input);
  for (auto& [name, slot] : slots_) {
    const auto& conditions = slot.metric.conditions;
    if (!std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
          return holds(condition, open.visited, tags);
        }))
      continue;
    if (is_of_executions(slot.metric.measure)) {
      std::optional<world::Duration> response;
      if (slot.metric.measure == Measure::ResponseTime) response = execution.ended_at - execution.started_at;
      record(slot, {execution.started_at, execution.ended_at, response, is_hit(slot.metric, execution, open.visited)});
    }
    if (conditions.empty()) continue;
    for (const Sample& sample : open.pending[name]) record(slot, sample);
    if (slot.metric.measure == Measure::Effects) slot.orders.insert(execution.order);
  }
}

void Selection::record(Slot& slot, const Sample& sample) {
  const world::Time began = sample.began - epoch_;
  if (began >= experiment_.scenario.warm_up) slot.whole.record(sample.time, sample.hit);
  slot.by_phase[static_cast<std::size_t>(phase_at(faults_, began))].record(sample.time, sample.hit);
  const std::size_t interval = interval_of(sample.ended);
  if (slot.intervals.size() <= interval) slot.intervals.resize(interval + 1);
  slot.intervals[interval].record(sample.time, sample.hit);
  slot.fresh.record(sample.time, sample.hit);
}

std::size_t Selection::interval_of(TimePoint at) const {
  const auto interval = std::max<std::int64_t>(0, (at - epoch_) / experiment_.interval);
  return std::min(static_cast<std::size_t>(interval), intervals_max);
}

// ---- results

std::optional<metrics::Metric> Selection::so_far(const std::string& name, double seconds) const {
  const auto slot = slots_.find(name);
  if (slot == slots_.end()) return std::nullopt;
  return metric_of(slot->second.metric.measure, slot->second.whole, seconds);
}

Samples Selection::take_new(const std::string& name) {
  const auto slot = slots_.find(name);
  return slot == slots_.end() ? Samples{} : std::exchange(slot->second.fresh, {});
}

void Selection::count_effects(const books::EffectBook& book) {
  if (std::exchange(counted_effects_, true)) return;
  const auto is_of_effects = [](const auto& slot) { return slot.second.metric.measure == Measure::Effects; };
  if (std::none_of(slots_.begin(), slots_.end(), is_of_effects)) return;
  for (const books::Effect& effect : book.effects())
    for (auto& [name, slot] : slots_)
      if (slot.metric.measure == Measure::Effects && slot.metric.of == effect.name &&
          (slot.metric.conditions.empty() || slot.orders.contains(effect.cause.order)))
        record(slot, {effect.cause.at, effect.cause.at, std::nullopt, true});
}

std::map<std::string, Selected> Selection::results(const books::EffectBook& book, std::size_t intervals) {
  count_effects(book);
  std::map<std::string, Selected> all;
  for (const auto& [name, slot] : slots_) {
    Selected selected{slot.metric, slot.whole, slot.by_phase, {}, {}};
    const double seconds = world::seconds(experiment_.interval);
    for (std::size_t interval = 0; interval < intervals; ++interval) {
      const Gathered here = gathered(slot.intervals, interval, 1);
      const metrics::Metric metric = metric_of(slot.metric.measure, here, seconds);
      const bool is_trend = std::holds_alternative<metrics::Trend>(metric);
      const bool any = here.times.count() > 0;
      if (is_trend) {
        const auto at = [&](double percentile) {
          return any ? std::optional{world::milliseconds(here.times.value_at_percentile(percentile))} : std::nullopt;
        };
        selected.series.push_back(at(50));
        selected.series_p99.push_back(at(99));
      } else {
        selected.series.push_back(rate_of(metric));
      }
    }
    all.emplace(name, std::move(selected));
  }
  return all;
}

// ---- recovery

bool Selection::holds_in(const Probe& probe, std::size_t first, std::size_t count) const {
  const Slot& slot = slots_.at(probe.metric);
  const Gathered here = gathered(slot.intervals, first, count);
  if (here.total == 0) return true;
  const double seconds = world::seconds(experiment_.interval) * static_cast<double>(count);
  return std::all_of(probe.tolerance.begin(), probe.tolerance.end(), [&](const metrics::Threshold& threshold) {
    const auto value = metrics::value_of(threshold, metric_of(slot.metric.measure, here, seconds));
    return value && threshold.holds(*value);
  });
}

std::optional<world::Duration> Selection::recovery() const {
  const auto& probes = experiment_.hypothesis.probes;
  const world::Duration interval = experiment_.interval;
  const auto first = static_cast<std::size_t>((faults_.end + interval - world::Duration{1}) / interval);
  const auto end = static_cast<std::size_t>(experiment_.scenario.duration / interval);
  if (probes.empty() || faults_.begin == faults_.end || first + intervals_of_recovery > end) return std::nullopt;
  std::optional<std::size_t> held_from;
  for (std::size_t start = end - intervals_of_recovery + 1; start-- > first;) {
    if (!std::all_of(probes.begin(), probes.end(), [&](const Probe& probe) {
          return holds_in(probe, start, intervals_of_recovery);
        }))
      break;
    held_from = start;
  }
  if (!held_from) return std::nullopt;
  return std::max<world::Duration>(interval * static_cast<std::int64_t>(*held_from) - faults_.end, world::Duration{0});
}

}  // namespace stepstorm::experiment
