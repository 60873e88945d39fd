// Compares histories as trees, in which previousEventId names each event's parent. Ignores the order of branches, and
// therefore ids.
// Source: conformance compare.py, level causal.
#pragma once

#include "conformance/difference.hpp"
#include "values/json.hpp"

namespace stepstorm::conformance {

void find_causal_differences(const Json& expected, const Json& actual, Differences& found);

}  // namespace stepstorm::conformance
