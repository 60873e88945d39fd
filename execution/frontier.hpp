// The frontier of an execution that ended without success: the scopes as they were then, from which a redrive goes on.
// Source: semantics.md 8.4.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "asl/quotas.hpp"
#include "execution/execution.hpp"

namespace stepstorm::execution {

/// Limits: redrives of one execution or map run, and the most events that an execution may have before a redrive.
/// Source: AWS Step Functions quotas; semantics.md 8.4.
inline constexpr std::uint32_t redrives_max = 1'000;
inline constexpr std::uint32_t redrivable_events_max = asl::history_events_max - 2;

/// Returns whether the execution has a frontier: it ended without success, and its scopes were kept.
[[nodiscard]] inline bool has_frontier(const Execution& execution) {
  return !execution.running() && !execution.scopes.empty();
}

/// Returns the ARNs of the map runs that a redrive continues, in unspecified order.
[[nodiscard]] std::vector<std::string> map_runs_to_redrive(const Execution& execution);

}  // namespace stepstorm::execution
