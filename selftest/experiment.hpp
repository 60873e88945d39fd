// A question to the simulator, cut into pieces that know nothing of each other: any thread may run any of them, in any
// order. Their results together are judged.
// Pure: a piece draws from streams of its own seed only, so equal options give equal figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "selftest/check.hpp"

namespace stepstorm::selftest {

/// What a piece found, in the order in which its experiment names things.
struct Piece {
  std::vector<double> simulated;
  std::vector<double> recursed;  // the same, by the recursion that the simulation is held against
  std::vector<Exact> exact;
};

struct Experiment {
  std::string title;
  std::vector<std::string> checks;  // the names of those that `judge` will give
  std::vector<std::function<Piece()>> pieces;
  std::function<std::vector<Check>(const std::vector<Piece>&)> judge;  // of the pieces' results, in their order
};

struct Options {
  std::uint64_t seed = 2026;
  bool quick = false;  // a fraction of the work, and intervals that may be five times as wide
};

/// Of one kind of result, those that all pieces from `begin` to `end` have at this place.
[[nodiscard]] std::vector<double> column(const std::vector<Piece>& pieces,
                                         std::vector<double> Piece::*kind,
                                         std::size_t place,
                                         std::size_t begin,
                                         std::size_t end);

}  // namespace stepstorm::selftest
