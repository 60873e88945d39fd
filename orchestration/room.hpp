// How many executions of one orchestrator are open and how much memory they hold, against the limits.
// Right within a quarter where executions are many or have gone far: see held_bytes.hpp.
// Pure and deterministic; limits and sentences are of all orchestrators together, counts of this one.
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
  /// It has taken a step, which counts for what is known of its size. Returns why it must fail, if its history is too large.
  [[nodiscard]] std::optional<execution::ErrorOutput> stepped(OpenExecution& open) {
    return HeldBytes::stepped(open.held, open.execution.events) ? measure(open) : std::nullopt;
  }
  /// To be called after each step: now and then measures a few of the many that are alike.
  void look_around(OpenExecutions& all) {
    if (held_.is_time_to_look()) look_at_some(all);
  }

  /// Why no execution of this machine is taken on now; nothing: there is room. `other_bytes`: held beside executions.
  [[nodiscard]] std::optional<std::string> refusal(const execution::StateMachine& state_machine,
                                                   std::uint64_t other_bytes) const;
  /// By all open executions.
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
  std::uint32_t looked_at_ = 0;  // the slot
};

}  // namespace stepstorm::orchestration
