// The actors on the wall clock as a simulation's shell: one orchestrator, so that a scenario's workers are as many as in
// virtual time, and a generator that keeps the schedule of starts whatever becomes of them.
//
// The simulation's time is the schedule's: an order counts as started when it was meant to start, however late it was
// sent, and its response time counts from there. All that a simulation is told, it is told on the thread that runs it.
//
// What the wall clock cannot promise: equal runs. Also, levels (queues, busy workers) are looked at about 2,000 times a
// second rather than at each change, timers of workers go off on a grid of a millisecond, and users of a closed loop
// come back on the generator's grid of half a millisecond.
#pragma once

#include <chrono>
#include <memory>

#include "simulation/shell.hpp"

namespace stepstorm::app {

/// How far ahead of now a wall clock run's epoch has to be, so that its workers are there when it begins.
inline constexpr std::chrono::milliseconds wall_lead{500};

/// `patience`: when nothing has started or ended for so long, orders that are still open are taken to be so for ever.
/// The options' epoch is a date to come.
[[nodiscard]] simulation::MakeShell make_wall_shell(std::chrono::nanoseconds patience);

}  // namespace stepstorm::app
