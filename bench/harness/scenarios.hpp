// The scenarios in config/scenarios. Only for benchmarks that link config.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>

#include "config/scenario_file.hpp"

namespace stepstorm::bench {

inline simulation::Scenario shipped(const std::string& name) {
  auto scenario = config::load_scenario(std::filesystem::path(STEPSTORM_SOURCE_DIR) / "config/scenarios" / name);
  if (!scenario) throw std::runtime_error(config::render(scenario.error().front()));
  return *std::move(scenario);
}

}  // namespace stepstorm::bench
