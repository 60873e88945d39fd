#include "config/readers/invariant_reader.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "config/readers/expression_reader.hpp"
#include "config/scenario_names.hpp"
#include "experiment/invariants.hpp"

namespace stepstorm::config {
namespace {

using namespace experiment;

constexpr std::size_t invariants_max = 100;

/// The names in the scenario.
struct Known {
  std::set<std::string> effects;
  std::set<std::string> states;
  bool has_keys = false;
};

Known known_of(const Experiment& experiment) {
  const simulation::Scenario& scenario = experiment.scenario;
  return {effects_in(scenario), states_in(scenario), scenario.key.has_value()};
}

std::vector<std::string_view> views(const std::set<std::string>& names) { return {names.begin(), names.end()}; }

auto effect_of(const Known& known) {
  return [&known](const Node& node, std::string& out) {
    if (!read_text(node, out)) return false;
    if (known.effects.contains(out)) return true;
    if (known.effects.empty()) return node.error("no worker of this scenario has effects");
    return node.error("no worker of this scenario has the effect '" + out + "'; " +
                      suggestion(out, views(known.effects)));
  };
}

const auto read_count = whole_number(0, std::numeric_limits<std::uint32_t>::max());

bool read_status(const Node& node, std::string& out) {
  static const auto read = word<std::string_view>(
      {{"SUCCEEDED", "SUCCEEDED"}, {"FAILED", "FAILED"}, {"TIMED_OUT", "TIMED_OUT"}, {"ABORTED", "ABORTED"}});
  std::string_view status;
  if (!read(node, status)) return false;
  out = status;
  return true;
}

using What = decltype(OwnInvariant::what);

// ---- the forms of invariants, each identified by one of its members

bool read_per_key(const Node& node, Members& members, const Known& known, What& out) {
  auto& count = out.emplace<EffectsPerKey>();
  std::optional<std::uint64_t> exactly;
  const bool read = members.required("effect", effect_of(known), count.effect)
                        .optional("at_least", read_count, count.at_least)
                        .optional("at_most", read_count, count.at_most)
                        .optional("exactly", given(read_count), exactly)
                        .optional("standing", read_flag, count.standing)
                        .no_others();
  if (!read) return false;
  for (const char* other : {"at_least", "at_most"})
    if (exactly && node.value().contains(other)) return node.contradiction("exactly", other);
  if (exactly) count.at_least = count.at_most = *exactly;
  if (count.at_least > count.at_most) return node.member("at_least").expected("at most as many as at_most");
  if (count.at_least > 0 && !known.has_keys)
    return node.error("of which keys there must be effects is not known: the scenario's 'key' is missing");
  return true;
}

bool read_implies_end(const Node& node, Members& members, const Known& known, What& out) {
  auto& implies = out.emplace<EffectImpliesEnd>();
  const bool read = members.required("effect", effect_of(known), implies.effect)
                        .required("implies_end", read_status, implies.status)
                        .optional("output", read_condition, implies.output)
                        .no_others();
  if (read && implies.output && implies.status != "SUCCEEDED")
    return node.member("output").error("what ends as " + implies.status + " has no output");
  return read;
}

bool read_implies_effects(const Node&, Members& members, const Known& known, What& out) {
  auto& implies = out.emplace<EndImpliesEffects>();
  return members.required("end", read_status, implies.status)
      .required("implies_effects", list_of(effect_of(known), 1), implies.effects)
      .no_others();
}

bool read_followed(const Node& node, Members& members, const Known& known, What& out) {
  auto& followed = out.emplace<EffectFollowed>();
  std::optional<bool> undone;
  std::optional<bool> or_undone;
  const bool read = members.required("effect", effect_of(known), followed.effect)
                        .optional("followed_by", given(effect_of(known)), followed.by)
                        .optional("undone", given(read_flag), undone)
                        .optional("or_undone", given(read_flag), or_undone)
                        .optional("within", given(read_positive_duration), followed.within)
                        .no_others();
  if (!read) return false;
  if (followed.by && undone) return node.contradiction("followed_by", "undone");
  if (undone && or_undone) return node.contradiction("undone", "or_undone");
  if (undone && !*undone) return node.member("undone").expected("true");
  followed.may_be_undone = undone.value_or(false) || or_undone.value_or(false);
  return true;
}

bool read_never_entered(const Node&, Members& members, const Known& known, What& out) {
  std::string state;
  std::optional<asl::ChoiceRule> when;
  const auto read_state = [&](const Node& node, std::string& name) {
    if (!read_text(node, name)) return false;
    return known.states.contains(name) ||
           node.error("there is no state '" + name + "'; " + suggestion(name, views(known.states)));
  };
  if (!members.required("never_enters", read_state, state).required("when", read_condition, when).no_others())
    return false;
  out = StateNeverEntered{std::move(state), std::move(*when)};
  return true;
}

bool read_ends_within(const Node&, Members& members, const Known&, What& out) {
  auto& within = out.emplace<EndsWithin>();
  return members.required("ends_within", read_positive_duration, within.time).no_others();
}

bool read_holds(const Node&, Members& members, const Known&, What& out) {
  std::optional<asl::ChoiceRule> rule;
  if (!members.required("holds", read_condition, rule).no_others()) return false;
  out = Holds{std::move(*rule)};
  return true;
}

struct InvariantForm {
  std::string_view member;
  bool (*read)(const Node&, Members&, const Known&, What&);
};
constexpr std::array invariant_forms{InvariantForm{"at_most", read_per_key},
                                     InvariantForm{"at_least", read_per_key},
                                     InvariantForm{"exactly", read_per_key},
                                     InvariantForm{"implies_end", read_implies_end},
                                     InvariantForm{"implies_effects", read_implies_effects},
                                     InvariantForm{"followed_by", read_followed},
                                     InvariantForm{"undone", read_followed},
                                     InvariantForm{"never_enters", read_never_entered},
                                     InvariantForm{"ends_within", read_ends_within},
                                     InvariantForm{"holds", read_holds}};

bool read_invariant(const Node& node, const Known& known, OwnInvariant& out) {
  if (!node.value().is_object()) return node.expected("an object: an invariant");
  std::vector<std::string_view> names;
  const InvariantForm* found = nullptr;
  for (const InvariantForm& form : invariant_forms) {
    names.push_back(form.member);
    if (!node.value().contains(form.member)) continue;
    if (found && found->read != form.read) return node.contradiction(found->member, form.member);
    found = &form;
  }
  if (!found) return node.expected("what must hold: one of " + one_of_names(names));
  Members members{node};
  members.required("name", read_text, out.name);
  return found->read(node, members, known, out.what);
}

bool is_taken(const std::string& name, const Experiment& experiment, const std::vector<OwnInvariant>& before) {
  const std::string noun = noun_of(experiment.scenario);
  return std::any_of(before.begin(), before.end(), [&](const OwnInvariant& own) { return own.name == name; }) ||
         std::any_of(
             invariants.begin(), invariants.end(), [&](Invariant shipped) { return name_of(shipped, noun) == name; });
}

}  // namespace

bool read_invariants(const Node& node, const Experiment& experiment, std::vector<OwnInvariant>& out) {
  if (!node.value().is_array()) return node.expected("a list of invariants");
  if (node.value().size() > invariants_max)
    return node.expected("at most " + std::to_string(invariants_max) + " invariants");
  const Known known = known_of(experiment);
  bool all = true;
  for (std::size_t place = 0; place < node.value().size(); ++place) {
    OwnInvariant one{{}, EndsWithin{}};
    const Node element = node.element(place);
    if (!read_invariant(element, known, one)) {
      all = false;
    } else if (is_taken(one.name, experiment, out)) {
      all = element.member("name").error("another invariant is called '" + one.name + "' too");
    } else {
      out.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace stepstorm::config
