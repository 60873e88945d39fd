// The names in a scenario to which experiments refer: states of its machines, effects of its workers, tags of its
// inputs.
#pragma once

#include <set>
#include <string>

#include "simulation/scenario.hpp"

namespace stepstorm::config {

[[nodiscard]] std::set<std::string> states_in(const simulation::Scenario& scenario);
[[nodiscard]] std::set<std::string> effects_in(const simulation::Scenario& scenario);
[[nodiscard]] std::set<std::string> tags_in(const simulation::Scenario& scenario);

}  // namespace stepstorm::config
