#include "selftest/laws.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "selftest/network.hpp"
#include "selftest/workflow.hpp"
#include "simulation/simulation.hpp"

namespace stepstorm::selftest {
namespace {

using namespace std::chrono_literals;
using simulation::SimulationResult;

constexpr int looks = 1'000;  // number of observations during a run

std::uint64_t whole(metrics::WideSum sum) {
  assert(sum <= std::numeric_limits<std::uint64_t>::max());
  return static_cast<std::uint64_t>(sum);
}

struct Law {
  std::string name;
  std::string unit;
  std::function<Exact(const SimulationResult&)> of;
};

struct LawfulRun {
  std::string title;
  simulation::Scenario scenario;  // without a warm-up
  std::vector<Law> laws;
};

// ---- laws

constexpr auto conservation = "orders started = ended + open, at instants";

bool conserves(const simulation::Simulation& simulation) {
  const auto& orders = simulation.so_far();
  return orders.started == orders.succeeded + orders.failed + orders.timed_out + orders.aborted + simulation.open();
}

/// Returns the sum of all orders' response times, which include waiting, service and back-off.
std::uint64_t in_system(const SimulationResult& result) { return whole(result.response.sum()); }

Law littles_law_of_the_system() {
  return {"response times = orders open", "ns", [](const SimulationResult& result) {
            return Exact{in_system(result), whole(result.areas.open)};
          }};
}

Law littles_law_of_a_queue(const std::string& station, std::size_t number) {
  return {station + ": waiting times = queue", "ns", [number](const SimulationResult& result) {
            const auto& areas = result.areas.resources[number];
            return Exact{whole(areas.waited), whole(areas.queued)};
          }};
}

/// For a station that loses no order: the sum of all drawn service times equals the servers' busy time.
Law littles_law_of_servers(const Station& station, std::size_t number) {
  return {station.name + ": service times = busy servers", "ns", [=](const SimulationResult& result) {
            const ServiceTimes service_times{station, number, result.seed};
            metrics::WideSum drawn = 0;
            for (std::uint64_t order = 0; order < result.all_orders.started; ++order)
              drawn += static_cast<std::uint64_t>(service_times.of(order).count());
            return Exact{whole(drawn), whole(result.areas.resources[number].busy)};
          }};
}

/// The law for networks in which orders are always at a station.
Law parts_make_the_whole() {
  return {"response times = queues + busy servers", "ns", [](const SimulationResult& result) {
            metrics::WideSum parts = 0;
            for (const auto& areas : result.areas.resources) parts += areas.queued + areas.busy;
            return Exact{in_system(result), whole(parts)};
          }};
}

// ---- runs

constexpr std::uint64_t orders_wanted = 200'000;

world::Duration lasts(double orders_per_second, const Options& options) {
  const double orders = static_cast<double>(orders_wanted) / (options.quick ? 25 : 1);
  return world::rounded(orders / orders_per_second * 1e9);
}

LawfulRun three_stations(const Options& options) {
  const Network network{{100},
                        {{"validate", world::Exponential{5ms}},
                         {"payment", world::Lognormal{8ms, 30ms}},
                         {"confirm", world::Exponential{3ms}}}};
  LawfulRun run{"Little's law: three stations in a row",
                scenario(network, {0s, lasts(network.arrivals.per_second, options)}),
                {littles_law_of_the_system(), parts_make_the_whole()}};
  for (std::size_t number = 0; number < network.stations.size(); ++number) {
    run.laws.push_back(littles_law_of_a_queue(network.stations[number].name, number));
    run.laws.push_back(littles_law_of_servers(network.stations[number], number));
  }
  return run;
}

LawfulRun lossy_queue(const Options& options) {
  const Network network{{90}, {{"serve", world::Hyperexponential{100ms, 4}, 8, 8}}};
  return {"Little's law: 8 servers and 8 places to wait, too few",
          scenario(network, {0s, lasts(network.arrivals.per_second, options)}),
          {littles_law_of_the_system(), parts_make_the_whole(), littles_law_of_a_queue("serve", 0)}};
}

LawfulRun users(const Options& options) {
  const world::ClosedLoopOptions load{.users = 60, .think_time = world::Exponential{1s}, .ramp_up = 10s};
  return {
      "Little's law: 60 users who wait for their orders",
      scenario(tasks_in_a_row({"serve"}), {worker_of("serve", world::Erlang{2, 200ms}, 9)}, load, lasts(45, options)),
      {littles_law_of_the_system(), parts_make_the_whole(), littles_law_of_a_queue("serve", 0)}};
}

/// Makes a run with back-offs, and with attempts that are abandoned while a worker still holds them.
LawfulRun storm(const Options& options) {
  auto validate = worker_of("validate", world::Exponential{20ms}, 4);
  auto payment = worker_of("payment", world::Lognormal{50ms, 400ms}, 5);
  payment.worker.errors = {{"Payment.Unavailable", "", 0.05}};
  payment.queue_limit = 60;
  const auto machine = tasks_in_a_row({"validate", "payment"},
                                      R"("TimeoutSeconds": 2, "Retry": [{"ErrorEquals": ["States.ALL"],
                                         "IntervalSeconds": 1, "MaxAttempts": 2, "JitterStrategy": "FULL"}], )");
  return {"Little's law: a storm of timeouts, errors and retries",
          scenario(machine, {validate, payment}, world::OnOff{150, 20, 5s, 10s}, lasts(60, options)),
          {littles_law_of_the_system()}};
}

// ---- as experiments

Piece watched(const LawfulRun& run, std::uint64_t seed) {
  simulation::Simulation simulation{run.scenario, seed};
  Exact conserved{looks, 0};
  for (int look = 1; look <= looks; ++look) {
    simulation.run_until(run.scenario.duration / looks * look);
    if (conserves(simulation)) ++conserved.measured;
  }
  simulation.run_until(world::Time::max());
  const SimulationResult result = simulation.result();
  Piece piece{.simulated = {}, .recursed = {}, .exact = {conserved}};
  for (const Law& law : run.laws) piece.exact.push_back(law.of(result));
  return piece;
}

std::vector<Check> judged(const LawfulRun& run, const Piece& piece) {
  std::vector<Check> checks{{conservation, "", piece.exact.front()}};
  for (std::size_t law = 0; law < run.laws.size(); ++law)
    checks.push_back({run.laws[law].name, run.laws[law].unit, piece.exact[law + 1]});
  return checks;
}

Experiment experiment(LawfulRun run, const Options& options) {
  const auto shared = std::make_shared<const LawfulRun>(std::move(run));
  const std::uint64_t seed = world::Stream::named(options.seed, "selftest:" + shared->title).bits();
  Experiment experiment{
      .title = shared->title,
      .checks = {conservation},
      .pieces = {[shared, seed] { return watched(*shared, seed); }},
      .judge = [shared](const std::vector<Piece>& pieces) { return judged(*shared, pieces.front()); }};
  for (const Law& law : shared->laws) experiment.checks.push_back(law.name);
  return experiment;
}

}  // namespace

std::vector<Experiment> laws(const Options& options) {
  std::vector<Experiment> experiments;
  for (auto make : {three_stations, lossy_queue, users, storm})
    experiments.push_back(experiment(make(options), options));
  return experiments;
}

}  // namespace stepstorm::selftest
