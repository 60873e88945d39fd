// An experiment of the selftest, cut into independent pieces that may run on any thread in any order. Its checks are
// made from the results of all pieces.
// Pure: a piece draws only from streams of its own seed, so that equal options give equal figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "selftest/check.hpp"

namespace stepstorm::selftest {

/// The results of a piece, in the order of the experiment's quantities.
struct Piece {
  std::vector<double> simulated;
  std::vector<double> recursed;  // the same quantities by the recursion
  std::vector<Exact> exact;
};

struct Experiment {
  std::string title;
  std::vector<std::string> checks;  // names of the checks that `judge` returns
  std::vector<std::function<Piece()>> pieces;
  std::function<std::vector<Check>(const std::vector<Piece>&)> judge;  // takes the pieces' results, in order
};

struct Options {
  std::uint64_t seed = 2026;
  bool quick = false;  // a fraction of the work; intervals may be five times as wide
};

/// Returns the results of one kind at index `place`, from all pieces in [begin, end).
[[nodiscard]] std::vector<double> column(const std::vector<Piece>& pieces,
                                         std::vector<double> Piece::*kind,
                                         std::size_t place,
                                         std::size_t begin,
                                         std::size_t end);

}  // namespace stepstorm::selftest
