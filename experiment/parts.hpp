// Measurements of the parts of one run, which every report has: states, tags and effects.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "books/effect_book.hpp"
#include "experiment/experiment.hpp"
#include "experiment/selected_metric.hpp"
#include "experiment/state_visits.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {

/// Measurements of one state, over all executions of its machine that began in the measured time.
struct StateFigures {
  std::uint64_t visits = 0;  // completed visits
  std::uint64_t attempts = 0;
  std::map<std::string, std::uint64_t> errors;  // of attempts, by name
  metrics::Histogram time;                      // of the visits
  world::Duration queueing{0};                  // sums over all visits
  world::Duration work{0};
  world::Duration back_off{0};
  world::Duration waiting{0};
};

/// Executions with one value of a tag.
struct TagFigures {
  std::uint64_t ended = 0;
  std::uint64_t succeeded = 0;
  metrics::Histogram response;
};

struct EffectFigures {
  std::uint64_t count = 0;
  std::uint64_t undone = 0;  // undone ones among them
  double amount = 0;         // sum over standing effects
};

struct Parts {
  bool knows_waits = false;                                            // false: work includes queueing
  std::map<std::pair<std::string, std::string>, StateFigures> states;  // by machine and state
  std::map<std::string, std::map<std::string, TagFigures>> tags;       // by tag and value
  std::map<std::string, std::uint64_t> untold;   // by tag: executions with values beyond `values_max`
  std::map<std::string, EffectFigures> effects;  // effects in the measured time

  static constexpr std::size_t values_max = 20;  // of a tag: the first that occur
};

class PartsObserver {
 public:
  /// The experiment must outlive it.
  PartsObserver(const Experiment& experiment, TimePoint epoch, bool knows_waits);

  void ended(const orchestration::EndedExecution& ended, const std::vector<StateVisit>& visits);
  [[nodiscard]] Parts results(const books::EffectBook& book) const;

 private:
  bool is_measured(TimePoint at) const { return at - epoch_ >= experiment_.scenario.warm_up; }
  void count_states(const orchestration::EndedExecution& ended, const std::vector<StateVisit>& visits);
  void count_tags(const execution::Execution& execution);

  const Experiment& experiment_;
  TimePoint epoch_;
  Parts parts_;
};

}  // namespace stepstorm::experiment
