#include "execution/run.hpp"

namespace stepstorm::execution {

Flow run_succeed(Run& run, std::uint32_t scope_index) {
  const asl::State& state = run.state(scope_index);
  const auto references = run.references(scope_index);
  const auto input = apply(state.input_path, run.scope(scope_index).input, references);
  if (!input) return run.fail(scope_index, input.error());
  return run.leave(scope_index, exit_with_input(state, std::nullopt, *input, references), std::nullopt);
}

}  // namespace stepstorm::execution
