// The outgoing transitions of a state and their reasons: Next, the rules of a Choice, its Default, the catchers.
// Transitions to the same state for the same kind of reason are merged.
#pragma once

#include <string>
#include <vector>

#include "graph/diagram.hpp"

namespace stepstorm::graph {

struct Departure {
  asl::StateIndex to = 0;
  EdgeKind kind = EdgeKind::Plain;
  std::vector<std::string> reasons;  // conditions or error names, not shortened
};

/// `definition`: the state as written, for the conditions of a Choice.
[[nodiscard]] std::vector<Departure> departures_of(const asl::State& state, const Json& definition);

}  // namespace stepstorm::graph
