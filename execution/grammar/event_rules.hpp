// The rules of histories as a table: for each event type the kinds of states that have it, the phases before it, the
// phase after it, and its details. history_reader applies the table.
// Source: semantics.md 8.6 (types and details), 8.7 (sequences).
#pragma once

#include <cstddef>
#include <cstdint>

#include "asl/machine.hpp"
#include "execution/history.hpp"

namespace stepstorm::execution {

/// Kinds of states with different events.
enum class Kind : std::uint8_t {
  Lambda,
  Activity,
  Service,  // request and response
  Job,      // .sync, .waitForTaskToken: the service accepts the call first
  Instant,  // Pass, Choice, Succeed
  Fail,
  Wait,
  Parallel,
  InlineMap,
  DistributedMap,
};

/// The phase of a scope: in a state, or between two states.
enum class Phase : std::uint8_t {
  Closed,     // it has ended
  Arriving,   // the next state is about to be entered
  Entered,    // the state's work is about to begin
  Waiting,    // in a Wait state
  Queued,     // an activity that no worker has taken yet
  Scheduled,  // about to be started
  Running,
  Submitted,   // accepted by the service
  Worked,      // the work has succeeded, the state is about to be left
  Failed,      // the work has failed: a retry, a catcher or the end follows at once
  Caught,      // a catcher has taken the failure, the state is about to be left
  BackingOff,  // between two attempts
  Children,    // its branches or iterations run
  MapOpened,   // a Distributed Map without a map run yet
  MapRunning,
  Revived,        // redriven: the work begins again, or the map run goes on
  RevivedWorked,  // redriven: the state is about to be left
  Rejoining,      // redriven: all children have succeeded
};

/// The effect of an event besides the new phase.
enum class Effect : std::uint8_t {
  None,
  Enter,
  Leave,
  Schedule,
  Start,
  Fail,
  TimeOut,
  OpenBranches,
  OpenMap,
  Iterate,
  EndMapRun,
  Rejoin,
  StartMapRun,
  RedriveMapRun,
};

using Set = std::uint32_t;  // of kinds or of phases
template <class... Members>
constexpr Set set_of(Members... members) {
  return static_cast<Set>((0u | ... | (1u << static_cast<unsigned>(members))));
}
template <class Member>
constexpr bool contains(Set set, Member member) {
  return (set & set_of(member)) != 0;
}

struct EventRule {
  EventType type;
  Set kinds;
  Set from;  // empty: the event occurs only as a consequence of another (HistoryReader::Consequence)
  Phase to = Phase::Closed;
  Effect effect = Effect::None;
  std::size_t details = 0;  // index into EventDetails
};

inline constexpr std::size_t kinds = static_cast<std::size_t>(Kind::DistributedMap) + 1;
inline constexpr std::size_t phases = static_cast<std::size_t>(Phase::Rejoining) + 1;
[[nodiscard]] const EventRule& rule_of(EventType type);

[[nodiscard]] Kind kind_of(const asl::State& state);

/// Returns whether aborting a state of this kind has an event.
[[nodiscard]] bool shows_abortion(Kind kind);

/// Returns whether an execution leaves the phase by itself, before time passes.
[[nodiscard]] bool is_unsettled(Phase phase);

/// Returns whether no event of another scope may come before the phase is left.
[[nodiscard]] bool is_busy(Phase phase);

/// Returns whether a redrive has brought the scope into this phase and nothing has happened since.
[[nodiscard]] bool is_revived(Phase phase);

}  // namespace stepstorm::execution
