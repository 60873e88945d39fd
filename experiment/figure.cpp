#include "experiment/figure.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "experiment/verdict.hpp"
#include "metrics/threshold.hpp"

namespace stepstorm::experiment {
namespace {

using Value = std::optional<double>;
using Result = tl::expected<Figure, std::string>;

constexpr std::array<std::string_view, phases.size()> phase_names{"before", "during", "after"};

// ---- goodput

Value goodput(const Experiment&, const RunRecord& run) { return run.result.throughput_per_s(); }

Value goodput_in(const Experiment& experiment, const RunRecord& run, Phase phase) {
  const double length = length_of(experiment, phase);
  if (length <= 0) return std::nullopt;
  return static_cast<double>(run.by_phase[static_cast<std::size_t>(phase)].served()) / length;
}

Value goodput_kept(const Experiment& experiment, const RunRecord& run) {
  const Value before = goodput_in(experiment, run, Phase::Before);
  const Value after = goodput_in(experiment, run, Phase::After);
  return before && after && *before > 0 ? Value{*after / *before} : std::nullopt;
}

// ---- metrics

/// Parses an aggregation into a threshold without a demand.
tl::expected<metrics::Threshold, std::string> parse_aggregation(std::string_view text, const metrics::Metric& metric) {
  auto threshold = metrics::parse_threshold(std::string(text) + ">=0");
  if (threshold && has(metric, threshold->aggregation)) return threshold;
  std::string known;
  for (const std::string_view each : aggregations_of(metric)) known += (known.empty() ? "" : ", ") + std::string(each);
  return tl::unexpected{"there is no '" + std::string(text) + "' of it; there are " + known};
}

std::string_view own_aggregation(const metrics::Metric& metric) {
  constexpr std::array<std::string_view, 4> by_kind{"med", "rate", "count", "value"};
  return by_kind[metric.index()];
}

std::string known_names(std::optional<Phase> phase) {
  std::string text = phase ? "goodput_per_s" : "goodput_kept, goodput_per_s";
  for (const std::string_view name : phase ? phase_metric_names() : metric_names()) text += ", " + std::string(name);
  return text + (phase ? "" : "; before., during. and after. in front of some");
}

/// Returns the figure of a metric of a part of the run; state names may contain spaces.
Result selected_figure(std::string_view name, std::string_view wanted, std::optional<Phase> phase) {
  const std::size_t end = wanted.rfind('}') + 1;
  const std::string metric(wanted.substr(0, end));
  const auto selected = parse_selected(metric);
  if (!selected) return tl::unexpected{std::string(name) + ": " + selected.error()};
  const auto kind = *selected_kind_of(metric);
  const std::string_view rest = wanted.substr(end);
  const auto aggregation = parse_aggregation(rest.empty() ? own_aggregation(kind) : rest.substr(1), kind);
  if (!aggregation) return tl::unexpected{std::string(name) + ": " + aggregation.error()};
  const auto of = [metric, phase, aggregation = *aggregation](const Experiment& experiment, const RunRecord& run) {
    if (!phase) return value_of(aggregation, metric_of(metric, run));
    const Selected& measured = run.selected.at(metric);
    const Gathered& gathered = measured.by_phase[static_cast<std::size_t>(*phase)];
    return value_of(aggregation, metric_of(measured.metric.measure, gathered, length_of(experiment, *phase)));
  };
  return Figure{std::string(name), of, metric};
}

/// `wanted`: the name without its phase.
Result figure_of(std::string_view name, std::string_view wanted, std::optional<Phase> phase) {
  if (wanted == "goodput_per_s" && !phase) return Figure{std::string(name), goodput};
  if (wanted == "goodput_kept" && !phase) return Figure{std::string(name), goodput_kept};
  if (wanted == "goodput_per_s")
    return Figure{std::string(name),
                  [phase](const auto& experiment, const auto& run) { return goodput_in(experiment, run, *phase); }};
  if (is_selected(wanted)) return selected_figure(name, wanted, phase);
  const std::string metric(wanted.substr(0, wanted.find(' ')));
  const auto& names = phase ? phase_metric_names() : metric_names();
  const auto kind = kind_of(metric);
  if (!kind || std::find(names.begin(), names.end(), metric) == names.end())
    return tl::unexpected{"there is no metric '" + std::string(name) + "'; there are " + known_names(phase)};
  const auto aggregation = parse_aggregation(
      metric.size() == wanted.size() ? own_aggregation(*kind) : wanted.substr(metric.size() + 1), *kind);
  if (!aggregation) return tl::unexpected{std::string(name) + ": " + aggregation.error()};
  return Figure{std::string(name), [metric, phase, aggregation = *aggregation](const auto&, const RunRecord& run) {
                  return value_of(aggregation,
                                  phase ? metric_of(metric, run.by_phase[static_cast<std::size_t>(*phase)])
                                        : metric_of(metric, run));
                }};
}

}  // namespace

Result figure_called(std::string_view name) {
  for (const Phase phase : phases) {
    const std::string prefix = std::string(phase_names[static_cast<std::size_t>(phase)]) + '.';
    if (name.starts_with(prefix)) return figure_of(name, name.substr(prefix.size()), phase);
  }
  return figure_of(name, name, std::nullopt);
}

}  // namespace stepstorm::experiment
