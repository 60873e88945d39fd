#include "execution/run.hpp"

namespace stepstorm::execution {
namespace {

Evaluated<std::optional<std::string>> optional_text(const std::optional<asl::TextField>& field,
                                                    const std::string& name,
                                                    const Json& input,
                                                    const asl::References& references) {
  if (!field) return std::nullopt;
  return text(*field, name, input, references).map([](std::string value) { return std::optional{std::move(value)}; });
}

}  // namespace

Flow run_fail(Run& run, ScopeSlot slot) {
  const auto& state = std::get<asl::FailState>(run.state(slot).detail);
  const Payload input = run.scope(slot).input;
  const auto references = run.references(slot);
  auto error = optional_text(state.error, "Error", *input, references);
  if (!error) return run.fail(slot, error.error());
  auto cause = optional_text(state.cause, "Cause", *input, references);
  if (!cause) return run.fail(slot, cause.error());
  return run.fail(slot, StateFailure{{std::move(*error), std::move(*cause)}, StateFailure::Kind::Error});
}

}  // namespace stepstorm::execution
