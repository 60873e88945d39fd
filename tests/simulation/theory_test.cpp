// Simulations against what queueing theory knows exactly: the value must lie inside the 99.9 % interval over
// independent replications, and the interval must be narrow. Source: the formulas beside each case.
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "metrics/interval.hpp"
#include "tests/simulation/shop.hpp"

namespace stepstorm::simulation {
namespace {

using namespace std::chrono_literals;

double seconds(std::chrono::duration<double, std::nano> duration) { return duration.count() / 1e9; }

std::vector<SimulationResult> replications(const Scenario& scenario, std::uint64_t count) {
  std::vector<SimulationResult> results;
  for (std::uint64_t seed = 1; seed <= count; ++seed) results.push_back(run(scenario, seed));
  return results;
}

/// The exact value lies inside the 99.9 % interval, whose half is at most this share of it.
template <class Measure>
void demand(const std::vector<SimulationResult>& results, Measure measure, double exact, double precision) {
  std::vector<double> values;
  for (const auto& result : results) values.push_back(measure(result));
  const auto interval = metrics::interval(values, 0.999);
  INFO(interval.mean << " +- " << interval.half_width << ", exactly " << exact);
  CHECK(interval.contains(exact));
  CHECK(interval.half_width < precision * exact);
}

/// Orders of one task.
Scenario one_station(double per_second, world::Distribution service_time, std::uint32_t servers) {
  const auto orders = [&](double count) { return world::rounded(count / per_second * 1e9); };
  return scenario(tasks_in_a_row({"serve"}),
                  {station("serve", std::move(service_time), servers)},
                  world::PoissonArrivals{per_second},
                  orders(32'000),
                  orders(2'000));
}

/// In service times of 50 ms.
double mean_waiting(const SimulationResult& result) { return seconds(result.resources[0].waiting.mean()) / 0.05; }
double utilisation(const SimulationResult& result) { return result.resources[0].utilisation; }
double share_failed(const SimulationResult& result) {
  return static_cast<double>(result.orders.failed) / static_cast<double>(result.orders.started);
}

}  // namespace

TEST_CASE("M/M/c: waiting times are Erlang C's", "[simulation][theory]") {
  struct Row {
    std::uint32_t servers;
    double utilisation;
    double waiting;  // in service times
  };
  const auto row = GENERATE(values<Row>({{1, 0.8, 4.0}, {2, 0.8, 1.777777778}, {8, 0.9, 0.876916238}}));
  CAPTURE(row.servers);
  const auto load = one_station(row.servers * row.utilisation * 20, world::Exponential{50ms}, row.servers);
  const auto results = replications(load, 12);
  demand(results, mean_waiting, row.waiting, 0.25);
  demand(results, utilisation, row.utilisation, 0.02);
}

TEST_CASE("M/G/1: waiting times are Pollaczek's and Khinchine's", "[simulation][theory]") {
  struct Row {
    std::string name;
    world::Distribution service_time;
    double waiting;  // in service times, at a utilisation of 0.8
  };
  const auto row = GENERATE(values<Row>({{"constant", world::Constant{50ms}, 2.0},
                                         {"Erlang-4", world::Erlang{4, 50ms}, 2.5},
                                         {"uniform", world::Uniform{0ms, 100ms}, 2.666667}}));
  CAPTURE(row.name);
  const auto load = one_station(16, row.service_time, 1);
  demand(replications(load, 12), mean_waiting, row.waiting, 0.15);
}

TEST_CASE("the order workflow is a tandem of M/M/1 stations, response times are Jackson's", "[simulation][theory]") {
  const auto tandem = scenario(tasks_in_a_row({"validate", "payment", "confirm"}),
                               {station("validate", world::Exponential{5ms}),
                                station("payment", world::Exponential{8'333'333ns}),
                                station("confirm", world::Exponential{3'333'333ns})},
                               world::PoissonArrivals{100},
                               300s,
                               20s);
  const auto results = replications(tandem, 10);
  demand(
      results, [](const auto& result) { return seconds(result.response.mean()); }, 0.065, 0.08);
  demand(
      results, [](const auto& result) { return result.open_mean; }, 6.5, 0.08);
  for (const auto& [percentile, exact] :
       {std::pair{50.0, 0.050772}, std::pair{90.0, 0.131554}, std::pair{99.0, 0.246684}})
    demand(
        results,
        [&](const auto& result) { return seconds(result.response.value_at_percentile(percentile)); },
        exact,
        0.2);
}

TEST_CASE("a queue with room for few loses orders as M/M/1/K does", "[simulation][theory]") {
  auto small = one_station(24, world::Exponential{50ms}, 1);
  small.resources[0].queue_limit = 9;
  demand(replications(small, 12), share_failed, 0.192586495, 0.08);
  CHECK(run(small).errors.begin()->first == "Lambda.TooManyRequestsException");
}

TEST_CASE("attempts of a task that fails at random follow from its retries", "[simulation][theory]") {
  auto flaky = scenario(
      tasks_in_a_row({"serve"}, R"("Retry": [{"ErrorEquals": ["Flaky"], "IntervalSeconds": 1, "MaxAttempts": 3}], )"),
      {station("serve", world::Constant{1ms}, 1000)},
      world::PoissonArrivals{200},
      200s);
  flaky.resources[0].worker.errors = {{"Flaky", "", 0.3}};
  const auto results = replications(flaky, 8);
  demand(
      results,
      [](const auto& result) {
        return static_cast<double>(result.counters.attempts) / static_cast<double>(result.orders.started);
      },
      1.417,
      0.02);
  demand(results, share_failed, 0.0081, 0.1);
}

}  // namespace stepstorm::simulation
