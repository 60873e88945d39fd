// Reads the scenario file: the machine, the arrivals, changes to the settings, and the duration. As strict as the
// settings, with which it is combined here: each resource that the machine's tasks call gets its workers, and
// contradictions are found before anything runs.
// The same rules for editors: schemas/scenario.schema.json.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "asl/substitution.hpp"
#include "config/finding.hpp"
#include "config/reader.hpp"
#include "simulation/scenario.hpp"

namespace stepstorm::config {

/// Replacements for files that the scenario names.
struct Replacements {
  std::optional<std::string> definition;            // the machine's definition in JSON, instead of its file
  asl::Substitutions substitutions;                 // for marks in definitions; override those that the file names
  std::optional<std::string> lambda_endpoint = {};  // URL of an endpoint for functions that the settings do not declare
};

/// `file` names the text in findings; relative paths start in its folder. The settings are those that the scenario
/// names, else the nearest config/settings.json above it. Findings about a JSON file that it names have places in that
/// file; findings about a line of another file have the place that names the file.
[[nodiscard]] tl::expected<simulation::Scenario, std::vector<FileFinding>> read_scenario(
    std::string_view text, const std::filesystem::path& file, const Replacements& replacements = {});

/// Reads the scenario in a document with further members, named in `elsewhere`, which another reader reads. Reports
/// findings; the value is valid only when there are none.
[[nodiscard]] std::optional<simulation::Scenario> read_scenario_members(const Node& root,
                                                                        const std::filesystem::path& file,
                                                                        const std::vector<std::string_view>& elsewhere,
                                                                        const Replacements& replacements = {});

/// A scenario file that cannot be read is one finding without a place.
[[nodiscard]] tl::expected<simulation::Scenario, std::vector<FileFinding>> load_scenario(
    const std::filesystem::path& file, const Replacements& replacements = {});

}  // namespace stepstorm::config
