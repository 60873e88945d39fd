// How much may be open at once, and how much memory it may hold. Beyond it no execution is taken on:
// ExecutionLimitExceeded. Each of several orchestrators has an equal share.
#pragma once

#include <cstdint>

namespace stepstorm::orchestration {

inline constexpr std::uint64_t unlimited = ~std::uint64_t{0};

struct Limits {
  std::uint64_t open_standard = 1'000'000;  // executions. Source: AWS Step Functions quotas, "maximum open executions"
  std::uint64_t open_express = 1'000'000;   // likewise; ours, the service has none
  std::uint64_t held_bytes = unlimited;     // by all open executions together
  std::uint64_t history_bytes = unlimited;  // by the history of one execution, which fails when it has more

  /// Of one of so many orchestrators.
  Limits share(std::uint32_t orchestrators) const {
    const auto part = [&](std::uint64_t all) {
      return all == unlimited ? all : (all + orchestrators - 1) / orchestrators;
    };
    return {part(open_standard), part(open_express), part(held_bytes), history_bytes};
  }
};

}  // namespace stepstorm::orchestration
