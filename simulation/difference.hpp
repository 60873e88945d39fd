// Finds the first event in which two runs of one scenario differ.
#pragma once

#include <optional>
#include <string>

#include "simulation/simulation.hpp"

namespace stepstorm::simulation {

struct Run {
  std::uint64_t seed = 0;
  SimulationOptions options;  // its `watch` is ignored
};

struct Difference {
  /// One line for each run: execution, then virtual time and event as render_line writes them, plus an excerpt of the
  /// event's data if the runs differ only there; or a note that nothing more happened.
  std::string one;
  std::string other;
};

/// Returns the first difference; nullopt when both runs are equal to the end. Runs both side by side, and then again up
/// to the difference.
[[nodiscard]] std::optional<Difference> first_difference(const Scenario& scenario, const Run& one, const Run& other);

}  // namespace stepstorm::simulation
