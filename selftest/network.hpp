// Stations in tandem: each order is a task at one station after the other. Makes the scenario for the simulator, and
// computes the recursion. Both draw separately from streams with the same names.
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

/// A station with several servers or a queue limit must be the only one; otherwise orders could overtake each other
/// before the next station.
struct Network {
  world::PoissonArrivals arrivals;
  std::vector<Station> stations;
};

/// Makes the simulator's scenario.
[[nodiscard]] simulation::Scenario scenario(const Network& network, const Period& period);

/// Computes Lindley's recursion, or Kiefer's and Wolfowitz's.
[[nodiscard]] Observation recursion(const Network& network, const Period& period, std::uint64_t seed);

/// The service times of orders at the station with this number.
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
