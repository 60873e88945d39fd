// The actors as a simulation's shell: the same orders through CAF's actors, on one thread under a virtual clock. Far
// slower than the engine; it is there to show that both do the same.
#pragma once

#include <memory>

#include "simulation/shell.hpp"

namespace stepstorm::app {

/// Measures no resources, and cannot shuffle.
std::unique_ptr<simulation::Shell> make_actor_shell(simulation::ShellOptions options,
                                                    orchestration::Observer& observer);

}  // namespace stepstorm::app
