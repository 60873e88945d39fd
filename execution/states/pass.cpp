#include "execution/run.hpp"

namespace stepstorm::execution {

Flow run_pass(Run& run, std::uint32_t scope_index) {
  const asl::State& state = run.state(scope_index);
  const auto& pass = std::get<asl::PassState>(state.detail);
  if (pass.result) return run.leave_with_result(scope_index, *pass.result);
  const auto result = effective_input(state, run.scope(scope_index).input, run.references(scope_index));
  if (!result) return run.fail(scope_index, result.error());
  return run.leave_with_result(scope_index, *result);
}

}  // namespace stepstorm::execution
