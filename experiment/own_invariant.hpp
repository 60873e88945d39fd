// Invariants that an experiment states itself, of effects, ends, states and documents of its own domain. Those that an
// execution has started are part of what it does: their effects are its effects.
// Conditions are Choice rules; one that cannot be evaluated does not hold.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "asl/choice_rule.hpp"
#include "world/time.hpp"

namespace stepstorm::experiment {

/// For each key there are so many effects. Keys are those of the book, and of all executions that have ended.
struct EffectsPerKey {
  std::string effect;
  std::uint64_t at_least = 0;
  std::uint64_t at_most = std::numeric_limits<std::uint64_t>::max();
  bool standing = false;  // those that were undone do not count
};

/// An execution with an effect that stands ends so.
struct EffectImpliesEnd {
  std::string effect;
  std::string status;                          // SUCCEEDED ...
  std::optional<asl::ChoiceRule> output = {};  // what its output must be besides
};

/// An execution that ends so has each of these effects, and they stand.
struct EndImpliesEffects {
  std::string status;
  std::vector<std::string> effects;
};

/// Each effect is followed by another one of the same key, or is undone, in time.
struct EffectFollowed {
  std::string effect;
  std::optional<std::string> by = {};          // absent: it has to be undone
  bool may_be_undone = false;                  // instead
  std::optional<world::Duration> within = {};  // absent: until the run ends
};

/// No execution enters the state with an input of which the rule holds.
struct StateNeverEntered {
  std::string state;
  asl::ChoiceRule when;
};

/// Executions take no longer, those among them that others have started.
struct EndsWithin {
  world::Duration time{0};
};

/// Holds of {"status", "input", "output", "error", "effects": {"payout": {"count", "standing", "amount"}}} of each
/// execution that has ended: `output` only if it succeeded, `error` only if it did not; of the effects that workers can
/// have, all are there. `amount` is the sum of those that stand.
struct Holds {
  asl::ChoiceRule rule;
};

struct OwnInvariant {
  std::string name;
  std::variant<EffectsPerKey, EffectImpliesEnd, EndImpliesEffects, EffectFollowed, StateNeverEntered, EndsWithin, Holds>
      what;
};

/// An effect or a state as sentences name it: 'payout'.
[[nodiscard]] std::string in_quotes(const std::string& name);
/// A sentence for people.
[[nodiscard]] std::string description_of(const OwnInvariant& invariant);
/// What it is judged of, one by one: a key, an execution, an effect or an entry.
[[nodiscard]] std::string subject_of(const OwnInvariant& invariant);

}  // namespace stepstorm::experiment
