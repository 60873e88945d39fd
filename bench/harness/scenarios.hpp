// The scenarios in config/scenarios. Only for benchmarks that link config.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "config/scenario_file.hpp"
#include "config/source_folder.hpp"

namespace stepstorm::bench {

inline simulation::Scenario shipped(const std::string& name) {
  auto scenario = config::load_scenario(config::source_folder() / "config/scenarios" / name);
  if (!scenario) throw std::runtime_error(config::render(scenario.error().front()));
  return *std::move(scenario);
}

}  // namespace stepstorm::bench
