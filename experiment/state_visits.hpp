// What the time of an execution went into, state by state, from its history and from how long its attempts waited for
// workers. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "experiment/selected_metric.hpp"
#include "messages/messages.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::experiment {

/// How long attempts waited for a worker, by the execution that is still to end.
class Waits {
 public:
  void taken(const messages::RunTask& task, std::chrono::nanoseconds waited) {
    waits_[task.execution].emplace(Attempt{task.state, task.asked_at}, waited);
  }

  using Attempt = std::pair<asl::StateIndex, TimePoint>;  // the state, and when it was asked for
  using OfExecution = std::multimap<Attempt, std::chrono::nanoseconds>;
  /// Those of an execution, which are forgotten here.
  OfExecution take(std::uint64_t execution) {
    auto waits = waits_.extract(execution);
    return waits.empty() ? OfExecution{} : std::move(waits.mapped());
  }

 private:
  std::map<std::uint64_t, OfExecution> waits_;
};

/// One stay in a state that was left again.
struct StateVisit {
  asl::StateIndex state = 0;
  TimePoint entered;
  TimePoint left;
  std::chrono::nanoseconds queueing{0};  // attempts that no worker took before they timed out are all queueing
  std::chrono::nanoseconds work{0};
  std::chrono::nanoseconds back_off{0};

  std::chrono::nanoseconds whole() const { return left - entered; }
  /// Whole or one of its parts.
  std::chrono::nanoseconds part(StatePart part) const;
};

/// In the order in which they end.
[[nodiscard]] std::vector<StateVisit> visits_in(const orchestration::EndedExecution& ended, Waits::OfExecution waits);

}  // namespace stepstorm::experiment
