// What an execution that has ended without success was doing then, which is what a redrive goes on from.
// Source: semantics.md 8.4.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "asl/quotas.hpp"
#include "execution/execution.hpp"

namespace stepstorm::execution {

/// How often an execution or a map run can be redriven at most, and how many events it may have before.
/// Source: AWS Step Functions quotas; semantics.md 8.4.
inline constexpr std::uint32_t redrives_max = 1'000;
inline constexpr std::uint32_t redrivable_events_max = asl::history_events_max - 2;

/// Whether there is one: it was kept, and the execution has ended without success.
[[nodiscard]] inline bool has_frontier(const Execution& execution) {
  return !execution.running() && !execution.scopes.empty();
}

/// The ARNs of the map runs that a redrive goes on with, in no order.
[[nodiscard]] std::vector<std::string> map_runs_to_redrive(const Execution& execution);

}  // namespace stepstorm::execution
