// The parts of one run, each measured without being asked for: states, tags and effects.
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

/// What one state did, in all executions of its machine that began in the measured time.
struct StateFigures {
  std::uint64_t visits = 0;  // that it was left from
  std::uint64_t attempts = 0;
  std::map<std::string, std::uint64_t> errors;  // of attempts, by name
  metrics::Histogram time;                      // of those visits
  world::Duration queueing{0};                  // of all of them together
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
  std::uint64_t undone = 0;  // of these
  double amount = 0;         // of those that stand
};

struct Parts {
  bool knows_waits = false;                                            // else work is with queueing
  std::map<std::pair<std::string, std::string>, StateFigures> states;  // by machine and state
  std::map<std::string, std::map<std::string, TagFigures>> tags;       // by tag and value
  std::map<std::string, std::uint64_t> untold;                         // by tag: of values beyond `values_max`
  std::map<std::string, EffectFigures> effects;                        // of what took place in the measured time

  static constexpr std::size_t values_max = 20;  // of a tag: the first that come
};

class PartsObserver {
 public:
  /// The experiment must outlive it.
  PartsObserver(const Experiment& experiment, TimePoint epoch, bool knows_waits);

  void ended(const orchestration::EndedExecution& ended, const std::vector<StateVisit>& visits);
  [[nodiscard]] Parts results(const orchestration::EffectBook& book) const;

 private:
  bool is_measured(TimePoint at) const { return at - epoch_ >= experiment_.scenario.warm_up; }
  void count_states(const orchestration::EndedExecution& ended, const std::vector<StateVisit>& visits);
  void count_tags(const execution::Execution& execution);

  const Experiment& experiment_;
  TimePoint epoch_;
  Parts parts_;
};

}  // namespace stepstorm::experiment
