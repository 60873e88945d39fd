// Effects of a scenario's resilience policies in one run, as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "simulation/simulation.hpp"
#include "values/json.hpp"

namespace stepstorm::report {

struct PolicyRow {
  std::string label;  // "breaker"
  std::string text;
};

/// Returns a row for each policy that is switched on, even when it never acted.
[[nodiscard]] std::vector<PolicyRow> policy_rows(const simulation::PolicyResult& policies,
                                                 const std::string& noun = "order");

/// Returns the policies that are switched on:
/// {"retry_budget": {"retries_refused": 7},
///  "circuit_breakers": {"payment": {"openings": 1, "open_s": 5.0, "attempts_refused": 90}},
///  "load_shedding": {"orders_shed": 0}}
[[nodiscard]] Json policies_json(const simulation::PolicyResult& policies);

}  // namespace stepstorm::report
