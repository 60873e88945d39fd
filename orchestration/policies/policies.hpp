// Resilience policies to try on a workflow: what a team could put between Step Functions and its providers. Extensions:
// Step Functions itself has none of them, and all are off unless a scenario asks for one.
// Sources: Google, "Site Reliability Engineering", chapters 21 and 22 (retry budgets, load shedding); M. Nygard,
// "Release It!" (circuit breaker).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "world/time.hpp"

namespace stepstorm::policies {

/// Retries may be so many for each first attempt. Of all resources together, for each orchestrator.
struct RetryBudgetOptions {
  double ratio = 0.1;             // tokens that each first attempt puts in; a retry takes one
  double burst = 10;              // tokens that it holds at most, and at the beginning
  double minimum_per_second = 0;  // tokens that come whatever happens
};

/// Whether calls of one resource still make sense, by what became of the last ones.
struct CircuitBreakerOptions {
  double failure_ratio = 0.5;        // of the calls that ended within the window: opens the circuit
  std::uint64_t minimum_calls = 20;  // in the window; fewer say nothing
  world::Duration window = std::chrono::seconds{10};
  world::Duration open_for = std::chrono::seconds{5};  // then probes are let through
  std::uint64_t probes = 3;                            // that must all succeed to close it again
  std::set<std::string> ignored_errors;                // business, not trouble: a worker that answers so is well
};

/// Orders are refused at the start while one of these limits is reached; at least one of them is set.
struct LoadSheddingOptions {
  std::optional<std::uint64_t> open_orders;     // orders under way
  std::map<std::string, std::uint64_t> queued;  // by resource: attempts that wait for one of its workers
};

struct Policies {
  std::optional<RetryBudgetOptions> retry_budget;
  std::map<std::string, CircuitBreakerOptions> circuit_breakers;  // by the resource's name
  std::optional<LoadSheddingOptions> load_shedding;

  bool any() const { return guard_attempts() || load_shedding; }
  /// Whether attempts have to ask.
  bool guard_attempts() const { return retry_budget || !circuit_breakers.empty(); }
};

}  // namespace stepstorm::policies
