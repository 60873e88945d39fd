// Metrics of a part of a run, by labels behind the name: `response_time_ms{visited:Human}`,
// `state_time_ms{state:Pay,part:queueing}`, `success_rate{tier:gold}`.
//
//   response_time_ms, success_rate, failure_rate   of executions
//   share{reached:S}                               how many of those that have ended entered the state S
//   state_time_ms{state:S}                         from entering S to leaving it; `part`: what the time went into
//   attempts, retries, failed_attempts{state:S}    at the task S; `error`: those that failed with it
//   effects{effect:E}                              that took place, those that were undone later among them
//
// All of them take conditions on the execution that was started from outside and led to what is measured, and all that are
// written must hold: `visited:S` and `not_visited:S`, of the states that it or one that it started has entered, and
// `TAG:value`, of the tags that the scenario takes from inputs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "metrics/histogram.hpp"
#include "metrics/threshold.hpp"

namespace stepstorm::experiment {

enum class Measure {
  ResponseTime,
  SuccessRate,
  FailureRate,
  Reached,
  StateTime,
  Attempts,
  Retries,
  FailedAttempts,
  Effects,
};

/// What the time in a state goes into. Together they are the whole.
enum class StatePart {
  Whole,
  Queueing,  // attempts wait for a worker
  Work,      // attempts are worked at; in a Parallel or Map, what is inside
  BackOff,   // from an attempt that has failed to the next one
  Waiting,   // all else: a Wait state's time, a token's answer, steps that a quota puts off
};

struct Condition {
  enum class Kind { Visited, NotVisited, Tag };
  Kind kind = Kind::Visited;
  std::string tag = {};  // its name
  std::string value;     // the state's name or the tag's value
};

struct SelectedMetric {
  Measure measure = Measure::ResponseTime;
  std::string of = {};  // the state or the effect; empty: of executions
  StatePart part = StatePart::Whole;
  std::string error = {};  // of failed attempts; empty: any
  std::vector<Condition> conditions = {};
};

/// Whether it has labels; without, a name is that of a metric of a whole run.
[[nodiscard]] bool is_selected(std::string_view name);
/// Of the first three metrics, without labels too. The error says what was expected.
[[nodiscard]] tl::expected<SelectedMetric, std::string> parse_selected(std::string_view name);
/// The labels that have a meaning of their own, so that no tag can have their name.
[[nodiscard]] const std::vector<std::string_view>& own_labels();

[[nodiscard]] bool is_of_executions(Measure measure);

/// What gathers of a metric.
struct Gathered {
  metrics::Histogram times;
  std::uint64_t count = 0;
  std::uint64_t total = 0;  // of a rate: of so many

  void record(std::optional<metrics::Histogram::Duration> time, bool hit);
  void merge(const Gathered& other);
};

/// `seconds`: in which it was gathered.
[[nodiscard]] metrics::Metric metric_of(Measure measure, const Gathered& gathered, double seconds);

}  // namespace stepstorm::experiment
