// What may follow what in a history: for each event type the states it belongs to, where such a state must stand, where
// it stands afterwards, and which details the event carries. A table and nothing else; history_reader reads it.
// Source: semantics.md 8.6 (types and details), 8.7 (sequences).
#pragma once

#include <cstddef>
#include <cstdint>

#include "asl/machine.hpp"
#include "execution/history.hpp"

namespace stepstorm::execution {

/// States as far as their events differ.
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

/// Where a scope stands: in a state, or between two.
enum class Phase : std::uint8_t {
  Closed,     // it has ended
  Arriving,   // its next state is to be entered
  Entered,    // its work is to begin
  Waiting,    // in a Wait state
  Queued,     // an activity that no worker has taken
  Scheduled,  // to be started
  Running,
  Submitted,   // accepted by the service
  Worked,      // the work has succeeded, the state is to be left
  Failed,      // the work has failed: what that means is decided at once
  Caught,      // a catcher has taken the failure, the state is to be left
  BackingOff,  // between two attempts
  Children,    // its branches or iterations run
  MapOpened,   // a Distributed Map that has no map run yet
  MapRunning,
  Revived,        // a redrive has brought it back: its work is to begin again, or its map run goes on
  RevivedWorked,  // likewise: it is to be left
  Rejoining,      // likewise: its children have all succeeded
};

/// What reading an event means beyond the new phase.
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
  Set from;  // empty: only as a consequence that history_reader works out
  Phase to = Phase::Closed;
  Effect effect = Effect::None;
  std::size_t details = 0;  // index into EventDetails
};

inline constexpr std::size_t kinds = static_cast<std::size_t>(Kind::DistributedMap) + 1;
inline constexpr std::size_t phases = static_cast<std::size_t>(Phase::Rejoining) + 1;
[[nodiscard]] const EventRule& rule_of(EventType type);

[[nodiscard]] Kind kind_of(const asl::State& state);

/// Whether its abortion is shown by an event of its own.
[[nodiscard]] bool shows_abortion(Kind kind);

/// The execution goes on from there without being told anything, before time does.
[[nodiscard]] bool is_unsettled(Phase phase);

/// Nothing else comes in between, either.
[[nodiscard]] bool is_busy(Phase phase);

/// A redrive has brought it back, and it has done nothing since.
[[nodiscard]] bool is_revived(Phase phase);

}  // namespace stepstorm::execution
