// Assigns events to visits of states. Branches and iterations interleave in a history; previousEventId leads from each
// event back to the StateEntered of its visit. Source: semantics.md 8.7, "Chain rule".
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "execution/execution.hpp"
#include "execution/history.hpp"

namespace stepstorm::execution {

using VisitIndex = std::uint32_t;

/// One visit: from entering a state to leaving it, retries included.
struct Visit {
  asl::StateIndex state = 0;
  std::optional<VisitIndex> parent;        // of the Parallel or Map state around it
  std::optional<VisitIndex> previous;      // the visit before this one in the same scope
  std::optional<std::uint32_t> iteration;  // of the Map around it
  TimePoint entered_at;
  std::uint32_t entered_after = 0;  // the event that its StateEntered follows
};

class Visits {
 public:
  explicit Visits(execution::StateMachinePtr state_machine) : state_machine_(std::move(state_machine)) {}

  /// Takes every event in order of id and returns the visit that it begins or belongs to; nullopt for events of the
  /// execution as a whole and of a state that is aborted from outside.
  std::optional<VisitIndex> follow(const execution::HistoryEvent& event);

  /// Returns the visit of `state` in which an earlier event happened.
  std::optional<VisitIndex> find(std::uint32_t event, asl::StateIndex state) const;

  const Visit& operator[](VisitIndex visit) const { return visits_[visit]; }
  const asl::State& state(VisitIndex visit) const { return state_machine_->machine->states[visits_[visit].state]; }

 private:
  struct Link {
    std::optional<VisitIndex> visit;
    std::optional<std::uint32_t> iteration;  // MapIterationStarted: its index
  };

  /// The visit of an EvaluationFailed, which follows the event before its state's StateEntered, or an event of the
  /// visit.
  std::optional<VisitIndex> evaluating(const execution::HistoryEvent& event) const;
  VisitIndex enter(const execution::HistoryEvent& event, const Link& from);
  std::optional<VisitIndex> climb(std::optional<VisitIndex> visit, auto&& fits) const;

  execution::StateMachinePtr state_machine_;
  std::vector<Visit> visits_;
  std::vector<Link> links_{Link{}};  // by event id, which counts from 1
};

}  // namespace stepstorm::execution
