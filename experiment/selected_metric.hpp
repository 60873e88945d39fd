// Metrics of a part of a run, selected by labels after the name: `response_time_ms{visited:Human}`,
// `state_time_ms{state:Pay,part:queueing}`, `success_rate{tier:gold}`.
//
//   response_time_ms, success_rate, failure_rate   of executions
//   share{reached:S}                               share of ended executions that entered state S
//   state_time_ms{state:S}                         time from entering S to leaving it; `part`: one part of that time
//   attempts, retries, failed_attempts{state:S}    at task S; `error`: failures with this error
//   effects{effect:E}                              effects, including those undone later
//
// All metrics accept conditions on the execution that was started from outside and led to the measured event; all
// conditions must hold: `visited:S` and `not_visited:S` for states entered by that execution or by one that it
// started, and `TAG:value` for tags that the scenario takes from inputs.
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

/// The parts of the time in a state; their sum is the whole.
enum class StatePart {
  Whole,
  Queueing,  // attempts waiting for a worker
  Work,      // attempts being processed; for a Parallel or Map, the states inside
  BackOff,   // from a failed attempt to the next one
  Waiting,   // everything else: a Wait state's time, waiting for a task token, steps delayed by a quota
};

struct Condition {
  enum class Kind { Visited, NotVisited, Tag };
  Kind kind = Kind::Visited;
  std::string tag = {};  // name of the tag
  std::string value;     // the state or the tag's value
};

struct SelectedMetric {
  Measure measure = Measure::ResponseTime;
  std::string of = {};  // state or effect; empty: a metric of executions
  StatePart part = StatePart::Whole;
  std::string error = {};  // error of failed attempts; empty: any
  std::vector<Condition> conditions = {};
};

/// Returns whether the name has labels; a name without labels is a metric of the whole run.
[[nodiscard]] bool is_selected(std::string_view name);
/// Parses a metric's name; of response_time_ms, success_rate and failure_rate, also without labels. The error says
/// what was expected.
[[nodiscard]] tl::expected<SelectedMetric, std::string> parse_selected(std::string_view name);
/// Returns the reserved labels, which cannot be names of tags.
[[nodiscard]] const std::vector<std::string_view>& own_labels();

[[nodiscard]] bool is_of_executions(Measure measure);

/// The accumulated samples of a metric.
struct Gathered {
  metrics::Histogram times;
  std::uint64_t count = 0;
  std::uint64_t total = 0;  // of a rate: the number of samples

  void record(std::optional<metrics::Histogram::Duration> time, bool hit);
  void merge(const Gathered& other);
};

/// `seconds`: the length of the time in which the samples were gathered.
[[nodiscard]] metrics::Metric metric_of(Measure measure, const Gathered& gathered, double seconds);

}  // namespace stepstorm::experiment
