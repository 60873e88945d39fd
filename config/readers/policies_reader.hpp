// Reads resilience policies, extensions beyond Step Functions; orchestration/policies/policies.hpp defines them.
#pragma once

#include "config/reader.hpp"
#include "orchestration/policies/policies.hpp"

namespace stepstorm::config {

/// {"retry_budget": {"ratio": 0.1, "burst": 10, "minimum_per_second": 0},
///  "circuit_breakers": {"payment": {"failure_ratio": 0.5, "minimum_calls": 20, "window": "10 s", "open_for": "5 s",
///                                   "probes": 3, "ignored_errors": ["CardDeclined"]}},
///  "load_shedding": {"open_orders": 500, "queued": {"payment": 200}}}
/// Every policy and member is optional and has a default; load shedding needs at least one limit. Does not check that
/// the resources exist.
bool read_policies(const Node& node, policies::Policies& out);

}  // namespace stepstorm::config
