// Where two runs of one scenario part: the first thing that happened in one of them and not in the other.
#pragma once

#include <optional>
#include <string>

#include "simulation/simulation.hpp"

namespace stepstorm::simulation {

struct Run {
  std::uint64_t seed = 0;
  SimulationOptions options;  // its watch is not used
};

struct Difference {
  /// Of each run, one line: virtual time, execution and event as history's render_line writes it, with the data in which
  /// it differs where that is all; or that it is over.
  std::string one;
  std::string other;
};

/// nullopt: they are alike from beginning to end. Runs both side by side, and again up to where they differ.
[[nodiscard]] std::optional<Difference> first_difference(const Scenario& scenario, const Run& one, const Run& other);

}  // namespace stepstorm::simulation
