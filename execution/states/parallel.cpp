#include "execution/run.hpp"

namespace stepstorm::execution {

Flow run_parallel(Run& run, ScopeSlot slot) {
  const asl::State& state = run.state(slot);
  const auto& branches = std::get<asl::ParallelState>(state.detail).branches;
  run.renew(slot);
  auto input = effective_input(state, run.scope(slot).input, run.references(slot));
  if (!input) return run.fail(slot, input.error());
  const std::uint32_t started = run.record(slot, EventType::ParallelStateStarted);
  const auto total = static_cast<std::uint32_t>(branches.size());
  run.scope(slot).progress = std::make_unique<RunningChildren>(RunningChildren{
      .input = *input, .results = std::vector<Payload>(total), .total = total, .next = total, .open = total});
  for (std::uint32_t branch = 0; branch < total; ++branch)
    run.make_ready(run.open_child(slot, branches[branch], branch, *input, started));
  return Flow::Blocked;
}

}  // namespace stepstorm::execution
