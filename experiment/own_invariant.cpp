#include "experiment/own_invariant.hpp"

#include "values/overload.hpp"
#include "values/words.hpp"

namespace stepstorm::experiment {
namespace {

constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();

std::string how_many(const EffectsPerKey& count) {
  if (count.at_least == count.at_most) return "exactly " + std::to_string(count.at_least);
  if (count.at_least == 0) return "at most " + std::to_string(count.at_most);
  if (count.at_most == no_limit) return "at least " + std::to_string(count.at_least);
  return std::to_string(count.at_least) + " to " + std::to_string(count.at_most);
}

std::string in_time(const std::optional<world::Duration>& within) {
  return within ? " within " + in_words(*within) : "";
}

std::string end_of(const EffectFollowed& followed) {
  const std::string undone = "is undone";
  if (!followed.by) return undone;
  return "is followed by " + in_quotes(*followed.by) + (followed.may_be_undone ? " or " + undone : "");
}

}  // namespace

std::string in_quotes(const std::string& name) { return '\'' + name + '\''; }

std::string description_of(const OwnInvariant& invariant) {
  return std::visit(
      Overload{[](const EffectsPerKey& count) {
                 return "each key has " + how_many(count) + ' ' + in_quotes(count.effect) +
                        (count.standing ? " that stands" : "");
               },
               [](const EffectImpliesEnd& implies) {
                 return "what has " + in_quotes(implies.effect) + " ends as " + implies.status +
                        (implies.output ? ", with the output that the rule demands" : "");
               },
               [](const EndImpliesEffects& implies) {
                 std::string text = "what ends as " + implies.status + " has";
                 for (const std::string& effect : implies.effects)
                   text += (&effect == &implies.effects.front() ? " " : " and ") + in_quotes(effect);
                 return text;
               },
               [](const EffectFollowed& followed) {
                 return "each " + in_quotes(followed.effect) + ' ' + end_of(followed) + in_time(followed.within);
               },
               [](const StateNeverEntered& never) {
                 return "the state " + in_quotes(never.state) + " is never entered when the rule holds of its input";
               },
               [](const EndsWithin& ends) { return "every execution ends within " + in_words(ends.time); },
               [](const Holds&) { return std::string{"the rule holds of each execution that has ended"}; }},
      invariant.what);
}

std::string subject_of(const OwnInvariant& invariant) {
  return std::visit(Overload{[](const EffectsPerKey&) { return "key"; },
                             [](const EffectImpliesEnd&) { return "execution"; },
                             [](const EndImpliesEffects&) { return "execution"; },
                             [](const EffectFollowed&) { return "effect"; },
                             [](const StateNeverEntered&) { return "entry"; },
                             [](const EndsWithin&) { return "execution"; },
                             [](const Holds&) { return "execution"; }},
                    invariant.what);
}

}  // namespace stepstorm::experiment
