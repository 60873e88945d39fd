// AttemptGuard: decides which attempts the policies allow. Asked before each attempt and told how each one ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "messages/messages.hpp"
#include "orchestration/policies/circuit_breaker.hpp"
#include "orchestration/policies/retry_budget.hpp"

namespace stepstorm::policies {

enum class Refusal { CircuitOpen, RetryBudgetExhausted };

/// Returns the error name of a refused attempt. Not a name of Step Functions, so that Retry and Catch can tell it
/// apart.
[[nodiscard]] std::string_view error_name(Refusal refusal);

class AttemptGuard {
 public:
  using Resource = std::size_t;  // index into the constructor's `resources`
  /// The circuit's round in which an attempt began; no_round for attempts without a circuit.
  using Round = CircuitBreaker::Round;
  static constexpr Round no_round = ~Round{0};

  AttemptGuard(const Policies& policies, const std::vector<std::string>& resources, TimePoint now);

  /// Asks for attempt `number` (from 1). Returns the round, or why the attempt must not be made.
  [[nodiscard]] tl::expected<Round, Refusal> begin(Resource resource, std::uint32_t number, TimePoint now);
  void ended(Resource resource, Round round, CallEnd end, TimePoint now);
  /// Returns whether the resource's circuit ignores this error.
  bool ignores(Resource resource, const std::string& error) const;

  /// Returns the counts of each circuit, in the order of the resources.
  std::vector<messages::CircuitCounts> circuits(TimePoint now) const;

 private:
  struct Circuit {
    CircuitBreaker breaker;
    std::uint64_t refused = 0;  // attempts
  };

  std::optional<RetryBudget> budget_;
  std::vector<std::optional<Circuit>> circuits_;  // by resource
};

}  // namespace stepstorm::policies
