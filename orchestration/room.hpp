// Room: counts one orchestrator's open executions and the memory they hold, and compares both with the limits.
// Memory is accurate to a quarter if executions are many or long; see held_bytes.hpp.
// Pure and deterministic. Compares with this orchestrator's share; messages name the limits of all orchestrators.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "execution/execution.hpp"
#include "orchestration/held_bytes.hpp"
#include "orchestration/limits.hpp"
#include "orchestration/open_execution.hpp"

namespace stepstorm::orchestration {

class Room {
 public:
  Room(const Limits& limits, std::uint32_t orchestrators) : all_(limits), own_(limits.share(orchestrators)) {}

  void opened(const execution::StateMachine& state_machine);
  void closed(const OpenExecution& open);
  /// Records that the execution took a step. Returns an error when its history has become too large: it must fail.
  [[nodiscard]] std::optional<execution::ErrorOutput> stepped(OpenExecution& open) {
    return HeldBytes::stepped(open.held, open.execution.events) ? measure(open) : std::nullopt;
  }
  /// Call after each step: now and then samples a few short executions.
  void look_around(OpenExecutions& all) {
    if (held_.is_time_to_look()) look_at_some(all);
  }

  /// Returns why no execution of this machine can start now, or nullopt when there is room. `other_bytes` is memory
  /// held by other things than executions.
  [[nodiscard]] std::optional<std::string> refusal(const execution::StateMachine& state_machine,
                                                   std::uint64_t other_bytes) const;
  /// Estimates the memory held by all open executions, in bytes.
  [[nodiscard]] std::uint64_t held_bytes() const { return held_.bytes(); }

 private:
  std::optional<execution::ErrorOutput> measure(OpenExecution& open);
  std::uint64_t& open_of(const execution::StateMachine& state_machine);
  void look_at_some(OpenExecutions& all);

  Limits all_;
  Limits own_;
  std::uint64_t open_standard_ = 0;
  std::uint64_t open_express_ = 0;
  HeldBytes held_;
  std::uint32_t looked_at_ = 0;  // slot of the last sample
};

}  // namespace stepstorm::orchestration
