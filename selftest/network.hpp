// Stations in a row: each order is a task at one after the other. As a scenario for the simulator, and as the recursion
// of its orders. Either draws for itself, from the streams that the simulator's parts name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "selftest/model.hpp"
#include "simulation/scenario.hpp"
#include "world/arrival_process.hpp"
#include "world/distribution.hpp"
#include "world/stream.hpp"

namespace stepstorm::selftest {

struct Station {
  std::string name;
  world::Distribution service_time;
  std::uint32_t servers = 1;
  std::optional<std::uint32_t> queue_limit;  // of the first station only
};

/// Where a station has several servers or a queue limit, it must be the only one: those after it would see orders
/// overtake each other.
struct Network {
  world::PoissonArrivals arrivals;
  std::vector<Station> stations;
};

/// The simulator's.
[[nodiscard]] simulation::Scenario scenario(const Network& network, const Period& period);

/// Lindley's, or Kiefer's and Wolfowitz's.
[[nodiscard]] Observation recursion(const Network& network, const Period& period, std::uint64_t seed);

/// How long an order's task takes at the station with this number.
class ServiceTimes {
 public:
  ServiceTimes(const Station& station, std::size_t number, std::uint64_t seed);
  [[nodiscard]] world::Duration of(std::uint64_t order) const;

 private:
  world::Sampler sampler_;
  world::Stream random_;
  std::uint32_t visit_;
};

}  // namespace stepstorm::selftest
