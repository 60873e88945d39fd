// Reads the experiment file: a scenario, its faults (`method`), and its demands. As strict as the scenario itself: a
// fault must name existing resources, states and workers, and a time within the scenario.
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
