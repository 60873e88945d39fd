// Whether what an execution did is what a recording says, at three levels:
//   outcome  status, output, error and cause
//   causal   the same events with the same details, each after the same predecessor
//   history  the full list: order, ids, previousEventIds, details
// Source: conformance README; the verdicts are those of the corpus's compare.py.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "conformance/difference.hpp"
#include "conformance/ignored_path.hpp"
#include "values/json.hpp"

namespace stepstorm::conformance {

/// What a recording says. Whatever it leaves out is not compared.
struct Expectation {
  Json outcome = Json::object();     // those of status, output, error and cause that were recorded
  std::optional<Json> history;       // events without timestamps, JSON objects decoded
  std::vector<IgnoredPath> ignored;  // honoured unless comparing strictly
  bool unordered = false;            // what happens inside a Parallel has lost its order
};

enum class Level { Outcome, Causal, History };
inline constexpr Level levels[] = {Level::Outcome, Level::Causal, Level::History};
[[nodiscard]] std::string_view level_name(Level level);

/// What differs at each level; nullopt where the recording, or the result, says nothing.
struct Comparison {
  std::optional<Differences> outcome;
  std::optional<Differences> causal;
  std::optional<Differences> history;

  const std::optional<Differences>& at(Level level) const;
};

/// `result` is {"status", "output", "error", "cause", "events"} as execution::render_result gives it.
[[nodiscard]] Comparison compare(const Json& result, const Expectation& expectation, bool strict);

}  // namespace stepstorm::conformance
