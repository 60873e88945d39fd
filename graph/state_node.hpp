// What a state's node says: its name, what kind of work it does, how it may be retried, what happened to it.
#pragma once

#include "graph/diagram.hpp"

namespace stepstorm::graph {

/// `definition` is the state as written, for its comment. Without a summary, nothing about a run is said.
[[nodiscard]] Node state_node(const asl::State& state, const Json& definition, const StateSummary* summary);

}  // namespace stepstorm::graph
