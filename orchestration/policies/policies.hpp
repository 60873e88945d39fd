// Policies: resilience policies that a team could put between Step Functions and its providers. Extensions: Step
// Functions has none of them, and all are off unless a scenario asks for one.
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

/// Limits retries to a share of first attempts, over all resources of one orchestrator.
struct RetryBudgetOptions {
  double ratio = 0.1;             // tokens added by each first attempt; a retry takes one token
  double burst = 10;              // capacity and initial fill, in tokens
  double minimum_per_second = 0;  // tokens added per second, independent of attempts
};

/// Stops calls to one resource while too many of its recent calls have failed.
struct CircuitBreakerOptions {
  double failure_ratio = 0.5;        // share of failed calls in the window that opens the circuit
  std::uint64_t minimum_calls = 20;  // calls in the window below which the circuit stays closed
  world::Duration window = std::chrono::seconds{10};
  world::Duration open_for = std::chrono::seconds{5};  // then probes pass
  std::uint64_t probes = 3;                            // all must succeed to close the circuit
  std::set<std::string> ignored_errors;                // business errors: they count as successful calls
};

/// Refuses new orders while one of these limits is reached; at least one limit is set.
struct LoadSheddingOptions {
  std::optional<std::uint64_t> open_orders;     // orders in progress
  std::map<std::string, std::uint64_t> queued;  // by resource: attempts that wait for a worker
};

struct Policies {
  std::optional<RetryBudgetOptions> retry_budget;
  std::map<std::string, CircuitBreakerOptions> circuit_breakers;  // by resource name
  std::optional<LoadSheddingOptions> load_shedding;

  bool any() const { return guard_attempts() || load_shedding; }
  /// Returns whether an AttemptGuard is needed.
  bool guard_attempts() const { return retry_budget || !circuit_breakers.empty(); }
};

}  // namespace stepstorm::policies
