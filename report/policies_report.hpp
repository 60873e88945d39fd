// What the resilience policies of a scenario have done in one run, for people and for programs.
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

/// A row for each policy that is switched on, whether or not it had something to do.
[[nodiscard]] std::vector<PolicyRow> policy_rows(const simulation::PolicyResult& policies,
                                                 const std::string& noun = "order");

/// {"retry_budget": {"retries_refused": 7},
///  "circuit_breakers": {"payment": {"openings": 1, "open_s": 5.0, "attempts_refused": 90}},
///  "load_shedding": {"orders_shed": 0}}, of those that are switched on
[[nodiscard]] Json policies_json(const simulation::PolicyResult& policies);

}  // namespace stepstorm::report
