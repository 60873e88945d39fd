// Makes scenarios of tasks in a row.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulation/scenario.hpp"
#include "workers/resource.hpp"

namespace stepstorm::selftest {

/// Makes a machine with a Task state for each name, in a row. `fields`: further ASL fields of each: `"Retry": [...], `.
[[nodiscard]] execution::StateMachinePtr tasks_in_a_row(const std::vector<std::string>& names,
                                                        const std::string& fields = "");

/// Makes the one worker that answers the tasks with this name, `servers` at once, each with its input.
[[nodiscard]] workers::ResourceOptions worker_of(const std::string& name,
                                                 const world::Distribution& service_time,
                                                 std::uint32_t servers);

/// A number of servers at which no attempt waits.
inline constexpr std::uint32_t servers_enough = 1'000'000;

[[nodiscard]] simulation::Scenario scenario(execution::StateMachinePtr state_machine,
                                            std::vector<workers::ResourceOptions> resources,
                                            simulation::Load load,
                                            world::Duration duration,
                                            world::Duration warm_up = {});

/// Returns the epoch of the visit to task `number`: an execution counts itself first, and each task twice.
constexpr std::uint32_t visit_of_task(std::size_t number) { return 2 * (static_cast<std::uint32_t>(number) + 1); }

}  // namespace stepstorm::selftest
