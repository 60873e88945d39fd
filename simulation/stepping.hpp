// Runs a simulation in steps while a caller watches it. Virtual time jumps over steps without events; wall-clock time
// does not. A long step is interrupted now and then for a look.
#pragma once

#include <algorithm>

#include "simulation/simulation.hpp"

namespace stepstorm::simulation {

/// Returns the end of the step that contains `event`: a multiple of `interval` after `at`, or world::Time::max() on
/// overflow.
[[nodiscard]] constexpr world::Time step_with(world::Time event, world::Time at, world::Duration interval) {
  if (event <= at + interval) return at + interval;
  const auto steps = (event - at) / interval + ((event - at) % interval == world::Duration{0} ? 0 : 1);
  return steps > (world::Time::max() - at) / interval ? world::Time::max() : at + steps * interval;
}

/// Returns the end of the step that follows one ending at `at`.
[[nodiscard]] inline world::Time next_step(const Simulation& simulation, world::Time at, world::Duration interval) {
  const bool in_real_time = simulation.shell().schedule() != nullptr;
  return step_with(in_real_time ? at : simulation.next_event(), at, interval);
}

/// Runs the simulation up to `until`. Calls `look()` after each portion of work, and stops when it returns false.
/// Returns false when the run is over or was stopped.
template <class Look>
bool pass_until(Simulation& simulation, world::Time until, const Look& look) {
  for (;;) {
    const Simulation::Reached reached = simulation.run(until);
    if (reached != Simulation::Reached::Work) return reached == Simulation::Reached::Time;
    if (!look()) return false;
  }
}

/// Runs the simulation to its end, or until `look()` returns false. Calls it after each step and each portion of work.
template <class Look>
void step_through(Simulation& simulation, world::Duration interval, const Look& look) {
  world::Time until = interval;
  while (pass_until(simulation, until, look) && look()) until = next_step(simulation, until, interval);
}

}  // namespace stepstorm::simulation
