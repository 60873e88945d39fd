// Metrics of a part of a run, by a label behind the name: `response_time_ms{visited:Human}`. They are of what starts in
// the measured time, and know the states of Distributed Maps' children and of other executions that one has started.
//
//   response_time_ms{visited:S}      of those that entered the state S, in one of their executions
//   response_time_ms{not_visited:S}  of all others
//   share{reached:S}                 how many of those that have ended entered S
//   state_time_ms{state:S}           from entering S to leaving it, back-off and waiting for a worker included
//   attempts{state:S}                at the task S, retries included
//   retries{state:S}                 at the task S
//   failed_attempts{state:S}         at the task S
//   effects{effect:E}                that took place, those that were undone later among them
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "books/effect_book.hpp"
#include "experiment/experiment.hpp"
#include "metrics/histogram.hpp"
#include "metrics/threshold.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {

enum class Selector { Visited, NotVisited, Reached, StateTime, Attempts, Retries, FailedAttempts, Effects };

struct SelectedMetric {
  Selector selector = Selector::Visited;
  std::string value;  // the state or the effect
};

/// nullopt: it is no such name.
[[nodiscard]] std::optional<SelectedMetric> parse_selected(std::string_view name);
/// `response_time_ms{visited:STATE}` ...
[[nodiscard]] std::vector<std::string> selected_forms();

struct Selected {
  SelectedMetric metric;
  metrics::Histogram times;
  std::uint64_t count = 0;
  std::uint64_t total = 0;  // of a share
};
/// `seconds`: measured.
[[nodiscard]] metrics::Metric metric_of(const Selected& selected, double seconds);

/// Measures those that the experiment's thresholds ask for.
class Selection {
 public:
  Selection(const Experiment& experiment, TimePoint epoch);

  void ended(const orchestration::EndedExecution& ended);
  /// By name.
  [[nodiscard]] std::map<std::string, Selected> results(const orchestration::EffectBook& book) const;

 private:
  bool is_measured(TimePoint at) const { return at - epoch_ >= warm_up_; }
  void count_events(Selected& selected, const orchestration::EndedExecution& ended) const;

  world::Duration warm_up_;
  TimePoint epoch_;
  std::map<std::string, Selected> selected_;
  std::map<std::uint64_t, std::set<std::string>> visited_;  // by order that is open: what its children have entered
};

}  // namespace stepstorm::experiment
