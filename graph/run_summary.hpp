// What one execution's history says about each state and each transition of its machine: how often, how long, how it
// ended. Reads the JSON that `stepstorm run --history json` prints, or what GetExecutionHistory returns.
// Branches and iterations interleave in a history; previousEventId leads from each event back to the stay in a state
// that it belongs to. Source: semantics.md 8.6, 8.7.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <tl/expected.hpp>

#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::graph {

/// How the latest stay in a state ended. Of stays that end together, a failure outweighs what it stopped.
enum class Outcome {
  NotReached,
  Running,  // the history ends before the stay does
  Succeeded,
  Caught,  // failed, and a catcher took over
  Failed,
  Stopped,  // aborted because something around it ended
};

struct StateSummary {
  Outcome outcome = Outcome::NotReached;
  int entered = 0;
  int succeeded = 0;
  int caught = 0;
  int failed = 0;
  int retried = 0;
  std::chrono::nanoseconds time{0};  // over all stays
};

struct Transition {
  asl::StateIndex from = 0;
  asl::StateIndex to = 0;
  bool by_catcher = false;
  friend auto operator<=>(const Transition&, const Transition&) = default;
};

struct RunSummary {
  std::string status;  // SUCCEEDED ..., RUNNING while the history has no last event
  std::string error;   // of an execution that failed; empty when it has none
  std::chrono::nanoseconds duration{0};
  int events = 0;
  /// More than one: sums over so many executions, but for times, which are means.
  std::uint64_t executions = 1;
  std::uint64_t succeeded = 0;            // of these; of one execution, its status says so
  std::string nouns = "executions";       // what they are called
  std::vector<StateSummary> states;       // by state index
  std::map<Transition, int> transitions;  // also from a Parallel or Map to the first state inside
};

/// The error is one sentence: not a history, or one of another machine.
[[nodiscard]] tl::expected<RunSummary, std::string> summarise(const Json& result, const asl::Machine& machine);

}  // namespace stepstorm::graph
