// Resilience policies, which are extensions beyond Step Functions: orchestration/policies/policies.hpp says what each does.
#pragma once

#include "config/reader.hpp"
#include "orchestration/policies/policies.hpp"

namespace stepstorm::config {

/// {"retry_budget": {"ratio": 0.1, "burst": 10, "minimum_per_second": 0},
///  "circuit_breakers": {"payment": {"failure_ratio": 0.5, "minimum_calls": 20, "window": "10 s", "open_for": "5 s",
///                                   "probes": 3, "ignored_errors": ["CardDeclined"]}},
///  "load_shedding": {"open_orders": 500, "queued": {"payment": 200}}}
/// Each one may be left out, and what is left out of it has its default; of load shedding, at least one limit is there.
/// Whether there are such resources is not known here.
bool read_policies(const Node& node, resilience::Policies& out);

}  // namespace stepstorm::config
