// Converts a simulation's shell options to the options of a system of actors, under either clock.
#pragma once

#include <variant>

#include "actors/system.hpp"
#include "simulation/shell.hpp"

namespace stepstorm::launch {

[[nodiscard]] actors::SystemOptions system_options(std::variant<actors::WallClock, actors::VirtualClock> clock,
                                                   simulation::ShellOptions&& options,
                                                   const workers::ResourceGauges& gauges);

}  // namespace stepstorm::launch
