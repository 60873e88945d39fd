#include "report/cost_report.hpp"

#include <array>
#include <cstdio>
#include <utility>

#include "values/words.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
namespace {

using simulation::SimulationResult;

std::string dollars_text(double dollars) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "$%.2f", dollars);
  return text.data();
}

using Part = std::pair<const char*, double metrics::Cost::*>;
constexpr std::array parts{Part{"transitions", &metrics::Cost::transitions},
                           Part{"requests", &metrics::Cost::requests},
                           Part{"time and memory", &metrics::Cost::duration},
                           Part{"Lambda", &metrics::Cost::functions}};

/// Returns the parts of the cost; empty when there is only one.
std::string parts_text(const metrics::Cost& cost) {
  std::string text;
  int count = 0;
  for (const auto& [name, part] : parts) {
    if (cost.*part <= 0) continue;
    ++count;
    text += (text.empty() ? ": " : ", ") + std::string{name} + ' ' + dollars_text(cost.*part);
  }
  return count > 1 ? text : std::string{};
}

}  // namespace

std::optional<double> dollars_per_million(const SimulationResult& result) {
  if (result.all_orders.started == 0) return std::nullopt;
  return result.dollars / static_cast<double>(result.all_orders.started) * 1e6;
}

std::optional<double> dollars_per_month(const SimulationResult& result) {
  constexpr double month_s = 30 * 86'400;
  if (result.load_time.count() <= 0) return std::nullopt;
  return result.dollars / world::seconds(result.load_time) * month_s;
}

std::string cost_text(const SimulationResult& result) {
  return dollars_text(result.dollars) + " for all " + plural(result.noun) + ", by AWS's prices for " + result.region +
         parts_text(result.cost);
}

std::string cost_rates_text(const SimulationResult& result) {
  const auto million = dollars_per_million(result);
  const auto month = dollars_per_month(result);
  if (!million || !month) return {};
  return "$" + short_number(*million) + " for a million " + plural(result.noun) + ", $" + short_number(*month) +
         " for 30 days of this load";
}

std::vector<CostRow> cost_rows(const SimulationResult& result) {
  std::vector<CostRow> rows;
  for (const auto& [name, part] : parts)
    if (result.cost.*part > 0) rows.push_back({name, result.cost.*part});
  rows.push_back({"a million " + plural(result.noun), dollars_per_million(result)});
  rows.push_back({"30 days of this load", dollars_per_month(result)});
  return rows;
}

Json cost_json(const SimulationResult& result) {
  const metrics::Cost& cost = result.cost;
  Json json{{"region", result.region},
            {"transitions", cost.transitions},
            {"requests", cost.requests},
            {"time_and_memory", cost.duration},
            {"functions", cost.functions}};
  if (const auto million = dollars_per_million(result)) json["per_million"] = *million;
  if (const auto month = dollars_per_month(result)) json["per_30_days"] = *month;
  return json;
}

}  // namespace stepstorm::report
