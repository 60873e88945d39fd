// The scenario file: which machine, how orders arrive, what is different from the settings, and for how long. Read as
// strictly as the settings, with which it is put together here: each resource that the machine's tasks call has its
// workers, and what contradicts itself is found before anything runs.
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

/// What stands in place of texts that the file itself would lead to.
struct Replacements {
  std::optional<std::string> definition;            // in JSON: the machine's, in place of what is in its file
  asl::Substitutions substitutions;                 // for marks in definitions; before those that the file names
  std::optional<std::string> lambda_endpoint = {};  // URL of what answers functions that the settings do not name
};

/// `file` names the text in findings, and its folder is what relative paths in it are relative to. The settings are
/// those that it names, else the nearest config/settings.json above it. What is wrong with a file that it names is found
/// there, if that file is JSON; what is wrong with a line of another one is found where it is named.
[[nodiscard]] tl::expected<simulation::Scenario, std::vector<FileFinding>> read_scenario(
    std::string_view text, const std::filesystem::path& file, const Replacements& replacements = {});

/// The scenario in a document that says more, by the names in `elsewhere`, which another reader reads. Reports what is
/// wrong; the value counts only when there is nothing.
[[nodiscard]] std::optional<simulation::Scenario> read_scenario_members(const Node& root,
                                                                        const std::filesystem::path& file,
                                                                        const std::vector<std::string_view>& elsewhere,
                                                                        const Replacements& replacements = {});

/// A scenario file that cannot be read is one finding without a place.
[[nodiscard]] tl::expected<simulation::Scenario, std::vector<FileFinding>> load_scenario(
    const std::filesystem::path& file, const Replacements& replacements = {});

}  // namespace stepstorm::config
