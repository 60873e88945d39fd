#include "config/demand_reader.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "config/scenario_names.hpp"
#include "experiment/selected_metric.hpp"
#include "experiment/stop_conditions.hpp"
#include "experiment/verdict.hpp"

namespace stepstorm::config {
namespace {

using experiment::Demand;
using experiment::Guardrail;
using experiment::Hypothesis;
using experiment::Probe;

/// A metric of a part of the run, where those of the whole run are known too.
bool is_selected(std::string_view name, const std::vector<std::string_view>& known) {
  return known == experiment::metric_names() && experiment::parse_selected(name);
}

bool is_metric(const Node& node, std::string_view name, const std::vector<std::string_view>& known) {
  if (std::find(known.begin(), known.end(), name) != known.end() || is_selected(name, known)) return true;
  return node.error("there is no metric '" + std::string{name} + "' here; " + suggestion(name, known));
}

bool read_expression(const Node& node, std::string_view metric, metrics::Metric kind, metrics::Threshold& out) {
  std::string text;
  if (!read_text(node, text)) return false;
  auto threshold = metrics::parse_threshold(text);
  if (!threshold) return node.error(threshold.error());
  if (!has(kind, threshold->aggregation))
    return node.error("of " + std::string{metric} + " there is " + one_of_names(aggregations_of(kind)));
  out = std::move(*threshold);
  return true;
}

bool read_expression(const Node& node, std::string_view metric, metrics::Threshold& out) {
  const auto kind = experiment::kind_of(metric);
  return read_expression(node, metric, kind ? *kind : *experiment::selected_kind_of(metric), out);
}

/// An object of metrics, each with a list of what is demanded of it.
template <class Demanded, class Read>
bool read_by_metric(const Node& node,
                    const std::vector<std::string_view>& known,
                    const Read& read,
                    std::vector<Demanded>& out) {
  if (!node.value().is_object()) return node.expected("an object of metrics and what is demanded of them");
  bool all = true;
  for (const auto& [name, expressions] : node.value().items()) {
    const auto read_one = [&read, &metric = name](const Node& element, Demanded& demanded) {
      demanded.metric = metric;
      return read(element, demanded);
    };
    std::vector<Demanded> demands;
    const Node list = node.member(name);
    all = is_metric(list, name, known) && list_of(read_one, 1)(list, demands) && all;
    out.insert(out.end(), std::make_move_iterator(demands.begin()), std::make_move_iterator(demands.end()));
  }
  return all;
}

// ---- thresholds

bool read_threshold(const Node& node, Demand& out) {
  const auto expression = [&](const Node& text, metrics::Threshold& threshold) {
    return read_expression(text, out.metric, threshold);
  };
  if (!node.value().is_object()) return expression(node, out.threshold);
  bool aborts = false;
  world::Duration delay{0};
  const bool read = Members{node}
                        .required("threshold", expression, out.threshold)
                        .optional("abortOnFail", read_flag, aborts)
                        .optional("delayAbortEval", read_duration, delay)
                        .no_others();
  if (aborts) out.abort_after = delay;
  if (read && aborts && experiment::parse_selected(out.metric))
    return node.member("abortOnFail").error("a metric of a part of the run is known only when the run is over");
  return read;
}

bool read_guardrail(const Node& node, Guardrail& out) {
  const auto bounds = [&](const Node& text, metrics::Threshold& threshold) {
    return read_expression(text, out.metric, experiment::guardrail_kind(out.metric), threshold);
  };
  if (!node.value().is_object()) return bounds(node, out.bounds);
  return Members{node}
      .required("bounds", bounds, out.bounds)
      .optional("over", read_positive_duration, out.over)
      .no_others();
}

// ---- the hypothesis

metrics::Threshold rate_that_is(metrics::Comparison comparison, double limit) {
  return {{}, metrics::Aggregation::Rate, 0, comparison, limit};
}

bool read_range(const Node& node, std::vector<metrics::Threshold>& out) {
  std::vector<double> range;
  if (!list_of(number(0, 1))(node, range)) return false;
  if (range.size() != 2 || range[0] > range[1]) return node.expected("two numbers, the smaller one first");
  out = {rate_that_is(metrics::Comparison::GreaterOrEqual, range[0]),
         rate_that_is(metrics::Comparison::LessOrEqual, range[1])};
  return true;
}

bool read_tolerance(const Node& node, const std::string& metric, std::vector<metrics::Threshold>& out) {
  if (node.value().is_string()) return read_expression(node, metric, out.emplace_back());
  if (!std::holds_alternative<metrics::Rate>(*experiment::kind_of(metric)))
    return node.expected("an expression such as \"p(99)<2000\"");
  if (node.value().is_array()) return read_range(node, out);
  double exactly = 0;
  if (!read_number(node, 0, 1, exactly)) return false;
  out = {rate_that_is(metrics::Comparison::Equal, exactly)};
  return true;
}

bool read_probe(const Node& node, Probe& out) {
  std::optional<Node> tolerance;
  const auto read_later = [](const Node& member, std::optional<Node>& later) {
    later = member;
    return true;
  };
  if (!Members{node}
           .optional("name", read_text, out.name)
           .required("metric", read_text, out.metric)
           .required("tolerance", read_later, tolerance)
           .no_others() ||
      !is_metric(node.member("metric"), out.metric, experiment::phase_metric_names()))
    return false;
  if (out.name.empty()) out.name = out.metric;
  const Json& written = tolerance->value();
  out.tolerance_text = written.is_string() ? written.get<std::string>() : to_text(written);
  return read_tolerance(*tolerance, out.metric, out.tolerance);
}

}  // namespace

bool read_thresholds(const Node& node, std::vector<Demand>& out) {
  return read_by_metric(node, experiment::metric_names(), read_threshold, out);
}

bool name_what_is_there(const Node& thresholds, const simulation::Scenario& scenario) {
  const std::set<std::string> states = states_in(scenario);
  const std::set<std::string> effects = effects_in(scenario);
  bool all = true;
  for (const auto& [name, expressions] : thresholds.value().items()) {
    const auto selected = experiment::parse_selected(name);
    if (!selected) continue;
    const bool of_effects = selected->selector == experiment::Selector::Effects;
    const auto& known = of_effects ? effects : states;
    if (known.contains(selected->value)) continue;
    const std::vector<std::string_view> names{known.begin(), known.end()};
    const std::string what = of_effects ? "no worker of this scenario has the effect '" : "there is no state '";
    all = thresholds.member(name).error(what + selected->value + '\'' +
                                        (names.empty() ? "" : "; " + suggestion(selected->value, names)));
  }
  return all;
}

bool read_guardrails(const Node& node, std::vector<Guardrail>& out) {
  return read_by_metric(node, experiment::guardrail_metric_names(), read_guardrail, out);
}

bool read_hypothesis(const Node& node, Hypothesis& out) {
  return Members{node}
      .optional("title", read_text, out.title)
      .required("probes", list_of(read_probe, 1), out.probes)
      .no_others();
}

}  // namespace stepstorm::config
