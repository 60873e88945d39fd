#include "execution/run.hpp"

namespace stepstorm::execution {

Flow run_pass(Run& run, ScopeSlot slot) {
  const asl::State& state = run.state(slot);
  const auto& pass = std::get<asl::PassState>(state.detail);
  auto input = effective_input(state, run.scope(slot).input, run.references(slot));
  if (!input) return run.fail(slot, input.error());  // Result spares nothing
  return run.leave_with_result(slot, pass.result ? *pass.result : std::move(*input));
}

}  // namespace stepstorm::execution
