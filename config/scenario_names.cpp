#include "config/scenario_names.hpp"

namespace stepstorm::config {

std::set<std::string> states_in(const simulation::Scenario& scenario) {
  std::set<std::string> states;
  const auto add = [&](const execution::StateMachinePtr& machine) {
    for (const asl::State& state : machine->machine->states) states.insert(state.name);
  };
  add(scenario.state_machine);
  for (const auto& machine : scenario.state_machines) add(machine);
  return states;
}

std::set<std::string> effects_in(const simulation::Scenario& scenario) {
  std::set<std::string> effects;
  for (const workers::ResourceOptions& resource : scenario.resources) effects.merge(effects_of(resource.behaviour));
  return effects;
}

std::set<std::string> tags_in(const simulation::Scenario& scenario) {
  std::set<std::string> tags;
  for (const simulation::Tag& tag : scenario.tags) tags.insert(tag.name);
  return tags;
}

}  // namespace stepstorm::config
