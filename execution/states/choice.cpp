#include "execution/run.hpp"

namespace stepstorm::execution {
namespace {

struct Taken {
  std::optional<asl::StateIndex> next;
  WayOut way;  // the rule's, or the state's beside Default
};

Evaluated<Taken> decide(const asl::State& state, const Json& input, const asl::References& references) {
  const auto& choice = std::get<asl::ChoiceState>(state.detail);
  for (const asl::Choice& candidate : choice.choices) {
    const auto matched = holds(candidate, input, references);
    if (!matched) return tl::unexpected{matched.error()};
    if (*matched) return Taken{candidate.next, {&candidate.output, &candidate.assign}};
  }
  if (choice.otherwise) return Taken{choice.otherwise, {&state.output, &state.assign}};
  return evaluation_error("Failed to transition out of the state. The state does not point to a next state.");
}

}  // namespace

Flow run_choice(Run& run, ScopeSlot slot) {
  const asl::State& state = run.state(slot);
  const auto references = run.references(slot);
  const auto input = visible_input(state, run.scope(slot).input, references);
  if (!input) return run.fail(slot, input.error());
  const auto taken = decide(state, **input, references);
  if (!taken) return run.fail(slot, taken.error());
  return run.leave(slot, exit_with_input(state, taken->way, *input, references), taken->next);
}

}  // namespace stepstorm::execution
