// Reads the invariants that an experiment states itself; experiment/own_invariant.hpp defines them.
#pragma once

#include <vector>

#include "config/reader.hpp"
#include "experiment/experiment.hpp"

namespace stepstorm::config {

/// A list of objects, each with a `name` and one of these forms:
///   {"effect": "payout", "at_least": 1, "at_most": 1} or {"effect": "payout", "exactly": 1}, and "standing": true
///   {"effect": "payout", "implies_end": "SUCCEEDED", "output": a Choice rule}
///   {"end": "SUCCEEDED", "implies_effects": ["payout"]}
///   {"effect": "hold", "followed_by": "payout", "or_undone": true, "within": "1 h"} or {"effect": "hold", "undone": true}
///   {"never_enters": "Payout", "when": a Choice rule}
///   {"ends_within": "48 h"}
///   {"holds": a Choice rule}
/// Effects and states must exist in the scenario, which the experiment already has.
bool read_invariants(const Node& node,
                     const experiment::Experiment& experiment,
                     std::vector<experiment::OwnInvariant>& out);

}  // namespace stepstorm::config
