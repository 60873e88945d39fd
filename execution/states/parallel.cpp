#include "execution/run.hpp"

namespace stepstorm::execution {

Flow run_parallel(Run& run, ScopeSlot scope_index) {
  const asl::State& state = run.state(scope_index);
  const auto& branches = std::get<asl::ParallelState>(state.detail).branches;
  run.renew(scope_index);
  auto input = effective_input(state, run.scope(scope_index).input, run.references(scope_index));
  if (!input) return run.fail(scope_index, input.error());
  const std::uint32_t started = run.record(scope_index, EventType::ParallelStateStarted);
  const auto total = static_cast<std::uint32_t>(branches.size());
  run.scope(scope_index).progress = std::make_unique<RunningChildren>(RunningChildren{
      .input = *input, .results = std::vector<Payload>(total), .total = total, .next = total, .open = total});
  for (std::uint32_t branch = 0; branch < total; ++branch)
    run.make_ready(run.open_child(scope_index, branches[branch], branch, *input, started));
  return Flow::Blocked;
}

}  // namespace stepstorm::execution
