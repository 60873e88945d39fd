// The one way in which a simulation passes in steps while it is watched: virtual time jumps over steps in which nothing
// happens, however many, and whenever much has been done there is a look in between. Real time cannot jump.
#pragma once

#include <algorithm>

#include "simulation/simulation.hpp"

namespace stepstorm::simulation {

/// The end of the step, a multiple of `interval` after `at`, in which `event` falls; the end of time when that is later.
[[nodiscard]] constexpr world::Time step_with(world::Time event, world::Time at, world::Duration interval) {
  if (event <= at + interval) return at + interval;
  const auto steps = (event - at) / interval + ((event - at) % interval == world::Duration{0} ? 0 : 1);
  return steps > (world::Time::max() - at) / interval ? world::Time::max() : at + steps * interval;
}

/// The end of the next step after one that ends at `at`.
[[nodiscard]] inline world::Time next_step(const Simulation& simulation, world::Time at, world::Duration interval) {
  const bool in_real_time = simulation.shell().schedule() != nullptr;
  return step_with(in_real_time ? at : simulation.next_event(), at, interval);
}

/// Lets a simulation pass up to there. `look()` whenever much has been done; false from it: goes no further.
/// false: it is over, or goes no further.
template <class Look>
bool pass_until(Simulation& simulation, world::Time until, const Look& look) {
  for (;;) {
    const Simulation::Reached reached = simulation.run(until);
    if (reached != Simulation::Reached::Work) return reached == Simulation::Reached::Time;
    if (!look()) return false;
  }
}

/// To its end, or until `look()` says false: it is asked after each step, and whenever much has been done.
template <class Look>
void step_through(Simulation& simulation, world::Duration interval, const Look& look) {
  world::Time until = interval;
  while (pass_until(simulation, until, look) && look()) until = next_step(simulation, until, interval);
}

}  // namespace stepstorm::simulation
