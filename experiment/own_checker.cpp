#include "experiment/own_checker.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "asl/no_references.hpp"
#include "execution/result.hpp"
#include "orchestration/observer.hpp"
#include "values/overload.hpp"
#include "values/words.hpp"

namespace stepstorm::experiment {

using books::Effect;

namespace {

struct Judgement {
  bool holds = false;
  std::string fault;  // why the rule could not be evaluated
};

Judgement judge(const asl::ChoiceRule& rule, const Json& document) {
  const auto holds = rule.matches(document, asl::NoReferences{});
  return holds ? Judgement{*holds, {}} : Judgement{false, holds.error().detail};
}

std::string because(const Judgement& judgement) {
  return judgement.fault.empty() ? std::string{} : ", which cannot be evaluated: " + judgement.fault;
}

std::string times(std::uint64_t count) { return counted(count, "time"); }

std::string counts_text(const EffectsPerKey& count, std::uint64_t found) {
  std::string text = "has " + in_quotes(count.effect) + ' ' + times(found);
  if (count.at_least == count.at_most) return text + ", exactly " + std::to_string(count.at_least) + " is expected";
  if (found > count.at_most) return text + ", at most " + std::to_string(count.at_most) + " is allowed";
  return text + ", at least " + std::to_string(count.at_least) + " is expected";
}

/// Formats a whole number, or two decimals.
std::string amount_text(double amount) {
  std::array<char, 340> text{};
  std::snprintf(text.data(), text.size(), amount == std::round(amount) ? "%.0f" : "%.2f", amount);
  return text.data();
}

/// Returns `'payout' 2 times (15030) and 'reserve' 1 time (undone)` for {"payout": {"count", "standing", "amount"}
/// ...}.
std::string effects_text(const Json& effects) {
  std::vector<std::string> parts;
  for (const auto& [name, figures] : effects.items()) {
    const auto count = figures["count"].get<std::uint64_t>();
    if (count == 0) continue;
    const std::uint64_t undone = count - figures["standing"].get<std::uint64_t>();
    const auto amount = figures["amount"].get<double>();
    std::string aside;
    if (undone > 0) aside = undone == count ? "undone" : std::to_string(undone) + " undone";
    if (amount != 0) aside += (aside.empty() ? "" : ", ") + amount_text(amount);
    parts.push_back(in_quotes(name) + ' ' + times(count) + (aside.empty() ? "" : " (" + aside + ")"));
  }
  std::string text;
  for (std::size_t at = 0; at < parts.size(); ++at)
    text += (at == 0 ? "" : at + 1 == parts.size() ? " and " : ", ") + parts[at];
  return text.empty() ? "no effects" : text;
}

/// Returns the number of standing effects with this name.
std::uint64_t standing(const std::vector<const Effect*>& effects, const std::string& name) {
  return static_cast<std::uint64_t>(std::count_if(
      effects.begin(), effects.end(), [&](const Effect* effect) { return effect->name == name && effect->stands(); }));
}

void count_executions(InvariantResult& result, const std::set<std::uint64_t>& orders) {
  result.executions = orders.size();
}

}  // namespace

struct OwnInvariantChecker::Books {
  Books(std::vector<Effect> taken, std::uint64_t started_from_outside, RunEnd run_end)
      : effects(std::move(taken)), started(started_from_outside), end(run_end) {
    for (const Effect& effect : effects) {
      by_key[effect.key].push_back(&effect);
      by_order[effect.cause.order].push_back(&effect);
    }
  }
  const std::vector<const Effect*>& of_order(std::uint64_t order) const {
    static const std::vector<const Effect*> none;
    const auto found = by_order.find(order);
    return found == by_order.end() ? none : found->second;
  }

