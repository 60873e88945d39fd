// Scenarios of tasks in a row, from few words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulation/scenario.hpp"
#include "workers/resource.hpp"

namespace stepstorm::selftest {

/// A Task state for each of these names, in a row. `fields` is what each has besides, as ASL: `"Retry": [...], `.
[[nodiscard]] execution::StateMachinePtr tasks_in_a_row(const std::vector<std::string>& names,
                                                        const std::string& fields = "");

/// The one worker that answers the tasks of this name: `servers` at once, each with its input.
[[nodiscard]] orchestration::ResourceOptions worker_of(const std::string& name,
                                                       const world::Distribution& service_time,
                                                       std::uint32_t servers);

/// As what no attempt waits for.
inline constexpr std::uint32_t servers_enough = 1'000'000;

[[nodiscard]] simulation::Scenario scenario(execution::StateMachinePtr state_machine,
                                            std::vector<orchestration::ResourceOptions> resources,
                                            simulation::Load load,
                                            world::Duration duration,
                                            world::Duration warm_up = {});

/// The number by which an execution knows the visit to its task with this number: it counts what it does, beginning
/// with itself, and each task twice.
constexpr std::uint32_t visit_of_task(std::size_t number) { return 2 * (static_cast<std::uint32_t>(number) + 1); }

}  // namespace stepstorm::selftest
