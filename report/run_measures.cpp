#include "report/run_measures.hpp"

#include <cstdio>

#include "world/time.hpp"

namespace stepstorm::report {

using simulation::SimulationResult;

std::string percentile_name(double percentile) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "p%g", percentile);
  return text.data();
}

double started_per_s(const SimulationResult& result) {
  return result.measured.count() == 0 ? 0
                                      : static_cast<double>(result.orders.started) / world::seconds(result.measured);
}

double success_rate(const SimulationResult& result) {
  const auto ended = result.orders.succeeded + result.orders.failed + result.orders.timed_out + result.orders.aborted;
  return ended == 0 ? 0 : static_cast<double>(result.orders.succeeded) / static_cast<double>(ended);
}

double attempts_per_task(const messages::Counters& counters) {
  const auto wanted = counters.attempts - counters.retries;
  return wanted == 0 ? 1 : static_cast<double>(counters.attempts) / static_cast<double>(wanted);
}

std::vector<std::pair<std::string, RunMeasure>> run_measures(const SimulationResult& like) {
  std::vector<std::pair<std::string, RunMeasure>> all{
      {"throughput_per_s", [](const auto& result) { return result.throughput_per_s(); }},
      {"success_rate", success_rate},
      {"response_mean_ms", [](const auto& result) { return result.response.mean().count() / 1e6; }}};
  for (const double percentile : percentiles_shown)
    all.emplace_back("response_" + percentile_name(percentile) + "_ms", [percentile](const auto& result) {
      return world::milliseconds(result.response.value_at_percentile(percentile));
    });
  all.emplace_back("open_mean", [](const auto& result) { return result.open_mean; });
  all.emplace_back("dollars", [](const auto& result) { return result.dollars; });
  for (std::size_t index = 0; index < like.resources.size(); ++index) {
    const std::string& name = like.resources[index].name;
    all.emplace_back(name + "_utilisation",
                     [index](const auto& result) { return result.resources[index].utilisation; });
    all.emplace_back(name + "_waiting_mean_ms",
                     [index](const auto& result) { return result.resources[index].waiting.mean().count() / 1e6; });
  }
  return all;
}

metrics::Interval interval_of(const std::vector<SimulationResult>& results, const RunMeasure& measure) {
  std::vector<double> values;
  for (const SimulationResult& result : results) values.push_back(measure(result));
  return metrics::interval(values);
}

}  // namespace stepstorm::report
