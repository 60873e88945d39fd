// The experiment file: a scenario, what goes wrong in it (`method`), and what must hold. Read as strictly as the scenario
// itself: a fault names resources, states and workers that are there, at a time that the scenario has.
// The same rules for editors: schemas/experiment.schema.json.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "config/finding.hpp"
#include "config/scenario_file.hpp"
#include "experiment/experiment.hpp"

namespace stepstorm::config {

/// As read_scenario and load_scenario.
[[nodiscard]] tl::expected<experiment::Experiment, std::vector<FileFinding>> read_experiment(
    std::string_view text, const std::filesystem::path& file, const Replacements& replacements = {});
[[nodiscard]] tl::expected<experiment::Experiment, std::vector<FileFinding>> load_experiment(
    const std::filesystem::path& file, const Replacements& replacements = {});

}  // namespace stepstorm::config
