#include "config/readers/demand_reader.hpp"

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

bool is_metric(const Node& node, std::string_view name, const std::vector<std::string_view>& known) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return true;
  if (experiment::is_selected(name)) {
    const auto selected = experiment::parse_selected(name);
    return selected || node.error(selected.error());
  }
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

metrics::Metric kind_of_any(std::string_view metric) {
  const auto kind = experiment::kind_of(metric);
  return kind ? *kind : *experiment::selected_kind_of(metric);
}

bool read_expression(const Node& node, std::string_view metric, metrics::Threshold& out) {
  return read_expression(node, metric, kind_of_any(metric), out);
}

/// A metric that is known only after the run cannot stop the run.
bool is_known_early(const Node& node, std::string_view metric) {
  const auto selected = experiment::parse_selected(metric);
  const bool late = metric == "recovery_time_s" || (selected && selected->measure == experiment::Measure::Effects);
  return !late || node.error(std::string{metric} + " is known only when the run is over");
}

/// Reads an object of metrics, each with a list of demands.
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
  return read && (!aborts || is_known_early(node.member("abortOnFail"), out.metric));
}

bool read_guardrail(const Node& node, Guardrail& out) {
  if (!is_known_early(node, out.metric)) return false;
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
  if (!std::holds_alternative<metrics::Rate>(kind_of_any(metric)))
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

bool name_what_is_there(const Node& node, std::string_view metric, const simulation::Scenario& scenario) {
  if (!experiment::is_selected(metric)) return true;
  const auto selected = experiment::parse_selected(metric);
  if (!selected) return false;  // as its reader has said
  const auto is_in = [&](const std::set<std::string>& known, const std::string& name, const std::string& missing) {
    if (known.contains(name)) return true;
    const std::vector<std::string_view> names{known.begin(), known.end()};
    return node.error(missing + " '" + name + '\'' + (names.empty() ? "" : "; " + suggestion(name, names)));
  };
  using enum experiment::Measure;
  const bool of_state = selected->measure != Effects && !selected->of.empty();
  if (of_state && !is_in(states_in(scenario), selected->of, "there is no state")) return false;
  if (selected->measure == Effects &&
      !is_in(effects_in(scenario), selected->of, "no worker of this scenario has the effect"))
    return false;
  return std::all_of(selected->conditions.begin(), selected->conditions.end(), [&](const auto& condition) {
    if (condition.kind != experiment::Condition::Kind::Tag)
      return is_in(states_in(scenario), condition.value, "there is no state");
    return is_in(tags_in(scenario), condition.tag, "the scenario has no tag");
  });
}

bool name_what_is_there(const Node& by_metric, const simulation::Scenario& scenario) {
  if (!by_metric.value().is_object()) return false;
  bool all = true;
  for (const auto& [name, demands] : by_metric.value().items())
    all = name_what_is_there(by_metric.member(name), name, scenario) && all;
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
