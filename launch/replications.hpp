// The seeds of a run's replications.
#pragma once

#include <cstdint>

#include "world/stream.hpp"

namespace stepstorm::launch {

/// Returns the seed of a replication; the first one has the scenario's seed.
inline std::uint64_t seed_of(std::uint64_t seed, std::uint32_t replication) {
  return replication == 0 ? seed : world::Stream::named(seed, "replications").of(replication).bits();
}

}  // namespace stepstorm::launch
