// The order workflow for simulations: machines, resources and scenarios, from few words.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "asl/compile.hpp"
#include "simulation/simulation.hpp"

namespace stepstorm::simulation {

inline std::string function(const std::string& name) {
  return "arn:aws:lambda:us-east-1:123456789012:function:" + name;
}

inline execution::StateMachinePtr machine(const std::string& definition) {
  const auto compiled = asl::compile(definition);
  if (!compiled.machine) throw std::invalid_argument(asl::render(compiled.findings.front(), "test"));
  return execution::create_state_machine("Orders", compiled.machine);
}

/// A Task state for each of these functions, in a row, each with these further fields.
inline execution::StateMachinePtr tasks_in_a_row(const std::vector<std::string>& functions,
                                                 const std::string& further = "") {
  std::string states;
  for (std::size_t i = 0; i < functions.size(); ++i)
    states += (i > 0 ? "," : "") + std::string{"\""} + functions[i] + R"(": {"Type": "Task", "Resource": ")" +
              function(functions[i]) + "\", " + further +
              (i + 1 < functions.size() ? R"("Next": ")" + functions[i + 1] + "\"}" : R"("End": true})");
  return machine(R"({"StartAt": ")" + functions[0] + R"(", "States": {)" + states + "}}");
}

/// Echoes its input after a service time.
inline workers::ResourceOptions station(const std::string& name,
                                        world::Distribution service_time,
                                        std::uint32_t servers = 1) {
  workers::ResourceOptions options;
  options.name = name;
  options.arn = function(name);
  options.capacity = servers;
  options.worker.service_time = std::move(service_time);
  return options;
}

inline Scenario scenario(execution::StateMachinePtr state_machine,
                         std::vector<workers::ResourceOptions> resources,
                         Load load,
                         world::Duration duration,
                         world::Duration warm_up = {}) {
  return {.title = {},
          .state_machine = std::move(state_machine),
          .state_machines = {},
          .resources = std::move(resources),
          .load = std::move(load),
          .inputs = world::OrderTemplate::parse({{"orderId", "{{sequence}}"}}).value(),
          .duration = duration,
          .orders = {},
          .warm_up = warm_up,
          .quotas = {}};
}

inline SimulationResult run(const Scenario& scenario, std::uint64_t seed = 1) {
  Simulation simulation{scenario, seed};
  simulation.run_until(world::Time::max());
  return simulation.result();
}

}  // namespace stepstorm::simulation
