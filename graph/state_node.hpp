// Makes the node of a state: its name, kind of work, retries, and outcome.
#pragma once

#include "graph/diagram.hpp"

namespace stepstorm::graph {

/// `definition`: the state as written, for its comment. `summary`: null without a run.
[[nodiscard]] Node state_node(const asl::State& state, const Json& definition, const StateSummary* summary);

}  // namespace stepstorm::graph
