// A simulation's shell made of actors on the wall clock: one orchestrator, so that a scenario has as many workers as in
// virtual time, and a generator that starts orders on schedule, independent of how they end.
//
// The simulation's time is the schedule's: an order counts as started at its intended start, even when it was sent
// late, and its response time counts from there. The simulation is called only on the thread that runs it.
//
// Runs are not reproducible. Levels (queues, busy workers) are sampled about 2,000 times a second instead of at each
// change, workers' timers go off on a grid of a millisecond, and users of a closed loop return on the generator's grid
// of half a millisecond.
#pragma once

#include <chrono>
#include <memory>

#include "simulation/shell.hpp"

namespace stepstorm::launch {

/// The time by which the epoch of a wall clock run must lie ahead of now, so that its workers are up when it begins.
inline constexpr std::chrono::milliseconds wall_lead{500};

/// `patience`: after this time without a start or an end of an order, open orders count as never ending. The options'
/// epoch must be in the future.
[[nodiscard]] simulation::MakeShell make_wall_shell(std::chrono::nanoseconds patience);

}  // namespace stepstorm::launch
