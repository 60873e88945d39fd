#include "execution/run.hpp"

namespace stepstorm::execution {

Flow run_succeed(Run& run, ScopeSlot scope_index) {
  const asl::State& state = run.state(scope_index);
  const auto references = run.references(scope_index);
  const auto input = visible_input(state, run.scope(scope_index).input, references);
  if (!input) return run.fail(scope_index, input.error());
  return run.leave(scope_index, exit_with_input(state, *input, references), std::nullopt);
}

}  // namespace stepstorm::execution
