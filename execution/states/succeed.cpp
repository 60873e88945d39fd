#include "execution/run.hpp"

namespace stepstorm::execution {

Flow run_succeed(Run& run, ScopeSlot slot) {
  const asl::State& state = run.state(slot);
  const auto references = run.references(slot);
  const auto input = visible_input(state, run.scope(slot).input, references);
  if (!input) return run.fail(slot, input.error());
  return run.leave(slot, exit_with_input(state, *input, references), std::nullopt);
}

}  // namespace stepstorm::execution
