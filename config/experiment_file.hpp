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
#include "experiment/experiment.hpp"

namespace stepstorm::config {

/// As read_scenario and load_scenario. A `definition`, in JSON, stands in place of what is in the machine's file.
[[nodiscard]] tl::expected<experiment::Experiment, std::vector<Finding>> read_experiment(
    std::string_view text, const std::filesystem::path& file, const std::optional<std::string>& definition = {});
[[nodiscard]] tl::expected<experiment::Experiment, std::vector<Finding>> load_experiment(
    const std::filesystem::path& file);

}  // namespace stepstorm::config
