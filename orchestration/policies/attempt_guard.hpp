// Which attempts at tasks the policies let through: asked before each, told how each of those ended.
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

/// What the attempt fails with. No name that Step Functions has, so that a Retry or Catch can tell it.
[[nodiscard]] std::string_view error_name(Refusal refusal);

class AttemptGuard {
 public:
  using Resource = std::size_t;  // its place among the names
  /// The circuit's round in which an attempt began; of one that no circuit needs to hear of, no_round.
  using Round = CircuitBreaker::Round;
  static constexpr Round no_round = ~Round{0};

  AttemptGuard(const Policies& policies, const std::vector<std::string>& resources, TimePoint now);

  /// `number`: attempts count from 1.
  [[nodiscard]] tl::expected<Round, Refusal> begin(Resource resource, std::uint32_t number, TimePoint now);
  void ended(Resource resource, Round round, CallEnd end, TimePoint now);
  /// Whether this failure is one of those that the resource's circuit ignores.
  bool ignores(Resource resource, const std::string& error) const;

  /// Each circuit, in the order of the resources.
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
