// Invariants that an experiment states itself, about effects, ends, states and documents of its own domain. The effects
// of executions that an execution has started are its effects.
// Conditions are Choice rules; a rule that cannot be evaluated does not hold.
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

/// Bounds the number of effects for each key. Keys are those of the book, and of all executions that have ended.
struct EffectsPerKey {
  std::string effect;
  std::uint64_t at_least = 0;
  std::uint64_t at_most = std::numeric_limits<std::uint64_t>::max();
  bool standing = false;  // true: undone effects do not count
};

/// Every execution with the standing effect ends with this status.
struct EffectImpliesEnd {
  std::string effect;
  std::string status;                          // SUCCEEDED ...
  std::optional<asl::ChoiceRule> output = {};  // holds for its output
};

/// Every execution that ends with this status has each of these effects, and they stand.
struct EndImpliesEffects {
  std::string status;
  std::vector<std::string> effects;
};

/// Each effect is followed by another one with the same key, or is undone, in time.
struct EffectFollowed {
  std::string effect;
  std::optional<std::string> by = {};          // absent: the effect must be undone
  bool may_be_undone = false;                  // true: undoing counts as well
  std::optional<world::Duration> within = {};  // absent: until the run ends
};

/// No execution enters the state with an input for which the rule holds.
struct StateNeverEntered {
  std::string state;
  asl::ChoiceRule when;
};

/// No execution takes longer, including executions that others have started.
struct EndsWithin {
  world::Duration time{0};
};

/// The rule holds for {"status", "input", "output", "error", "effects": {"payout": {"count", "standing", "amount"}}} of
/// each ended execution. `output` exists only if it succeeded, `error` only if it did not; `effects` has all effects of
/// the workers. `amount` is the sum over standing effects.
struct Holds {
  asl::ChoiceRule rule;
};

struct OwnInvariant {
  std::string name;
  std::variant<EffectsPerKey, EffectImpliesEnd, EndImpliesEffects, EffectFollowed, StateNeverEntered, EndsWithin, Holds>
      what;
};

/// Returns a name in quotes: 'payout'.
[[nodiscard]] std::string in_quotes(const std::string& name);
/// A sentence for people.
[[nodiscard]] std::string description_of(const OwnInvariant& invariant);
/// Returns the unit of checking: a key, an execution, an effect or an entry.
[[nodiscard]] std::string subject_of(const OwnInvariant& invariant);

}  // namespace stepstorm::experiment
