#include "report/json/parts_json.hpp"

#include <map>
#include <utility>

#include "report/experiment_findings.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
namespace {

using experiment::Parts;
using experiment::StateFigures;

Json times(const metrics::Histogram& histogram) {
  Json json{{"count", histogram.count()}, {"mean_ms", histogram.mean().count() / 1e6}};
  for (const auto& [name, percentile] : {std::pair{"p50_ms", 50.0}, {"p90_ms", 90.0}, {"p99_ms", 99.0}})
    json[name] = world::milliseconds(histogram.value_at_percentile(percentile));
  json["max_ms"] = world::milliseconds(histogram.max());
  return json;
}

Json rate(std::uint64_t hits, std::uint64_t total) { return {{"rate", share(hits, total)}, {"of", total}}; }

Json count(std::uint64_t number, double seconds) {
  return {{"count", number}, {"per_s", seconds > 0 ? Json(static_cast<double>(number) / seconds) : Json(nullptr)}};
}

Json metric_json(const metrics::Metric& metric) {
  if (const auto* trend = std::get_if<metrics::Trend>(&metric)) return times(*trend->durations);
  if (const auto* part = std::get_if<metrics::Rate>(&metric)) return rate(part->hits, part->total);
  if (const auto* counter = std::get_if<metrics::Counter>(&metric)) return count(counter->count, counter->seconds);
  const auto value = std::get<metrics::Gauge>(metric).value;
  return {{"value", value ? Json(*value) : Json(nullptr)}};
}

std::string labelled(const std::string& metric, const std::string& label, const std::string& value) {
  return metric + '{' + label + ':' + value + '}';
}

/// Returns the figures by state name; leaves out names that states of several machines share.
std::map<std::string, const StateFigures*> by_name(const Parts& parts) {
  std::map<std::string, const StateFigures*> known;
  for (const auto& [name, figures] : parts.states)
    if (!known.emplace(name.second, &figures).second) known[name.second] = nullptr;
  return known;
}

double mean_ms(world::Duration sum, std::uint64_t visits) {
  return visits == 0 ? 0 : world::milliseconds(sum) / static_cast<double>(visits);
}

}  // namespace

Json metrics_json(const std::map<std::string, experiment::Selected>& selected, double measured_s) {
  Json json = Json::object();
  for (const auto& [name, each] : selected)
    if (experiment::is_selected(name)) json[name] = metric_json(metric_of(each.metric.measure, each.whole, measured_s));
  return json;
}

Json metrics_json(const experiment::RunRecord& run) {
  const double measured_s = world::seconds(run.result.measured);
  Json json = metrics_json(run.selected, measured_s);
  const auto add = [&](const std::string& name, Json value) {
    if (!json.contains(name)) json[name] = std::move(value);
  };
  for (const auto& [state, figures] : by_name(run.parts)) {
    if (!figures) continue;
    if (figures->visits > 0) add(labelled("state_time_ms", "state", state), times(figures->time));
    if (figures->attempts == 0) continue;
    std::uint64_t failed = 0;
    for (const auto& [error, number] : figures->errors) failed += number;
    add(labelled("attempts", "state", state), count(figures->attempts, measured_s));
    add(labelled("failed_attempts", "state", state), count(failed, measured_s));
  }
  for (const auto& [tag, values] : run.parts.tags)
    for (const auto& [value, figures] : values) {
      add(labelled("response_time_ms", tag, value), times(figures.response));
      add(labelled("success_rate", tag, value), rate(figures.succeeded, figures.ended));
    }
  for (const auto& [effect, figures] : run.parts.effects)
    add(labelled("effects", "effect", effect), count(figures.count, measured_s));
  if (run.recovery) json["recovery_time_s"] = {{"value", world::seconds(*run.recovery)}};
  return json;
}

Json states_json(const Parts& parts) {
  Json json = Json::array();
  for (const auto& [name, figures] : parts.states) {
    Json state{{"machine", name.first},
               {"state", name.second},
               {"visits", figures.visits},
               {"attempts", figures.attempts},
               {"errors", figures.errors},
               {"mean_ms", figures.time.mean().count() / 1e6},
               {"p99_ms", world::milliseconds(figures.time.value_at_percentile(99))},
               {"back_off_ms", mean_ms(figures.back_off, figures.visits)},
               {"waiting_ms", mean_ms(figures.waiting, figures.visits)}};
    if (parts.knows_waits) state["queueing_ms"] = mean_ms(figures.queueing, figures.visits);
    state[parts.knows_waits ? "work_ms" : "queueing_and_work_ms"] = mean_ms(figures.work, figures.visits);
    json.push_back(std::move(state));
  }
  return json;
}

Json tags_json(const Parts& parts) {
  Json json = Json::object();
  for (const auto& [tag, values] : parts.tags)
    for (const auto& [value, figures] : values)
      json[tag][value] = {{"ended", figures.ended},
                          {"success_rate", share(figures.succeeded, figures.ended)},
                          {"response_p50_ms", world::milliseconds(figures.response.value_at_percentile(50))},
                          {"response_p99_ms", world::milliseconds(figures.response.value_at_percentile(99))}};
  return json;
}

Json effects_json(const Parts& parts) {
  Json json = Json::object();
  for (const auto& [effect, figures] : parts.effects)
    json[effect] = {{"count", figures.count}, {"undone", figures.undone}, {"amount", figures.amount}};
  return json;
}

}  // namespace stepstorm::report
