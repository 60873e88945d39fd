#include "execution/run.hpp"

namespace stepstorm::execution {

Flow run_pass(Run& run, ScopeSlot scope_index) {
  const asl::State& state = run.state(scope_index);
  const auto& pass = std::get<asl::PassState>(state.detail);
  auto input = effective_input(state, run.scope(scope_index).input, run.references(scope_index));
  if (!input) return run.fail(scope_index, input.error());  // Result spares nothing
  return run.leave_with_result(scope_index, pass.result ? *pass.result : std::move(*input));
}

}  // namespace stepstorm::execution
