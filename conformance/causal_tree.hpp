// Histories as trees: every event after the one that its previousEventId names. Which branch of a Parallel or a Map came
// first, and so every id, is nothing that this looks at.
// Source: conformance compare.py, level causal.
#pragma once

#include "conformance/difference.hpp"
#include "values/json.hpp"

namespace stepstorm::conformance {

void find_causal_differences(const Json& expected, const Json& actual, Differences& found);

}  // namespace stepstorm::conformance