  std::vector<Effect> effects;  // in order of time
  std::map<std::string, std::vector<const Effect*>> by_key;
  std::map<std::uint64_t, std::vector<const Effect*>> by_order;
  std::uint64_t started;
  RunEnd end;
};

OwnInvariantChecker::OwnInvariantChecker(const Experiment& experiment, TimePoint epoch)
    : experiment_(experiment), epoch_(epoch), noun_(noun_of(experiment.scenario)) {
  for (const workers::ResourceOptions& resource : experiment.scenario.resources)
    effect_names_.merge(effects_of(resource.behaviour));
  for (const OwnInvariant& invariant : experiment.invariants)
    results_.push_back({.name = invariant.name,
                        .description = description_of(invariant),
                        .subject = subject_of(invariant),
                        .noun = noun_});
}

// ---- as executions end

void OwnInvariantChecker::ended(const orchestration::EndedExecution& ended) {
  if (results_.empty()) return;
  for (std::size_t place = 0; place < results_.size(); ++place) {
    const auto& what = experiment_.invariants[place].what;
    if (const auto* never = std::get_if<StateNeverEntered>(&what)) check_entries(place, *never, ended);
    if (const auto* within = std::get_if<EndsWithin>(&what)) check_time(place, *within, ended);
  }
  const execution::Execution& execution = ended.execution;
  if (execution.id >= orchestration::child_id) return;
  Ended known{.status = std::string{execution::status_name(execution.status)},
              .error = {},
              .keys = keys_of(execution.input),
              .input = execution.input,
              .output = {}};
  if (const auto* succeeded = std::get_if<execution::Succeeded>(&execution.status))
    known.output = succeeded->output;
  else
    known.error = execution::reason_of(execution.status).error.value_or("");
  ended_.insert_or_assign(execution.id, std::move(known));
}

void OwnInvariantChecker::check_entries(std::size_t place,
                                        const StateNeverEntered& never,
                                        const orchestration::EndedExecution& ended) {
  InvariantResult& result = results_[place];
  const execution::Execution& execution = ended.execution;
  const std::uint64_t before = result.checked;
  for (const execution::HistoryEvent& event : ended.history) {
    if (event.type != execution::EventType::StateEntered || execution.machine().states[event.state].name != never.state)
      continue;
    ++result.checked;
    const auto* entered = std::get_if<execution::Data>(&event.details);
    const Judgement judgement = judge(never.when, entered ? *entered->payload : Json{});
    if (!judgement.holds && judgement.fault.empty()) continue;
    Violation found =
        violation(execution.order,
                  {},
                  "entered " + in_quotes(never.state) + " at " + in_words(event.at - epoch_) +
                      (judgement.fault.empty() ? " though its rule holds" : ", of its rule") + because(judgement));
    found.order = story_of(ended, epoch_);
    result.violated(std::move(found));
  }
  result.executions += result.checked > before;
}

void OwnInvariantChecker::check_time(std::size_t place,
                                     const EndsWithin& within,
                                     const orchestration::EndedExecution& ended) {
  InvariantResult& result = results_[place];
  const execution::Execution& execution = ended.execution;
  ++result.checked;
  const auto took = execution.ended_at - execution.started_at;
  if (took <= within.time) return;
  Violation found =
      violation(execution.order,
                {},
                "took " + in_words(took) + (execution.id >= orchestration::child_id ? " in one that it started" : "") +
                    ", at most " + in_words(within.time) + " is allowed");
  found.order = story_of(ended, epoch_);
  result.violated(std::move(found));
}

// ---- when the run is over

std::vector<InvariantResult> OwnInvariantChecker::results(std::uint64_t started,
                                                          const books::EffectBook& book,
                                                          RunEnd end) {
  if (results_.empty()) return {};
  const Books books{book.effects(), started, end};
  std::vector<InvariantResult> all = results_;
  for (std::size_t place = 0; place < all.size(); ++place) {
    InvariantResult& result = all[place];
    if (end == RunEnd::Stopped && started > ended_.size()) result.open = started - ended_.size();
    std::visit(Overload{[](const StateNeverEntered&) {},
                        [](const EndsWithin&) {},
                        [&](const auto& what) { check(result, what, books); }},
               experiment_.invariants[place].what);
    for (Violation& example : result.examples)
      if (example.subject.empty()) example.subject = subject(example.order.order);
  }
  return all;
}

void OwnInvariantChecker::check(InvariantResult& result, const EffectsPerKey& count, const Books& books) const {
  struct Tally {
    std::uint64_t count = 0;
    std::uint64_t order = 0;  // the first order involved
    bool is_known = false;
  };
  std::map<std::string, Tally> tallies;
  for (const auto& [order, ended] : ended_)
    for (const std::string& key : ended.keys) tallies.try_emplace(key, Tally{0, order, true});
  std::set<std::uint64_t> orders;
  for (const Effect& effect : books.effects) {
    if (effect.name != count.effect) continue;
    ++result.effects;
    orders.insert(effect.cause.order);
    Tally& tally = tallies.try_emplace(effect.key, Tally{0, effect.cause.order, false}).first->second;
    if (!count.standing || effect.stands()) ++tally.count;
    tally.is_known = tally.is_known || books.end == RunEnd::Finished;
  }
  count_executions(result, orders);
  for (const auto& [key, tally] : tallies) {
    ++result.checked;
    const bool too_few = tally.count < count.at_least && tally.is_known;
    if (tally.count > count.at_most || too_few)
      result.violated(violation(tally.order, subject(tally.order, key), counts_text(count, tally.count)));
  }
  if (count.at_least == 0) return;
  for (const auto& [order, ended] : ended_) {
    if (!ended.keys.empty()) continue;
    ++result.checked;
    result.violated(violation(order, subject(order, ""), "has no key that effects could be counted by"));
  }
}

void OwnInvariantChecker::check(InvariantResult& result, const EffectImpliesEnd& implies, const Books& books) const {
  for (const auto& [order, effects] : books.by_order) {
    const std::uint64_t count = standing(effects, implies.effect);
    const Ended* ended = find(order);
    if (count == 0 || (!ended && books.end == RunEnd::Stopped)) continue;
    ++result.checked;
    result.effects += count;
    const auto of_effect = std::find_if(
        effects.begin(), effects.end(), [&](const Effect* effect) { return effect->name == implies.effect; });
    const auto found = [&, order = order](std::string what) {
      result.violated(violation(order, subject(order, (*of_effect)->key), "has " + in_quotes(implies.effect) + what));
    };
    if (!ended) {
      found(" and has not ended");
    } else if (ended->status != implies.status) {
      found(" and ended as " + ended->status);
    } else if (implies.output) {
      const Judgement judgement = judge(*implies.output, *ended->output);
      if (!judgement.holds) found(" and ended with an output that does not satisfy its rule" + because(judgement));
    }
  }
}

void OwnInvariantChecker::check(InvariantResult& result, const EndImpliesEffects& implies, const Books& books) const {
  for (const auto& [order, ended] : ended_) {
    if (ended.status != implies.status) continue;
    ++result.checked;
    std::string missing;
    for (const std::string& name : implies.effects) {
      const std::uint64_t count = standing(books.of_order(order), name);
      result.effects += count;
      if (count == 0) missing += (missing.empty() ? "" : " and ") + in_quotes(name);
    }
    if (!missing.empty())
      result.violated(violation(order, subject(order), "ended as " + ended.status + " without " + missing));
  }
}

void OwnInvariantChecker::check(InvariantResult& result, const EffectFollowed& followed, const Books& books) const {
  std::set<std::uint64_t> orders;
  for (const Effect& effect : books.effects) {
    if (effect.name != followed.effect) continue;
    const TimePoint from = effect.cause.at;
    const auto in_time = [&](TimePoint at) {
      return at >= from && (!followed.within || at - from <= *followed.within);
    };
    const auto follows = [&](const Effect* other) {
      return followed.by && other != &effect && other->name == *followed.by && in_time(other->cause.at);
    };
    const auto& others = books.by_key.at(effect.key);
    const bool undone = followed.may_be_undone && effect.undone_at && in_time(*effect.undone_at);
    const bool held = undone || std::any_of(others.begin(), others.end(), follows);
    if (!held && !find(effect.cause.order) && books.end == RunEnd::Stopped) continue;
    ++result.checked;
    orders.insert(effect.cause.order);
    if (held) continue;
    std::string what = "has " + in_quotes(followed.effect) + " at " + in_words(from - epoch_);
    what += followed.by ? " that is not followed by " + in_quotes(*followed.by) : " that is not undone";
    if (followed.by && followed.may_be_undone) what += " or undone";
    if (followed.within) what += " within " + in_words(*followed.within);
    result.violated(violation(effect.cause.order, subject(effect.cause.order, effect.key), std::move(what)));
  }
  count_executions(result, orders);
}

void OwnInvariantChecker::check(InvariantResult& result, const Holds& holds, const Books& books) const {
  for (const auto& [order, ended] : ended_) {
    ++result.checked;
    result.effects += books.of_order(order).size();
    const Json document = document_of(ended, order, books);
    const Judgement judgement = judge(holds.rule, document);
    if (!judgement.holds)
      result.violated(violation(order,
                                subject(order),
                                "ended as " + ended.status + " with " +
                                    effects_text(*find_member(document, "effects")) + ": its rule does not hold" +
                                    because(judgement)));
  }
}

Json OwnInvariantChecker::document_of(const Ended& ended, std::uint64_t order, const Books& books) const {
  Json effects = Json::object();
  for (const std::string& name : effect_names_) {
    std::uint64_t count = 0;
    std::uint64_t stand = 0;
    double amount = 0;
    for (const Effect* effect : books.of_order(order)) {
      if (effect->name != name) continue;
      ++count;
      if (!effect->stands()) continue;
      ++stand;
      amount += effect->amount.value_or(0);
    }
    effects[name] = {{"count", count}, {"standing", stand}, {"amount", amount}};
  }
  const bool succeeded = ended.status == "SUCCEEDED";
  Json document{{"status", ended.status}, {"input", *ended.input}};
  if (succeeded)
    document["output"] = *ended.output;
  else
    document["error"] = ended.error;
  document["effects"] = std::move(effects);
  return document;
}

// ---- subjects

const OwnInvariantChecker::Ended* OwnInvariantChecker::find(std::uint64_t order) const {
  const auto known = ended_.find(order);
  return known == ended_.end() ? nullptr : &known->second;
}

/// Returns no key when the scenario's key cannot be evaluated or its value cannot be a key.
std::vector<std::string> OwnInvariantChecker::keys_of(const Payload& input) const {
  if (!experiment_.scenario.key) return {};
  const auto value = experiment_.scenario.key->evaluate(*input, asl::NoReferences{});
  if (!value) return {};
  std::vector<std::string> keys;
  const auto add = [&](const Json& key) {
    if (key.is_string()) keys.push_back(key.get<std::string>());
    if (key.is_number()) keys.push_back(to_text(key));
  };
  const Json* key = find_member(*value, "key");
  if (key && key->is_array())
    for (const Json& each : *key) add(each);
  else if (key)
    add(*key);
  return keys;
}

std::string OwnInvariantChecker::subject(std::uint64_t order, const std::string& key) const {
  const std::string number = std::to_string(order);
  return key.empty() ? noun_ + ' ' + number : noun_ + ' ' + key + " (no. " + number + ')';
}

std::string OwnInvariantChecker::subject(std::uint64_t order) const {
  const Ended* ended = find(order);
  return subject(order, ended && !ended->keys.empty() ? ended->keys.front() : std::string{});
}

Violation OwnInvariantChecker::violation(std::uint64_t order, std::string subject, std::string what) const {
  Story story;
  story.order = order;
  return {std::move(story), std::move(subject), std::move(what)};
}

}  // namespace stepstorm::experiment
