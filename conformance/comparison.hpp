// Compares an execution with a recording, at three levels:
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

/// The content of a recording. Absent parts are not compared.
struct Expectation {
  Json outcome = Json::object();     // the recorded ones of status, output, error and cause
  std::optional<Json> history;       // events without timestamps, JSON objects decoded
  std::vector<IgnoredPath> ignored;  // honoured unless comparing strictly
  bool unordered = false;            // the recording has lost the order of events inside a Parallel
};

enum class Level { Outcome, Causal, History };
inline constexpr Level levels[] = {Level::Outcome, Level::Causal, Level::History};
[[nodiscard]] std::string_view level_name(Level level);

/// The differences at each level; nullopt when the recording or the result has no data for the level.
struct Comparison {
  std::optional<Differences> outcome;
  std::optional<Differences> causal;
  std::optional<Differences> history;

  const std::optional<Differences>& at(Level level) const;
};

/// `result` is {"status", "output", "error", "cause", "events"} as execution::render_result gives it.
[[nodiscard]] Comparison compare(const Json& result, const Expectation& expectation, bool strict);

}  // namespace stepstorm::conformance
