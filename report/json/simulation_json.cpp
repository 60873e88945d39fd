#include <utility>

#include "report/cost_report.hpp"
#include "report/json/numbers_json.hpp"
#include "report/json/parts_json.hpp"
#include "report/policies_report.hpp"
#include "report/run_measures.hpp"
#include "report/schedule_report.hpp"
#include "report/simulation_report.hpp"
#include "values/formatted.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
namespace {

using simulation::OrderCounts;
using simulation::ResourceResult;
using simulation::SimulationResult;

Json orders_json(const OrderCounts& orders) {
  Json json = {{"started", orders.started},
               {"succeeded", orders.succeeded},
               {"failed", orders.failed},
               {"timed_out", orders.timed_out},
               {"aborted", orders.aborted},
               {"throttled", orders.throttled},
               {"limit_exceeded", orders.limit_exceeded}};
  if (orders.shed > 0) json["shed"] = orders.shed;
  return json;
}

Json counters_json(const messages::Counters& counters) {
  Json json = {{"transitions", counters.transitions},
               {"attempts", counters.attempts},
               {"retries", counters.retries},
               {"refused", counters.refused},
               {"unavailable", counters.unavailable},
               {"lost", counters.lost},
               {"late_answers", counters.late_answers},
               {"throttled", counters.throttled}};
  if (counters.retries_refused > 0) json["retries_refused"] = counters.retries_refused;
  if (counters.circuit_refused > 0) json["circuit_refused"] = counters.circuit_refused;
  if (counters.circuit_openings > 0) json["circuit_openings"] = counters.circuit_openings;
  return json;
}

Json intervals_json(const std::vector<SimulationResult>& results) {
  Json json = Json::object();
  for (const auto& [name, measure] : run_measures(results.front())) {
    const auto interval = interval_of(results, measure);
    json[name] = {{"mean", interval.mean}, {"half_width_95", interval.half_width}};
  }
  return json;
}

}  // namespace

Json result_json(const SimulationResult& result) {
  Json errors = Json::object();
  for (const auto& [error, count] : result.errors) errors[error] = count;
  Json resources = Json::object();
  for (const ResourceResult& resource : result.resources)
    resources[resource.name] = {{"servers", resource.servers},
                                {"taken", resource.taken},
                                {"utilisation", resource.utilisation},
                                {"busy_mean", resource.busy_mean},
                                {"queue_mean", resource.queued_mean},
                                {"queue_max", resource.queued_max},
                                {"waiting", times_json(resource.waiting)}};
  Json json = {{"seed", result.seed}};
  const bool can_be_repeated = !result.schedule;
  if (can_be_repeated) json["hash"] = formatted("%016llx", static_cast<unsigned long long>(result.hash));
  json.update({{"measured_s", world::seconds(result.measured)},
               {"orders", orders_json(result.orders)},
               {"throughput_per_s", result.throughput_per_s()},
               {"started_per_s", started_per_s(result)},
               {"success_rate", success_rate(result)},
               {"response", times_json(result.response)},
               {"open_mean", result.open_mean},
               {"open_max", result.open_max},
               {"open_at_end", result.open_at_end},
               {"errors", std::move(errors)},
               {"resources", std::move(resources)},
               {"all_orders", orders_json(result.all_orders)},
               {"counters", counters_json(result.counters)},
               {"attempts_per_task", attempts_per_task(result.counters)},
               {"dollars", result.dollars},
               {"cost", cost_json(result)}});
  if (result.partial) json["partial"] = true;
  if (result.unended > 0) json["unended"] = result.unended;
  if (result.policies) json["policies"] = policies_json(*result.policies);
  if (result.schedule) json["schedule"] = schedule_json(*result.schedule, result.noun);
  return json;
}

Json report_json(const SimulationReport& report) {
  const simulation::Scenario& scenario = *report.scenario;
  Json json = {{"title", scenario.title}, {"state_machine", scenario.state_machine->name}, {"noun", noun_of(scenario)}};
  if (report.clock == launch::Clock::Wall) json["clock"] = "wall";
  if (!report.cut.empty()) json["partial"] = report.cut;
  if (report.results.size() > 1) json["intervals"] = intervals_json(report.results);
  json["replications"] = Json::array();
  for (const SimulationResult& result : report.results) json["replications"].push_back(result_json(result));
  for (std::size_t index = 0; index < report.selected.size(); ++index)
    if (!report.selected[index].empty())
      json["replications"][index]["metrics"] =
          metrics_json(report.selected[index], world::seconds(report.results[index].measured));
  for (const experiment::ThresholdResult& result : report.thresholds)
    json["thresholds"].push_back({{"metric", result.metric},
                                  {"expression", result.expression},
                                  {"value", or_null(result.value)},
                                  {"held", result.held}});
  return json;
}

}  // namespace stepstorm::report
