#include "conformance/comparison.hpp"

#include <algorithm>
#include <array>

#include "conformance/causal_tree.hpp"
#include "conformance/event_list.hpp"

namespace stepstorm::conformance {
namespace {

using Paths = std::vector<IgnoredPath>;

template <class Keep>
Paths only(const Paths& paths, Keep keep) {
  Paths kept;
  std::copy_if(paths.begin(), paths.end(), std::back_inserter(kept), [&](const auto& path) { return keep(path.text); });
  return kept;
}

bool is_about_reason(const std::string& path) { return path.ends_with(".cause") || path.ends_with(".error"); }
bool is_about_chain(const std::string& path) { return path.find("previousEventId") != path.npos; }

// ---- the outcome

/// Converts to the recorded form: decodes JSON texts where the recording has decoded them, and removes nulls.
Json outcome_of(const Json& result, const Json& expected) {
  Json outcome = Json::object();
  for (const char* name : {"status", "output", "error", "cause"}) {
    const auto found = result.find(name);
    if (found == result.end()) continue;
    if (found->is_null() && !(found.key() == "output" && expected.contains("output"))) continue;
    outcome[name] = *found;
  }
  const auto decode = [&](const char* name) {
    if (!outcome.contains(name) || !outcome[name].is_string()) return;
    if (auto value = parse_json(outcome[name].get_ref<const std::string&>())) outcome[name] = std::move(*value);
  };
  decode("output");
  if (expected.contains("cause") && expected["cause"].is_object()) decode("cause");
  return outcome;
}

bool has_structured_output(const Json& outcome) {
  return outcome.contains("output") && outcome["output"].is_structured();
}

bool has_succeeded(const Json& outcome) { return outcome.value("status", Json()) == "SUCCEEDED"; }

std::optional<Differences> compare_outcomes(const Json& result,
                                            const Json& recorded,
                                            const Paths& ignored,
                                            Bindings& bindings) {
  Json actual = outcome_of(result, recorded);
  const bool structured = has_structured_output(actual) || has_structured_output(recorded);
  const Paths paths = structured ? ignored : only(ignored, is_about_reason);
  const Json expected = without(recorded, paths);
  actual = without(actual, paths);
  if (!expected.contains("status")) return std::nullopt;
  if (!has_succeeded(actual) && !has_succeeded(expected) && !expected.contains("output")) actual.erase("output");
  Differences found;
  find_differences(expected, &actual, "$", &bindings, found);
  return found;
}

// ---- the history

/// Ignored paths begin above the history: `$..history[4].previousEventId`.
Json history_without(const Json& history, const Paths& ignored) {
  const Json kept = without(Json{{"history", history}}, ignored);
  return kept.value("history", Json::array());
}

/// Ignored paths are removed from the recorded side only; the actual tree is built from all previousEventIds.
Differences compare_causally(const Json& expected, const Json& events, const Paths& ignored) {
  const auto keep = only(ignored, [](const std::string& path) { return !is_about_chain(path); });
  Differences found;
  find_causal_differences(expected, history_without(as_recorded(events), keep), found);
  return found;
}

void compare_histories(const Json& events,
                       const Expectation& expectation,
                       const Paths& ignored,
                       Bindings& bindings,
                       Comparison& comparison) {
  const Json recorded = as_recorded(events);
  const Json expected = history_without(*expectation.history, ignored);
  const Json actual = history_without(expectation.unordered ? without_order(recorded) : recorded, ignored);
  comparison.history.emplace();
  find_history_differences(expected, actual, &bindings, *comparison.history);
  const bool decided = expectation.unordered || comparison.history->empty();
  comparison.causal = decided ? comparison.history : compare_causally(expected, events, ignored);
}

}  // namespace

std::string_view level_name(Level level) {
  constexpr std::array<std::string_view, 3> names{"outcome", "causal", "history"};
  return names[static_cast<std::size_t>(level)];
}

const std::optional<Differences>& Comparison::at(Level level) const {
  switch (level) {
    case Level::Outcome: return outcome;
    case Level::Causal: return causal;
    case Level::History: break;
  }
  return history;
}

Comparison compare(const Json& result, const Expectation& expectation, bool strict) {
  const Paths ignored = strict ? Paths{} : expectation.ignored;
  Bindings bindings;
  Comparison comparison;
  comparison.outcome = compare_outcomes(result, expectation.outcome, ignored, bindings);
  if (expectation.history && result.contains("events") && result["events"].is_array())
    compare_histories(result["events"], expectation, ignored, bindings, comparison);
  return comparison;
}

}  // namespace stepstorm::conformance
