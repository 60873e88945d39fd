// A simulation's shell made of CAF's actors, on one thread under a virtual clock. Much slower than the engine; it
// exists to show that both give equal results.
#pragma once

#include <memory>

#include "simulation/shell.hpp"

namespace stepstorm::launch {

/// Does not measure resources and cannot shuffle.
std::unique_ptr<simulation::Shell> make_actor_shell(simulation::ShellOptions options,
                                                    orchestration::Observer& observer);

}  // namespace stepstorm::launch
