// Limits on open executions and the memory they hold. Beyond a limit, starting an execution fails with
// ExecutionLimitExceeded. Each orchestrator gets an equal share.
#pragma once

#include <cstdint>

namespace stepstorm::orchestration {

inline constexpr std::uint64_t unlimited = ~std::uint64_t{0};

struct Limits {
  std::uint64_t open_standard = 1'000'000;  // executions. Source: AWS Step Functions quotas, "maximum open executions"
  std::uint64_t open_express = 1'000'000;   // executions; our own limit, the service has none
  std::uint64_t held_bytes = unlimited;     // by all open executions together
  std::uint64_t history_bytes = unlimited;  // by one execution's history; an execution with more fails

  /// Returns one orchestrator's share; history_bytes, a limit per execution, is not divided.
  Limits share(std::uint32_t orchestrators) const {
    const auto part = [&](std::uint64_t all) {
      return all == unlimited ? all : (all + orchestrators - 1) / orchestrators;
    };
    return {part(open_standard), part(open_express), part(held_bytes), history_bytes};
  }
};

}  // namespace stepstorm::orchestration
