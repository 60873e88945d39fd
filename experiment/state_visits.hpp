// Splits the time of an execution by state and part, from its history and the waiting times of its attempts. Pure.
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

/// Waiting times of attempts for a worker, by execution, until the execution ends.
class Waits {
 public:
  void taken(const messages::RunTask& task, std::chrono::nanoseconds waited) {
    waits_[task.execution].emplace(Attempt{task.state, task.asked_at}, waited);
  }

  using Attempt = std::pair<asl::StateIndex, TimePoint>;  // the state, and when the attempt was asked for
  using OfExecution = std::multimap<Attempt, std::chrono::nanoseconds>;
  /// Removes and returns the waiting times of an execution.
  OfExecution take(std::uint64_t execution) {
    auto waits = waits_.extract(execution);
    return waits.empty() ? OfExecution{} : std::move(waits.mapped());
  }

 private:
  std::map<std::uint64_t, OfExecution> waits_;
};

/// One completed visit of a state.
struct StateVisit {
  asl::StateIndex state = 0;
  TimePoint entered;
  TimePoint left;
  std::chrono::nanoseconds queueing{0};  // includes the whole time of attempts that timed out before a worker took them
  std::chrono::nanoseconds work{0};
  std::chrono::nanoseconds back_off{0};

  std::chrono::nanoseconds whole() const { return left - entered; }
  /// Returns the whole time or one of its parts.
  std::chrono::nanoseconds part(StatePart part) const;
};

/// Returns the visits in the order in which they end.
[[nodiscard]] std::vector<StateVisit> visits_in(const orchestration::EndedExecution& ended, Waits::OfExecution waits);

}  // namespace stepstorm::experiment
