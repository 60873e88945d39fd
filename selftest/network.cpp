#include "selftest/network.hpp"

#include <utility>

#include "selftest/order_log.hpp"
#include "selftest/theory/fcfs_station.hpp"
#include "selftest/workflow.hpp"
#include "workers/resource.hpp"
#include "workers/worker_host.hpp"
#include "world/arrivals.hpp"

namespace stepstorm::selftest {
namespace {

/// One station of a network.
class StationRecursion {
 public:
  StationRecursion(const Station& station, std::size_t number, std::uint64_t seed)
      : station_(station.servers, station.queue_limit), service_times_(station, number, seed) {}

  struct Visit {
    world::Time begun;
    world::Time left;
  };
  /// nullopt: there is no room.
  std::optional<Visit> pass(std::uint64_t order, world::Time at) {
    const world::Duration service = service_times_.of(order);
    const auto begun = station_.arrive(at, service);
    return begun ? std::optional{Visit{*begun, *begun + service}} : std::nullopt;
  }

 private:
  theory::FcfsStation station_;
  ServiceTimes service_times_;
};

/// Moves an order to the last station, or to the first one without room for it.
void pass_all(std::uint64_t order, world::Time arrived, std::vector<StationRecursion>& stations, OrderLog& log) {
  world::Time now = arrived;
  for (std::size_t station = 0; station < stations.size(); ++station) {
    log.attempt();
    const auto visit = stations[station].pass(order, now);
    if (!visit) return log.order(arrived, now, true);
    log.taken(station, arrived, now, visit->begun);
    now = visit->left;
  }
  log.order(arrived, now, false);
}

}  // namespace

ServiceTimes::ServiceTimes(const Station& station, std::size_t number, std::uint64_t seed)
    : sampler_(station.service_time),
      random_(workers::service_stream(station.name, seed)),
      visit_(visit_of_task(number)) {}

world::Duration ServiceTimes::of(std::uint64_t order) const {
  auto random = workers::attempt_stream(random_, order, visit_, 1, workers::Drawn::ServiceTime);
  return sampler_.draw(random);
}

simulation::Scenario scenario(const Network& network, const Period& period) {
  std::vector<std::string> names;
  std::vector<workers::ResourceOptions> workers;
  for (const Station& station : network.stations) {
    names.push_back(station.name);
    workers.push_back(worker_of(station.name, station.service_time, station.servers));
    workers.back().queue_limit = station.queue_limit;
  }
  return scenario(tasks_in_a_row(names), std::move(workers), network.arrivals, period.end, period.warm_up);
}

Observation recursion(const Network& network, const Period& period, std::uint64_t seed) {
  world::Arrivals arrivals{network.arrivals, world::Stream::named(seed, "arrivals")};
  std::vector<StationRecursion> stations;
  for (const Station& station : network.stations) stations.emplace_back(station, stations.size(), seed);
  OrderLog log{period, stations.size()};
  auto at = arrivals.next();
  for (std::uint64_t order = 0; at && *at < period.end; ++order, at = arrivals.next())
    pass_all(order, *at, stations, log);
  return log.observation();
}

}  // namespace stepstorm::selftest
