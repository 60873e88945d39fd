#include "orchestration/room.hpp"

#include <algorithm>

#include "execution/failure.hpp"
#include "execution/held_bytes.hpp"

namespace stepstorm::orchestration {

void Room::opened(const execution::StateMachine& state_machine) {
  ++open_of(state_machine);
  held_.opened();
}

void Room::closed(const OpenExecution& open) {
  --open_of(*open.execution.state_machine);
  held_.closed(open.held);
}

std::uint64_t& Room::open_of(const execution::StateMachine& state_machine) {
  return state_machine.type == asl::MachineType::EXPRESS ? open_express_ : open_standard_;
}

std::optional<execution::ErrorOutput> Room::measure(OpenExecution& open) {
  held_.measured(open.held, open.execution.events, bytes_of(open));
  if (own_.history_bytes == unlimited || !open.execution.running()) return std::nullopt;
  const std::size_t history = execution::held_bytes(open.history);
  if (history <= own_.history_bytes) return std::nullopt;
  return execution::ErrorOutput{execution::execution_limit_exceeded,
                                "The history of the execution takes " + std::to_string(history) +
                                    " bytes of memory, of " + std::to_string(own_.history_bytes) + " that it may"};
}

/// Samples some unmeasured executions, spread over all slots.
void Room::look_at_some(OpenExecutions& all) {
  constexpr std::uint32_t stride = 0x9e3779b1;  // odd, so that it reaches every slot
  constexpr std::uint32_t tries_max = 256;
  const std::uint32_t slots = all.slots();
  std::uint32_t left = HeldBytes::looked_at_once;
  for (std::uint32_t tries = 0; left > 0 && tries < std::min(slots, tries_max); ++tries) {
    looked_at_ = (looked_at_ + stride % slots) % slots;
    const OpenExecution* open = all.at(looked_at_);
    if (!open || open->held.measured_at > 0) continue;
    held_.seen(bytes_of(*open));
    --left;
  }
}

std::optional<std::string> Room::refusal(const execution::StateMachine& state_machine,
                                         std::uint64_t other_bytes) const {
  const bool express = state_machine.type == asl::MachineType::EXPRESS;
  if (express && open_express_ >= own_.open_express)
    return std::to_string(all_.open_express) + " EXPRESS executions are open, the most there may be";
  if (!express && open_standard_ >= own_.open_standard)
    return std::to_string(all_.open_standard) + " STANDARD executions are open, the most there may be";
  if (own_.held_bytes != unlimited && held_bytes() + other_bytes >= own_.held_bytes)
    return "The open executions hold " + std::to_string(all_.held_bytes) + " bytes of memory, the most they may";
  return std::nullopt;
}

}  // namespace stepstorm::orchestration
