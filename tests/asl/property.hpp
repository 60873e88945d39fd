// Property tests: many random cases, each drawn from a seed of its own. A failure names its seed; with STEPSTORM_SEED
// set to it, only that case is tried.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "world/stream.hpp"

namespace stepstorm::asl {

/// 1 to `count`, or the one that $STEPSTORM_SEED names.
inline std::vector<std::uint64_t> property_seeds(std::uint64_t count) {
  if (const char* seed = std::getenv("STEPSTORM_SEED")) return {std::strtoull(seed, nullptr, 10)};
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 1; seed <= count; ++seed) seeds.push_back(seed);
  return seeds;
}

inline std::string replay(std::uint64_t seed) { return "replay: STEPSTORM_SEED=" + std::to_string(seed); }

template <class T, std::size_t count>
const T& pick(const std::array<T, count>& choices, world::Stream& random) {
  return choices[random.below(count)];
}

inline bool one_in(std::uint64_t n, world::Stream& random) { return random.below(n) == 0; }

}  // namespace stepstorm::asl
