#include "report/json/experiment_run_json.hpp"

#include <cmath>
#include <utility>

#include "graph/diagram.hpp"
#include "report/bounded_series.hpp"
#include "report/experiment_findings.hpp"
#include "report/json/parts_json.hpp"
#include "report/simulation_report.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
namespace {

using experiment::Phase;
using experiment::RunRecord;
using experiment::Series;
using experiment::Story;

/// For each of the two runs that a report shows over time.
constexpr std::size_t series_bytes_max = 1u << 20;

Json stories_json(const std::vector<Story>& stories) {
  Json json = Json::array();
  for (const Story& story : stories) json.push_back(story_json(story));
  return json;
}

Json levels_json(const std::vector<std::optional<world::Duration>>& levels) {
  Json json = Json::array();
  for (const auto& level : levels) json.push_back(level ? Json(world::milliseconds(*level)) : Json(nullptr));
  return json;
}

Json values_json(const std::vector<std::optional<double>>& values) {
  Json json = Json::array();
  for (const auto& value : values) json.push_back(value ? Json(*value) : Json(nullptr));
  return json;
}

Json selected_json(const RunRecord& run) {
  Json json = Json::object();
  for (const auto& [name, selected] : run.selected) {
    if (!experiment::is_selected(name)) continue;
    json[name]["value"] = values_json(selected.series);
    if (!selected.series_p99.empty()) json[name]["p99"] = values_json(selected.series_p99);
  }
  return json;
}

Json series_json(const RunRecord& run) {
  const Series& series = run.series;
  Json failed = Json::object();
  for (const auto& [error, counts] : series.failed) failed[error] = counts;
  Json resources = Json::object();
  for (const Series::Resource& resource : series.resources)
    resources[resource.name] = {{"queued", resource.queued}, {"busy", resource.busy}, {"servers", resource.servers}};
  return bounded_series({{"interval_s", world::seconds(series.interval)},
                         {"started", series.started},
                         {"succeeded", series.succeeded},
                         {"failed", std::move(failed)},
                         {"open", series.open},
                         {"retries", series.retries},
                         {"response_p50_ms", levels_json(series.response_p50)},
                         {"response_p99_ms", levels_json(series.response_p99)},
                         {"resources", std::move(resources)},
                         {"selected", selected_json(run)}},
                        series_bytes_max);
}

/// Returns percentiles that approach 100 % by halving the distance, with ten lines per halving.
Json spectrum_json(const metrics::Histogram& response) {
  Json json = Json::array();
  for (int line = 10; line <= 170 && response.count() > 0; ++line) {
    const double percentile = 100 * (1 - std::pow(2, -line / 10.0));
    json.push_back({percentile, world::milliseconds(response.value_at_percentile(percentile))});
  }
  return json;
}

Json machine_states_json(const RunRecord& run, const asl::Machine& machine) {
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
                    {"mean_ms", world::milliseconds(state.time) / static_cast<double>(state.entered)}});
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
        {"response_p50_ms", world::milliseconds(totals.response.value_at_percentile(50))},
        {"response_p99_ms", world::milliseconds(totals.response.value_at_percentile(99))}};
  }
  return json;
}

/// Returns why and when the run was stopped; null when it was not.
Json stop_json(const RunRecord& run) {
  if (!run.stopped) return nullptr;
  return {{"at_s", world::seconds(run.stopped->at)},
          {"by", run.stopped->by_guardrail ? "guardrail" : "threshold"},
          {"metric", run.stopped->metric},
          {"expression", run.stopped->expression},
          {"value", run.stopped->value},
          {"open", run.stopped->open}};
}

}  // namespace

Json story_json(const Story& story) {
  return {{"order", story.order},
          {"execution", story.execution},
          {"started_s", world::seconds(story.started)},
          {"response_ms", world::milliseconds(story.response)},
          {"status", story.status},
          {"error", story.error},
          {"cause", story.cause},
          {"history", story.history}};
}

Json replications_json(const std::vector<RunRecord>& runs) {
  Json json = Json::array();
  for (const RunRecord& run : runs) {
    json.push_back(result_json(run.result));
    json.back()["stopped"] = stop_json(run);
    json.back()["phases"] = phases_json(run);
    json.back()["metrics"] = metrics_json(run);
  }
  return json;
}

Json run_json(const RunRecord& run, const asl::Machine& machine) {
  Json json = result_json(run.result);
  json["ended_s"] = world::seconds(run.result.ended_at);
  json["stopped"] = stop_json(run);
  json["phases"] = phases_json(run);
  json["series"] = series_json(run);
  json["spectrum"] = spectrum_json(run.result.response);
  json["states"] = machine_states_json(run, machine);
  json["states_in_all"] = states_json(run.parts);
  json["tags"] = tags_json(run.parts);
  json["effects"] = effects_json(run.parts);
  json["recovery_s"] = run.recovery ? Json(world::seconds(*run.recovery)) : Json(nullptr);
  json["slowest"] = stories_json(run.slowest);
  json["failed"] = stories_json(run.failed);
  return json;
}

}  // namespace stepstorm::report
